import { connectionOfKey } from '../../session/session.ts';
import { idFromColumn, idToColumn } from '../../store/rows.ts';

/** The scheme of the read-only documents. */
export const SCHEME = 'session-explorer';

/**
 * A session's raw record, how a connection's answers differ from its page, the same of all connections, or what the last
 * test of one found.
 */
export type DocumentName =
  | { kind: 'raw'; key: string }
  | { kind: 'drift'; connectionId?: string }
  | { kind: 'test'; connectionId: string };

/**
 * Path of a session's raw record. It holds the key and nothing else of the session: VS Code stores it. The provider
 * stands first, so that the manifest can name the schema of each one's records. An id stands as in the store, since no
 * address holds a lone surrogate either.
 */
export const rawPath = (provider: string, key: string): string => {
  const connection = connectionOfKey(key);
  return `/${provider}/${connection}/${encodeURIComponent(idToColumn(key.slice(connection.length + 1)))}.json`;
};

const REPORTS = { drift: '.md', test: '.txt' } as const;
const WHOLE_DRIFT = `/drift${REPORTS.drift}`;

/** Path of a report on one connection; without one, of the report on the drift of all. */
export const reportPath = (kind: keyof typeof REPORTS, connectionId?: string): string =>
  connectionId === undefined ? WHOLE_DRIFT : `/${kind}/${connectionId}${REPORTS[kind]}`;

/** What a path names. */
export const readPath = (path: string): DocumentName | undefined => {
  if (path === WHOLE_DRIFT) return { kind: 'drift' };
  const [, first = '', second = '', third, ...more] = path.split('/');
  if (third === undefined) return reportName(first, second);
  if (first === '' || second === '' || more.length > 0 || !/^.+\.json$/s.test(third)) return undefined;
  try {
    return { kind: 'raw', key: `${second}/${idFromColumn(decodeURIComponent(third.slice(0, -'.json'.length)))}` };
  } catch {
    return undefined;
  }
};

function reportName(kind: string, name: string): DocumentName | undefined {
  if (kind !== 'drift' && kind !== 'test') return undefined;
  const ending = REPORTS[kind];
  const connectionId = name.endsWith(ending) ? name.slice(0, -ending.length) : '';
  return connectionId === '' ? undefined : { kind, connectionId };
}
