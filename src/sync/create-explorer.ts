import { hostname } from 'node:os';
import type { Service } from '../http/service.ts';
import type { Provider } from '../providers/provider.ts';
import { EVERYTHING, type Query, type Reading } from '../query/query.ts';
import { createSessionIndex } from '../query/session-index.ts';
import type { Connection, ProviderId } from '../session/connection.ts';
import { type ConnectionCoverage, neverRan } from '../session/coverage.ts';
import { failed, ok, type Problem, type Result } from '../session/problem.ts';
import { connectionOfKey, type SessionEntry, type SessionRecord, sessionKey } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';
import { gatherChanges } from './changes.ts';
import { type ConnectionSync, syncConnection } from './connection-sync.ts';
import type { ConnectionStatus, Explorer, OpenedDetail } from './explorer.ts';
import { createPolling, TICK } from './polling.ts';

/** One entry of the setting, read: a connection, and what is wrong with it if anything is. */
export interface Configured {
  connection: Connection;
  problem?: Problem;
}

/** What the explorer is built from. Nothing here is called before `configure`, `opened` or a load. */
export interface ExplorerParts {
  provider(id: ProviderId): Provider;
  openStore(): Promise<SharedStore>;
  /** The service behind a connection's key, or why there is none. */
  openService(
    connection: Connection,
    signal: AbortSignal,
    onWait: (until: number, perMinute: number) => void,
  ): Promise<Result<Service>>;
  /** Whether a key for this connection is at hand. */
  keyProblem(connection: Connection): Promise<Problem | undefined>;
  settings(): {
    historyDays: number;
    aheadDays: number;
    liveSeconds: number;
    idleSeconds: number;
    /** Poll while nothing of the product can be seen, for notifications. */
    pollsHidden: boolean;
    reading: Omit<Reading, 'now'>;
  };
}

export interface ConfigurableExplorer extends Explorer {
  /** Takes the connections as they stand now; what is no longer among them is stopped and leaves memory. */
  configure(configured: readonly Configured[]): Promise<void>;
  /** The key of a connection was set or removed. */
  keyChanged(connectionId: string): Promise<void>;
  /** Erases all that is held of a connection. */
  forget(connectionId: string): Promise<void>;
  dispose(): Promise<void>;
}

const DAY = 86_400_000;
const LEASE = 15_000;
const EVENTS_EVERY = 80;
const DUE_AT_ONCE = 500;
const OLDER_DAYS = 90;

