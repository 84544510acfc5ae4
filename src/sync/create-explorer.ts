import { backgroundTimer, type Timer } from '../http/timer.ts';
import type { Provider, ServiceFilter } from '../providers/provider.ts';
import { EVERYTHING, type Query, type Reading } from '../query/query.ts';
import { createSessionIndex } from '../query/session-index.ts';
import { type Connection, PROVIDER_IDS, type ProviderId } from '../session/connection.ts';
import { type ConnectionCoverage, neverRan } from '../session/coverage.ts';
import type { Attendance } from '../session/detail.ts';
import { failed, ok, type Problem, type Result } from '../session/problem.ts';
import { connectionOfKey, type Person, type SessionEntry, type SessionRecord, sessionKey } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';
import { gatherChanges } from './changes.ts';
import { type ConnectionSync, sourceOf, syncConnection } from './connection-sync.ts';
import type { ConnectionStatus, Explorer, OpenedDetail } from './explorer.ts';
import { createPeople } from './people.ts';
import { restorePicture } from './picture.ts';
import { createPolling, TICK } from './polling.ts';
import { beyondHeld, concerns, serviceFilter } from './reach.ts';
import type { Services } from './services.ts';
import { amongWindows } from './windows.ts';

/** One entry of the setting, read: a connection, and what is wrong with it if anything is. */
export interface Configured {
  connection: Connection;
  problem?: Problem;
}

