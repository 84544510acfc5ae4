import type { Provider } from '../providers/provider.ts';
import { findProvider } from '../providers/registry.ts';
import type { Problem } from '../session/problem.ts';
import type { Session, SessionRecord } from '../session/session.ts';
import type { ConnectionStatus, Explorer } from '../sync/explorer.ts';
import { wordProblem } from './wording/problem.ts';

/** What is known of connections and their services by an id alone. All of it answers for ids that there are none of, too. */
export interface Directory {
  status(connectionId: string): ConnectionStatus | undefined;
  /** None where the setting names a service that there is not. */
  service(connectionId: string): Provider | undefined;
  providerLabel(id: string): string;
  connectionLabel(connectionId: string): string;
  /** Service and connection, as a person knows them. */
  source(connectionId: string): string;
  /** Whether the connection's sessions may lie on disk. */
  persists(connectionId: string): boolean;
  /** The address at which a session opens at its service. */
  linkOf(record: SessionRecord): string | undefined;
  hasLink(session: Session): boolean;
  wordProblem(problem: Problem, connectionId: string): string;
}

export function createDirectory(explorer: Pick<Explorer, 'connections'>): Directory {
  const status = (connectionId: string) =>
    explorer.connections().find(({ connection }) => connection.id === connectionId);
  const service = (connectionId: string) => findProvider(status(connectionId)?.connection.provider);
  const connectionLabel = (connectionId: string): string => status(connectionId)?.label ?? connectionId;
  const linkOf = ({ session, raw }: SessionRecord): string | undefined => {
    const connection = status(session.connectionId)?.connection;
    return connection && service(session.connectionId)?.link?.(connection, session, raw);
  };
  return {
    status,
    service,
    providerLabel: id => findProvider(id)?.label ?? id,
    connectionLabel,
    source(connectionId) {
      const [provider, label] = [service(connectionId)?.label, connectionLabel(connectionId)];
      return !provider || label.startsWith(provider) ? label : `${provider} · ${label}`;
    },
    persists: connectionId =>
      status(connectionId)?.connection.persist ?? service(connectionId)?.persistByDefault ?? false,
    linkOf,
    hasLink: session => linkOf({ session, raw: undefined, attendees: [] }) !== undefined,
    wordProblem: (problem, connectionId) => wordProblem(problem, connectionLabel(connectionId)),
  };
}
