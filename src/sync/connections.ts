import type { Connection } from '../session/connection.ts';
import { type ConnectionCoverage, neverRan } from '../session/coverage.ts';
import type { Problem } from '../session/problem.ts';
import type { ConnectionSync } from './connection-sync.ts';
import type { ConnectionStatus } from './explorer.ts';

/** One entry of the setting, read: a connection, and what is wrong with it if anything is. */
export interface Configured {
  connection: Connection;
  problem?: Problem;
}

export interface ConnectionsParts {
  start(connection: Connection): ConnectionSync;
  /** Called when the loads of a connection have ended for good. `stays`: what is stored of it may be wanted again. */
  dropped(connectionId: string, stays: boolean): Promise<void>;
}

/** The connections as they are configured, with the loads of each. */
export interface Connections {
  /** Takes them as they stand now: what is no longer among them is stopped. Returns the ids of those that are new or changed. */
  configure(configured: readonly Configured[]): Promise<ReadonlySet<string>>;
  get(id: string): ConnectionSync | undefined;
  /** That one, or all. */
  chosen(id?: string): ConnectionSync[];
  ids(): ReadonlySet<string>;
  statuses(): ConnectionStatus[];
  /** Those that are configured wrongly. */
  invalid(): readonly ConnectionStatus[];
  /** Whether what is fetched of a connection may stand on disk. */
  persists(id: string): boolean;
}

export function createConnections({ start, dropped }: ConnectionsParts): Connections {
  const syncs = new Map<string, ConnectionSync>();
  let invalid: ConnectionStatus[] = [];

  const persists = (id: string): boolean => {
    const sync = syncs.get(id);
    return sync !== undefined && (sync.connection.persist ?? sync.provider.persistByDefault);
  };

  async function drop(sync: ConnectionSync, now: Connection | undefined): Promise<void> {
    const { id, persist } = sync.connection;
    // What lies in memory goes, and so does what would have to move from there to the disk or back.
    const stays = now ? now.persist === persist : persists(id);
    await sync.dispose();
    await dropped(id, stays);
    syncs.delete(id);
  }

  return {
    async configure(configured) {
      const valid = configured.flatMap(({ connection, problem }) => (problem ? [] : [connection]));
      invalid = configured.flatMap(({ connection, problem }) => (problem ? [invalidStatus(connection, problem)] : []));
      for (const sync of [...syncs.values()]) {
        const now = valid.find(({ id }) => id === sync.connection.id);
        if (JSON.stringify(now) !== JSON.stringify(sync.connection)) await drop(sync, now);
      }
      const fresh = valid.filter(({ id }) => !syncs.has(id));
      for (const connection of fresh) syncs.set(connection.id, start(connection));
      return new Set(fresh.map(({ id }) => id));
    },
    get: id => syncs.get(id),
    chosen: id => [...syncs.values()].filter(({ connection }) => id === undefined || connection.id === id),
    ids: () => new Set(syncs.keys()),
    statuses: () => [...[...syncs.values()].map(sync => sync.status()), ...invalid],
    invalid: () => invalid,
    persists,
  };
}

function invalidStatus(connection: Connection, problem: Problem): ConnectionStatus {
  const coverage: ConnectionCoverage = { ...neverRan(connection.id), problem };
  return { connection, label: connection.label ?? connection.id, state: 'invalid', problem, coverage, stale: false };
}