/** What the explorer is built from. Nothing here is called before `configure`, `opened` or a load. */
export interface ExplorerParts {
  provider(id: ProviderId): Provider;
  services: Pick<Services, 'open' | 'budget' | 'keyProblem'>;
  /** Opens the store on disk, or what stands in for it. `persists` says which connections may lie there. */
  openStore(persists: (connectionId: string) => boolean): Promise<SharedStore>;
  settings(): {
    historyDays: number;
    aheadDays: number;
    liveSeconds: number;
    idleSeconds: number;
    /** Poll while nothing of the product can be seen, for notifications. */
    pollsHidden: boolean;
    reading: Omit<Reading, 'now'>;
  };
  /** Draws what is on disk for the next start, elsewhere: it takes long. Absent: each start reads all entries. */
  picture?: { version: string; draw(sharing: readonly string[]): Promise<void> };
  /** Tests have a time of their own. */
  timer?: Timer;
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
const EVENTS_EVERY = 80;
const EVENTS_AT_LEAST_EVERY = 2000;
/** Sessions; a load of many must not spend its time on searches that the next page makes old. */
const SEARCHED_IN_A_MS = 100;
const DUE_AT_ONCE = 500;
/** Entries that a start may read beside the picture before a new one is worth its while. */
const UNDRAWN_AT_MOST = 2000;
const OLDER_DAYS = 90;

/** Puts index, store and the connections' loads together. */
export function createExplorer(parts: ExplorerParts): ConfigurableExplorer {
  const index = createSessionIndex({ connectionLabel: id => syncs.get(id)?.status().label ?? id });
  const changes = gatherChanges(EVENTS_EVERY, () => Math.min(index.size / SEARCHED_IN_A_MS, EVENTS_AT_LEAST_EVERY));
  const people = createPeople(sharesPeople);
  const syncs = new Map<string, ConnectionSync>();
  const lastAsked = new Map<string, number>();
  const { timer = backgroundTimer } = parts;
  const ended = new AbortController();
  let invalid: ConnectionStatus[] = [];
  let storing: Promise<SharedStore> | undefined;
  let opening: Promise<void> | undefined;
  const first = Promise.withResolvers<void>();
  let configuring: Promise<void> = Promise.resolve();
  let watched = false;
  /** Entries that the picture lacks. */
  let undrawn = 0;
  let drawing = false;

  const store = (): Promise<SharedStore> => {
    storing ??= parts.openStore(persists);
    return storing;
  };

  const windows = amongWindows(store, timer);

  const polling = createPolling({
    connections: () => [...syncs.keys()],
    interval(id) {
      const { liveSeconds, idleSeconds, pollsHidden } = parts.settings();
      const seconds = watched ? (index.liveIn(id) ? liveSeconds : idleSeconds) : pollsHidden ? idleSeconds : 0;
      return seconds > 0 ? seconds * 1000 : undefined;
    },
    lastAsked: id => lastAsked.get(id) ?? Date.parse(syncs.get(id)?.coverage().fetchedAt ?? '1970-01-01'),
    shared: persists,
    holdLease: windows.lead,
    refresh: id => void load(id),
    now: timer.now,
  });

  async function fill(ids: ReadonlySet<string>): Promise<void> {
    for await (const entries of (await store()).entries()) {
      take(entries.filter(entry => ids.has(entry.session.connectionId)));
    }
    await restore(ids);
  }

  async function restore(ids: Iterable<string>): Promise<void> {
    for (const id of ids) {
      await syncs.get(id)?.restore();
      changes.connection(id);
    }
  }

  /** Takes over what another window wrote since the last look. */
  async function takeNewer(): Promise<void> {
    const news = await windows.news();
    if (news === 'none') return;
    if (news === 'all-anew') {
      index.clear();
      changes.sessions([]);
      return fill(new Set(syncs.keys()));
    }
    for await (const entries of news.entries) take(entries.filter(entry => syncs.has(entry.session.connectionId)));
    await restore([...syncs.keys()].filter(persists));
  }

  function take(entries: readonly SessionEntry[]): void {
    undrawn += index.put(entries);
    people.learn(entries);
    changes.sessions(entries.map(entry => entry.session.key));
  }

  /**
   * A start that knows no connections yet would throw away what it read, and read all again. Waits for a change of the connections
   * too: until it is through, a new one looks as if it had a key and no rows.
   */
  async function opened(): Promise<void> {
    await first.promise;
    opening ??= open();
    await opening;
    await configuring;
  }

  async function open(): Promise<void> {
    await windows.begin();
    const ids = new Set(syncs.keys());
    await forgetFormer(ids);
    const later = parts.picture && (await restorePicture(await store(), parts.picture.version, index, people));
    if (!later) return fill(ids);
    for (const id of index.connections()) if (!ids.has(id) || !persists(id)) await index.removeConnection(id);
    for await (const entries of later) take(entries.filter(entry => ids.has(entry.session.connectionId)));
    changes.sessions([]);
    await restore(ids);
  }

  /** Erases what is held of connections that are another account's now, or may not stand on disk any more. */
  async function forgetFormer(ids: ReadonlySet<string>): Promise<void> {
    const held = await store();
    for (const id of await held.connections()) {
      const sync = ids.has(id) ? syncs.get(id) : undefined;
      if (!sync) continue;
      const source = (await held.memory(id))?.source;
      if (!persists(id) || (source !== undefined && source !== sourceOf(sync.connection))) await held.forget(id);
    }
  }

  /** Nobody waits for it, and nothing is lost where it fails. */
  function drawPicture(): void {
    if (!parts.picture || drawing || undrawn <= UNDRAWN_AT_MOST || ended.signal.aborted) return;
    drawing = true;
    const drawn = undrawn;
    const sharing = PROVIDER_IDS.filter(sharesPeople);
    void parts.picture.draw(sharing).finally(() => {
      drawing = false;
      undrawn -= drawn;
      // Of what was loaded meanwhile.
      drawPicture();
    });
  }

  async function put(records: readonly SessionRecord[]): Promise<void> {
    await (await store()).put(records);
    take(records);
  }

  /** Reads again the records whose derived status was due to change, with the service's own rules. */
  async function settleDue(): Promise<void> {
    const due = await (await store()).due(timer.now(), DUE_AT_ONCE);
    const again = due.flatMap(record => syncs.get(record.session.connectionId)?.reread(record) ?? []);
    if (again.length > 0) await put(again);
  }

  function start({ connection }: Configured): ConnectionSync {
    const provider = parts.provider(connection.provider);
    return syncConnection({
      connection,
      provider,
      label: connection.label ?? provider.label,
      open: (signal, onWait) => parts.services.open(connection, signal, onWait),
      budget: () => parts.services.budget(connection),
      store,
      window() {
        const { historyDays, aheadDays } = parts.settings();
        const now = timer.now();
        return { from: now - historyDays * DAY, to: now + aheadDays * DAY };
      },
      held: () => index.countIn(connection.id),
      holds: id => index.has(sessionKey(connection.id, id)),
      async live() {
        const { selection } = await index.search(liveIn(connection.id), reading());
        return (await (await store()).read(selection.keys(0, selection.total))).map(record => record.session);
      },
      heldIn: (scope, seen) => index.keysWithin(connection.id, scope.span, seen),
      put,
      keyProblem: () => parts.services.keyProblem(connection),
      changed: () => changes.connection(connection.id),
      now: timer.now,
      at(instant, run) {
        const calledOff = new AbortController();
        void timer.sleep(Math.max(0, instant - timer.now()), calledOff.signal).then(() => {
          if (!calledOff.signal.aborted) return run();
          return undefined;
        });
        return () => calledOff.abort();
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
        lastAsked.set(sync.connection.id, timer.now());
        const coverage = await run(sync);
        lastAsked.set(sync.connection.id, timer.now());
        return coverage;
      }),
    );
    changes.tellNow();
    drawPicture();
    return [...loaded, ...bad.map(status => status.coverage)];
  }

  const load = (connectionId?: string) => ask(connectionId, sync => sync.refresh());

  /** A person's refresh. Where another window polls, that one is asked, so that both together keep to the rate budget. */
  const refresh = (connectionId?: string) =>
    ask(connectionId, async sync => {
      const { id } = sync.connection;
      if (!persists(id) || (await windows.lead())) return sync.refresh();
      const done = await windows.askLeader(id, ended.signal, async askedAt => {
        await takeNewer();
        return (sync.memory().endedAt ?? 0) >= askedAt;
      });
      return done ? sync.coverage() : sync.refresh();
    });

  async function detail(
    key: string,
    { fresh = false, signal = new AbortController().signal }: { fresh?: boolean; signal?: AbortSignal } = {},
  ): Promise<Result<OpenedDetail>> {
    await opened();
    await settleDue();
    const sync = syncs.get(connectionOfKey(key));
    const [record] = await (await store()).read([key]);
    if (!sync || !record) return failed({ code: 'not-held', key });
    const held = await (await store()).detail(key);
    if (held && !fresh) return ok(held);
    const service = await sync.service(signal);
    const answer = service.ok
      ? await sync.provider.detail(sync.connection, record, sync.memory().about, service.value)
      : service;
    if (!answer.ok) return held ? ok({ ...held, problem: answer.problem }) : answer;
    const fetchedAt = timer.now();
    await (await store()).putDetail(key, answer.value, fetchedAt);
    // A list that names nobody is no reason to forget who was there: `attendee:` finds what was opened.
    if (record.attendees.length === 0 && answer.value.detail.people.length > 0)
      await put([{ ...record, attendees: answer.value.detail.people.map(attendeeOf) }]);
    return ok({ record: answer.value, fetchedAt });
  }

  /** Stops a connection. What is held of it goes too where it lies in memory, or moves from there to the disk or back. */
  async function drop(sync: ConnectionSync, now: Connection | undefined): Promise<void> {
    const { id } = sync.connection;
    const stays = now ? now.persist === sync.connection.persist : persists(id);
    await sync.dispose();
    if (!stays && storing) await (await storing).forget(id);
    syncs.delete(id);
    lastAsked.delete(id);
    await index.removeConnection(id);
    people.forget(id);
    changes.connection(id);
  }

  /**
   * One change after the other, since each stops and starts what the one before left, and after the start: what that is
   * still reading would come after what is dropped here. No load begins meanwhile.
   */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const done = configuring.then(() => opening).then(change);
    configuring = done.catch(() => {});
    return done;
  }

