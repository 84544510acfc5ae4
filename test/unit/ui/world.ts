import { printQuery } from '../../../src/query/print.ts';
import type { Reading } from '../../../src/query/query.ts';
import { createSessionIndex } from '../../../src/query/session-index.ts';
import type { Connection } from '../../../src/session/connection.ts';
import type { ConnectionCoverage } from '../../../src/session/coverage.ts';
import { type Session, type SessionEntry, sessionKey } from '../../../src/session/session.ts';
import type { ConnectionStatus, Explorer } from '../../../src/sync/explorer.ts';

export const NOW = Date.parse('2025-11-22T10:00:00Z');
export const ZONE = 'Europe/Madrid';

export interface World {
  explorer: Pick<Explorer, 'connections' | 'opened' | 'search' | 'sessions'>;
  connections: ConnectionStatus[];
  /** The queries that were asked, the empty one as ''. */
  asked: string[];
  put(...sessions: Session[]): void;
  remove(...keys: string[]): void;
}

/** Sessions in the real index, with the rest of the explorer left out. */
export function createWorld(connections: ConnectionStatus[] = []): World {
  const index = createSessionIndex({
    providerLabel,
    connectionLabel: id => world.connections.find(status => status.connection.id === id)?.label ?? id,
  });
  const held = new Map<string, Session>();
  const reading: Reading = { timeZone: ZONE, now: NOW, me: [] };
  const world: World = {
    connections,
    asked: [],
    explorer: {
      connections: () => world.connections,
      opened: async () => {},
      search(query, signal) {
        world.asked.push(printQuery(query));
        return index.search(query, reading, signal);
      },
      sessions: async keys => keys.map(key => held.get(key)).filter(session => session !== undefined),
    },
    put(...sessions) {
      for (const session of sessions) held.set(session.key, session);
      index.put(sessions.map((session): SessionEntry => ({ session, attendees: [] })));
    },
    remove(...keys) {
      for (const key of keys) held.delete(key);
      index.remove(keys);
    },
  };
  return world;
}

type Some<T> = { [K in keyof T]?: T[K] };

export function coverage(connectionId: string, some: Some<ConnectionCoverage> = {}): ConnectionCoverage {
  return {
    connectionId,
    fetched: 1,
    complete: true,
    stopped: 'end',
    fetchedAt: new Date(NOW - 180_000).toISOString(),
    unreadable: 0,
    drift: 0,
    requests: 1,
    ...some,
  };
}

export function connected(
  id: string,
  provider: Connection['provider'],
  some: Some<ConnectionStatus> = {},
): ConnectionStatus {
  const label = LABELS[provider] ?? provider;
  return { connection: { id, provider }, label, state: 'ready', coverage: coverage(id), stale: false, ...some };
}

const LABELS: Record<string, string> = { digitalSamba: 'Digital Samba', hyra: 'Hyra', series: 'Series' };
export const providerLabel = (id: string): string => LABELS[id] ?? id;

export function session(connectionId: string, id: string, some: Some<Session> = {}): Session {
  return {
    key: sessionKey(connectionId, id),
    connectionId,
    provider: 'digitalSamba',
    id,
    title: `Session ${id}`,
    status: 'completed',
    statusSource: 'reported',
    start: '2025-11-20T10:00:00.000Z',
    startSource: 'explicit',
    coHosts: [],
    flags: [],
    ...some,
  };
}