/** Puts index, store and the connections' loads together. */
export function createExplorer(parts: ExplorerParts): ConfigurableExplorer {
  const index = createSessionIndex({ connectionLabel: id => syncs.get(id)?.status().label ?? id });
  const changes = gatherChanges(EVENTS_EVERY);
  const syncs = new Map<string, ConnectionSync>();
  const lastAsked = new Map<string, number>();
  const owner = `${hostname()}:${process.pid}:${crypto.randomUUID()}`;
  let invalid: ConnectionStatus[] = [];
  let storing: Promise<SharedStore> | undefined;
  let opening: Promise<void> | undefined;
  let watched = false;
  let leaseUntil = 0;
  let disposed = false;

  const store = (): Promise<SharedStore> => {
    storing ??= parts.openStore();
    return storing;
  };

  const polling = createPolling({
    connections: () => [...syncs.keys()],
    interval(id) {
      const { liveSeconds, idleSeconds, pollsHidden } = parts.settings();
      const seconds = watched ? (index.liveIn(id) ? liveSeconds : idleSeconds) : pollsHidden ? idleSeconds : 0;
      return seconds > 0 ? seconds * 1000 : undefined;
    },
    lastAsked: id => lastAsked.get(id) ?? Date.parse(syncs.get(id)?.coverage().fetchedAt ?? '1970-01-01'),
    async holdLease() {
      const now = Date.now();
      if (leaseUntil - now > LEASE / 2) return true;
      const taken = await (await store()).takeLease(owner, now, now + LEASE);
      leaseUntil = taken ? now + LEASE : 0;
      return taken;
    },
    releaseLease: async () => (await store()).releaseLease(owner),
    refresh: id => void refresh(id),
    now: Date.now,
  });

  async function fill(ids: ReadonlySet<string>): Promise<void> {
    for await (const entries of (await store()).entries()) {
      const wanted = entries.filter(entry => ids.has(entry.session.connectionId));
      index.put(wanted);
      changes.sessions(wanted.map(entry => entry.session.key));
    }
    for (const id of ids) await syncs.get(id)?.restore();
    for (const id of ids) changes.connection(id);
  }

  function opened(): Promise<void> {
    opening ??= fill(new Set(syncs.keys()));
    return opening;
  }

  async function put(records: readonly SessionRecord[]): Promise<void> {
    await (await store()).put(records);
    index.put(records);
    changes.sessions(records.map(record => record.session.key));
  }

  /** Reads again the records whose derived status was due to change, with the service's own rules. */
  async function settleDue(): Promise<void> {
    const now = Date.now();
    const due = await (await store()).due(now, DUE_AT_ONCE);
    const again = due.flatMap(record => {
      const sync = syncs.get(record.session.connectionId);
      const read = sync?.provider.reread(sync.connection, record.raw, now);
      return read ? [{ ...read, attendees: record.attendees }] : [];
    });
    if (again.length > 0) await put(again);
  }

  function start({ connection }: Configured): ConnectionSync {
    const provider = parts.provider(connection.provider);
    return syncConnection({
      connection,
      provider,
      label: connection.label ?? provider.label,
      open: (signal, onWait) => parts.openService(connection, signal, onWait),
      store,
      window() {
        const { historyDays, aheadDays } = parts.settings();
        return { from: Date.now() - historyDays * DAY, to: Date.now() + aheadDays * DAY };
      },
      holds: id => index.has(sessionKey(connection.id, id)),
      heldIn: async scope => index.keysWithin(connection.id, scope.span),
      put,
      keyProblem: () => parts.keyProblem(connection),
      changed: () => changes.connection(connection.id),
      now: Date.now,
      at(instant, run) {
        const timer = setTimeout(run, Math.max(0, instant - Date.now()));
        timer.unref();
        return () => clearTimeout(timer);
      },
    });
  }

  const chosen = (connectionId?: string): ConnectionSync[] =>
    connectionId === undefined ? [...syncs.values()] : [syncs.get(connectionId)].filter(sync => sync !== undefined);

  async function ask(
    connectionId: string | undefined,
    run: (sync: ConnectionSync) => Promise<ConnectionCoverage>,
  ): Promise<ConnectionCoverage[]> {
    await opened();
    const bad = invalid.filter(status => connectionId === undefined || status.connection.id === connectionId);
    const loaded = await Promise.all(
      chosen(connectionId).map(async sync => {
        lastAsked.set(sync.connection.id, Date.now());
        const coverage = await run(sync);
        lastAsked.set(sync.connection.id, Date.now());
        return coverage;
      }),
    );
    return [...loaded, ...bad.map(status => status.coverage)];
  }

  const refresh = (connectionId?: string) => ask(connectionId, sync => sync.refresh());

  async function detail(
    key: string,
    { fresh = false, signal = new AbortController().signal }: { fresh?: boolean; signal?: AbortSignal } = {},
  ): Promise<Result<OpenedDetail>> {
    await opened();
    const sync = syncs.get(connectionOfKey(key));
    const [record] = await (await store()).read([key]);
    if (!sync || !record) return failed({ code: 'not-found', status: 404, what: 'session' });
    const held = await (await store()).detail(key);
    if (held && !fresh) return ok(held);
    const service = await sync.service(signal);
    const answer = service.ok
      ? await sync.provider.detail(sync.connection, record, sync.memory().about, service.value)
      : service;
    if (!answer.ok) return held ? ok({ ...held, problem: answer.problem }) : answer;
    const fetchedAt = Date.now();
    await (await store()).putDetail(key, answer.value, fetchedAt);
    return ok({ record: answer.value, fetchedAt });
  }

  async function configure(configured: readonly Configured[]): Promise<void> {
    const valid = configured.filter(each => !each.problem);
    invalid = configured.flatMap(({ connection, problem }) => (problem ? [invalidStatus(connection, problem)] : []));
    const wanted = new Map(valid.map(each => [each.connection.id, each]));
    const gone = [...syncs.values()].filter(
      sync => JSON.stringify(wanted.get(sync.connection.id)?.connection) !== JSON.stringify(sync.connection),
    );
    for (const sync of gone) {
      sync.dispose();
      syncs.delete(sync.connection.id);
      lastAsked.delete(sync.connection.id);
      index.removeConnection(sync.connection.id);
      changes.connection(sync.connection.id);
    }
    const fresh = valid.filter(each => !syncs.has(each.connection.id));
    for (const each of fresh) syncs.set(each.connection.id, start(each));
    for (const each of configured) changes.connection(each.connection.id);
    changes.sessions([]);
    if (opening) {
      await opening;
      await fill(new Set(fresh.map(each => each.connection.id)));
    }
  }

  const ticking = setInterval(() => {
    if (!opening || disposed) return;
    void polling.tick();
    if (watched) void settleDue();
  }, TICK);
  ticking.unref();

  return {
    connections: () => [...[...syncs.values()].map(sync => sync.status()), ...invalid],
    opened,
    async search(query: Query = EVERYTHING, signal?: AbortSignal) {
      await opened();
      await settleDue();
      return index.search(query, { ...parts.settings().reading, now: Date.now() }, signal);
    },
    async sessions(keys) {
      return (await (await store()).read(keys)).map(record => record.session);
    },
    async record(key) {
      return (await (await store()).read([key]))[0];
    },
    detail,
    refresh,
    loadOlder: connectionId => ask(connectionId, sync => sync.loadOlder(OLDER_DAYS)),
    async loadFor(query) {
      const filter = serviceFilter(query, { ...parts.settings().reading, now: Date.now() });
      const loaded = await Promise.all(beyond(query).map(id => ask(id, sync => sync.ask(filter))));
      return loaded.flat();
    },
    beyond,
    cancel(connectionId) {
      for (const sync of chosen(connectionId)) sync.cancel();
    },
    async drift(connectionId) {
      const { drift, unreadable } = syncs.get(connectionId)?.memory() ?? { drift: [], unreadable: [] };
      return { drift, unreadable };
    },
    watch(visible) {
      watched = visible;
      if (!visible) return;
      void opened().then(() => polling.tick());
    },
    async clearCache() {
      for (const sync of syncs.values()) sync.cancel();
      await (await store()).clear();
      for (const sync of syncs.values()) {
        index.removeConnection(sync.connection.id);
        await sync.restore();
        changes.connection(sync.connection.id);
      }
      changes.sessions([]);
    },
    onDidChange: changes.listen,
    configure,
    async keyChanged(connectionId) {
      await opened();
      await syncs.get(connectionId)?.restore();
      changes.connection(connectionId);
    },
    async forget(connectionId) {
      syncs.get(connectionId)?.cancel();
      index.removeConnection(connectionId);
      await (await store()).forget(connectionId);
      changes.sessions([]);
    },
    async dispose() {
      disposed = true;
      clearInterval(ticking);
      changes.stop();
      for (const sync of syncs.values()) sync.dispose();
      if (!storing) return;
      await polling.stop();
      await (await storing).close();
    },
  };

  function beyond(query: Query): string[] {
    const { from, to } = serviceFilter(query, { ...parts.settings().reading, now: Date.now() });
    if (from === undefined && to === undefined) return [];
    return [...syncs.values()]
      .filter(sync => {
        const held = sync.memory().window;
        return held !== undefined && ((from !== undefined && from < held.from) || (to !== undefined && to > held.to));
      })
      .map(sync => sync.connection.id);
  }
}

function invalidStatus(connection: Connection, problem: Problem): ConnectionStatus {
  const coverage: ConnectionCoverage = { ...neverRan(connection.id), problem };
  return { connection, label: connection.label ?? connection.id, state: 'invalid', problem, coverage, stale: false };
}

export type { SessionEntry };