  async function takeConnections(configured: readonly Configured[]): Promise<void> {
    const valid = configured.filter(each => !each.problem);
    invalid = configured.flatMap(({ connection, problem }) => (problem ? [invalidStatus(connection, problem)] : []));
    const wanted = new Map(valid.map(each => [each.connection.id, each]));
    for (const sync of [...syncs.values()]) {
      const now = wanted.get(sync.connection.id)?.connection;
      if (JSON.stringify(now) === JSON.stringify(sync.connection)) continue;
      await drop(sync, now);
    }
    const fresh = valid.filter(each => !syncs.has(each.connection.id));
    const ids = new Set(fresh.map(each => each.connection.id));
    for (const each of fresh) syncs.set(each.connection.id, start(each));
    for (const each of configured) changes.connection(each.connection.id);
    changes.sessions([]);
    if (!opening || ids.size === 0) return;
    await forgetFormer(ids);
    await fill(ids);
  }

  async function answerAsked(): Promise<void> {
    for (const id of await windows.asked()) void load(id === '' ? undefined : id);
  }

  async function tick(): Promise<void> {
    if (!opening) return;
    await polling.tick();
    if (windows.leads()) await answerAsked();
    if (watched) await takeNewer().then(settleDue);
  }

  async function keepTicking(): Promise<void> {
    for (;;) {
      await timer.sleep(TICK, ended.signal);
      if (ended.signal.aborted) return;
      // Whoever watches this process hears of a tick that failed; the next one comes all the same.
      await tick().catch(error => void Promise.reject(error));
    }
  }
  const ticking = keepTicking();

  return {
    connections: () => [...[...syncs.values()].map(sync => sync.status()), ...invalid],
    opened,
    async search(query: Query = EVERYTHING, signal?: AbortSignal) {
      await opened();
      await settleDue();
      return index.search(query, reading(), signal);
    },
    async sessions(keys) {
      return (await (await store()).read(keys)).map(record => record.session);
    },
    async record(key) {
      return (await (await store()).read([key]))[0];
    },
    whoIs: (provider, id) => (sharesPeople(provider) ? people.whoIs(id) : undefined),
    detail,
    refresh,
    loadOlder: connectionId => ask(connectionId, sync => sync.loadOlder(OLDER_DAYS)),
    async loadFor(query) {
      const asked = questions(query).map(({ id, filter }) => ask(id, sync => sync.ask(filter)));
      return (await Promise.all(asked)).flat();
    },
    beyond: query => questions(query).map(({ id }) => id),
    attendeesUnsure(query) {
      if (!query.terms.some(term => term.kind === 'qualifier' && term.name === 'attendee')) return [];
      return [...syncs.values()]
        .filter(sync => sync.provider.listsFewAttendees && concerns(query, sync.connection))
        .map(sync => sync.connection.id);
    },
    cancel(connectionId) {
      for (const sync of chosen(connectionId)) void sync.cancel();
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
    polls: windows.leads,
    clearCache: () =>
      inTurn(async () => {
        await Promise.all([...syncs.values()].map(sync => sync.cancel()));
        await (await store()).clear();
        index.clear();
        await restore(syncs.keys());
        changes.sessions([]);
      }),
    onDidChange: changes.listen,
    configure: configured => inTurn(() => takeConnections(configured)).finally(first.resolve),
    async keyChanged(connectionId) {
      await opened();
      await syncs.get(connectionId)?.restore();
      changes.connection(connectionId);
    },
    forget: connectionId =>
      inTurn(async () => {
        await syncs.get(connectionId)?.cancel();
        await index.removeConnection(connectionId);
        await (await store()).forget(connectionId);
        changes.sessions([]);
      }),
    async dispose() {
      ended.abort();
      changes.stop();
      await Promise.all([ticking, ...[...syncs.values()].map(sync => sync.dispose())]);
      if (!storing) return;
      await windows.release();
      await (await storing).close();
    },
  };

  function sharesPeople(provider: string): boolean {
    return PROVIDER_IDS.some(id => id === provider && parts.provider(id).people !== undefined);
  }

  function reading(): Reading {
    return { ...parts.settings().reading, now: timer.now() };
  }

  /** What a query wants to know of whom beyond what is held. */
  function questions(query: Query): { id: string; filter: ServiceFilter }[] {
    const asked = serviceFilter(query, reading(), index.knownAs);
    return [...syncs.values()].flatMap(sync => {
      const { id } = sync.connection;
      const filter = concerns(query, sync.connection) ? beyondHeld(asked, sync.memory().window) : undefined;
      return filter && !sync.hasAnswered(filter) ? [{ id, filter }] : [];
    });
  }

  function persists(connectionId: string): boolean {
    const sync = syncs.get(connectionId);
    return sync !== undefined && (sync.connection.persist ?? sync.provider.persistByDefault);
  }
}

const attendeeOf = ({ id, name }: Attendance): Person => ({ id, ...(name === undefined ? {} : { name }) });

const liveIn = (connectionId: string): Query => ({
  terms: (['connection', 'status'] as const).map(name => ({
    kind: 'qualifier',
    name,
    values: [{ text: name === 'status' ? 'live' : connectionId, prefix: false }],
    negated: false,
  })),
  sort: '-start',
});

function invalidStatus(connection: Connection, problem: Problem): ConnectionStatus {
  const coverage: ConnectionCoverage = { ...neverRan(connection.id), problem };
  return { connection, label: connection.label ?? connection.id, state: 'invalid', problem, coverage, stale: false };
}
