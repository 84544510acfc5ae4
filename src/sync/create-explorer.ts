import { backgroundTimer, type Timer } from '../http/timer.ts';
import type { Provider } from '../providers/provider.ts';
import { where } from '../query/build.ts';
import { asksForMe } from '../query/named.ts';
import { EVERYTHING, type Query, type Reading } from '../query/query.ts';
import { createSessionIndex } from '../query/session-index.ts';
import { type Connection, isProviderId, PROVIDER_IDS, type ProviderId } from '../session/connection.ts';
import type { ConnectionCoverage } from '../session/coverage.ts';
import { given } from '../session/given.ts';
import { DAY } from '../session/instant.ts';
import { failed } from '../session/problem.ts';
import { connectionOfKey, type SessionRecord, sessionKey } from '../session/session.ts';
import { type GatheringStore, gatherPuts } from '../store/gathering.ts';
import type { SharedStore } from '../store/store.ts';
import { gatherChanges } from './changes.ts';
import { type ConnectionSync, syncConnection } from './connection-sync.ts';
import { type Configured, createConnections } from './connections.ts';
import type { ConnectionStatus, Explorer } from './explorer.ts';
import { holdSessions, type PictureParts } from './held.ts';
import { heldDetails, openDetail } from './open-detail.ts';
import { type Pace, pollsEvery, type Watched, withCurrency } from './pace.ts';
import { createPeople } from './people.ts';
import { createPolling, TICK } from './polling.ts';
import { type Question, questions, unsureOfAttendees } from './questions.ts';
import type { Services } from './services.ts';
import { createUpkeep } from './upkeep.ts';
import { amongWindows } from './windows.ts';

/** What the explorer is built from. Of these only `timer` is called before `configure`, `opened` or a load. */
export interface ExplorerParts {
  provider(id: ProviderId): Provider;
  services: Pick<Services, 'open' | 'budget' | 'keyProblem'>;
  /** Opens the store on disk, or what stands in for it. `persists` says which connections may lie there. */
  openStore(persists: (connectionId: string) => boolean): Promise<SharedStore>;
  settings(): Pace & { historyDays: number; aheadDays: number; reading: Omit<Reading, 'now'> };
  picture?: PictureParts;
  /** Told of a fault of this product in work that nobody waits for. */
  onFault(error: unknown): void;
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

/** Listeners are told so long after a change, ms, and while much is held so seldom: each time they search all of it. */
const TOLD_AFTER = 80;
const TOLD_AT_LEAST_EVERY = 2000;
/** Sessions that a search may look at for each ms between two of them. */
const SEARCHED_PER_MS = 100;
const OLDER_DAYS = 90;

/** Puts together what is held, the connections' loads, and the windows that share both. */
export function createExplorer(parts: ExplorerParts): ConfigurableExplorer {
  const { timer = backgroundTimer } = parts;
  const ended = new AbortController();
  const index = createSessionIndex({
    providerLabel: id => (isProviderId(id) ? parts.provider(id).label : id),
    connectionLabel: id => connections.get(id)?.status().label ?? id,
  });
  const changes = gatherChanges(TOLD_AFTER, () => Math.min(index.size / SEARCHED_PER_MS, TOLD_AT_LEAST_EVERY));
  const people = createPeople(sharesPeople);
  const held = holdSessions(given({ store, index, people, changes, picture: parts.picture }));
  const connections = createConnections({
    start,
    async dropped(id, stays) {
      if (!stays && storing) await (await storing).forget(id);
      await held.letGo(id);
      changes.connection(id);
    },
  });
  const { persists } = connections;
  const windows = amongWindows(store, timer);
  const upkeep = createUpkeep({ store, connections, held, windows, changes, now: timer.now });
  const { opened, settleDue, takeNewer } = upkeep;
  const polling = createPolling({
    connections: () => [...connections.ids()],
    interval: id => pollsEvery(parts.settings(), watchedNow(id)),
    lastAsked: id => connections.get(id)?.lastAsked() ?? 0,
    shared: persists,
    holdLease: windows.lead,
    refresh: id => inBackground(load(id)),
    now: timer.now,
  });
  let storing: Promise<GatheringStore> | undefined;
  let watched = false;

  const watchedNow = (id: string): Watched => ({ watched, live: index.liveIn(id) });

  function statuses(): ConnectionStatus[] {
    const pace = parts.settings();
    return connections.statuses().map(status => withCurrency(status, pace, watchedNow(status.connection.id)));
  }

  function inBackground(work: Promise<unknown>): void {
    work.catch(parts.onFault);
  }

  function store(): Promise<GatheringStore> {
    storing ??= parts.openStore(persists).then(gatherPuts);
    return storing;
  }

  function start(connection: Connection): ConnectionSync {
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
        const { selection } = await index.search(where({ connection: [connection.id], status: ['live'] }), reading());
        return (await (await store()).read(selection.keys(0, selection.total))).map(record => record.session);
      },
      heldIn: (scope, seen) => index.keysWithin(connection.id, scope.span, seen),
      put: held.put,
      keyProblem: () => parts.services.keyProblem(connection),
      changed: () => changes.connection(connection.id),
      now: timer.now,
      at(instant, run) {
        const calledOff = new AbortController();
        const { signal } = calledOff;
        const waited = timer.sleep(Math.max(0, instant - timer.now()), signal);
        inBackground(waited.then(() => (signal.aborted ? undefined : run())));
        return () => calledOff.abort();
      },
    });
  }

  async function ask(
    connectionId: string | undefined,
    run: (sync: ConnectionSync) => Promise<ConnectionCoverage>,
  ): Promise<ConnectionCoverage[]> {
    await opened();
    const loaded = await Promise.all(connections.chosen(connectionId).map(run));
    changes.tellNow();
    if (!ended.signal.aborted) inBackground(held.draw(PROVIDER_IDS.filter(sharesPeople)));
    const invalid = connections.invalid().map(status => status.coverage);
    return [
      ...loaded,
      ...invalid.filter(coverage => connectionId === undefined || coverage.connectionId === connectionId),
    ];
  }

  const load = (connectionId: string) => ask(connectionId, sync => sync.refresh());

  /** A person's refresh. Where another window polls, that one is asked, so that both together keep to the rate budget. */
  const refresh = (connectionId?: string) =>
    ask(connectionId, async sync => {
      const { id } = sync.connection;
      if (!persists(id) || (await windows.lead())) return sync.refresh();
      const done = await windows.askLeader(id, ended.signal, async askedAt => {
        await takeNewer();
        return (sync.memory().endedAt ?? 0) > askedAt;
      });
      // Cancelled over there, as where that window was closed: here it is still wanted.
      return done && sync.coverage().stopped !== 'cancelled' ? sync.coverage() : sync.refresh();
    });

  async function answerAsked(): Promise<void> {
    for (const id of await windows.asked()) inBackground(load(id));
  }

  async function tick(): Promise<void> {
    if (!upkeep.began) return;
    await polling.tick();
    await answerAsked();
    if (watched) await takeNewer().then(settleDue);
  }

  async function keepTicking(): Promise<void> {
    for (;;) {
      await timer.sleep(TICK, ended.signal);
      if (ended.signal.aborted) return;
      await tick().catch(parts.onFault);
    }
  }
  const ticking = keepTicking();

  return {
    connections: statuses,
    opened,
    async search(query: Query = EVERYTHING, signal?: AbortSignal) {
      await opened();
      await settleDue();
      return index.search(query, reading(), signal);
    },
    async sessions(keys) {
      return (await records(keys)).map(record => record.session);
    },
    records,
    async record(key) {
      return (await records([key]))[0];
    },
    whoIs: (provider, id) => (sharesPeople(provider) ? people.whoIs(id) : undefined),
    async detail(key, options) {
      await opened();
      await settleDue();
      const sync = connections.get(connectionOfKey(key));
      if (!sync) return failed({ code: 'not-held', key });
      return openDetail({ sync, store: await store(), held, now: timer.now }, key, options);
    },
    async *heldDetails(connectionId) {
      await opened();
      if (connections.get(connectionId)) yield* heldDetails(await store(), connectionId);
    },
    refresh,
    loadOlder: connectionId => ask(connectionId, sync => sync.loadOlder(OLDER_DAYS)),
    async loadFor(query) {
      const asked = questionsOf(query).map(({ sync, filter }) =>
        ask(sync.connection.id, current => current.ask(filter)),
      );
      return (await Promise.all(asked)).flat();
    },
    beyond: query => questionsOf(query).map(({ sync }) => sync.connection.id),
    attendeesUnsure: query => unsureOfAttendees(query, connections.chosen()).map(sync => sync.connection.id),
    meansNobody: query => reading().me.length === 0 && asksForMe(query),
    cancel(connectionId) {
      for (const sync of connections.chosen(connectionId)) inBackground(sync.cancel());
    },
    async drift(connectionId) {
      const { drift, unreadable } = connections.get(connectionId)?.memory() ?? { drift: [], unreadable: [] };
      return { drift, unreadable };
    },
    watch(visible) {
      watched = visible;
      if (!visible) return;
      inBackground(opened().then(() => polling.tick()));
    },
    polls: windows.leads,
    clearCache: upkeep.clear,
    onDidChange: changes.listen,
    configure: upkeep.configure,
    async keyChanged(connectionId) {
      await opened();
      await connections.get(connectionId)?.keyChanged();
      changes.connection(connectionId);
    },
    forget: upkeep.forget,
    async dispose() {
      ended.abort();
      changes.stop();
      await Promise.all([ticking, ...connections.chosen().map(sync => sync.dispose())]);
      if (!storing) return;
      await windows.release();
      await (await storing).close();
    },
  };

  async function records(keys: readonly string[]): Promise<SessionRecord[]> {
    return (await store()).read(keys);
  }

  function sharesPeople(provider: string): boolean {
    return isProviderId(provider) && parts.provider(provider).people !== undefined;
  }

  function reading(): Reading {
    return { ...parts.settings().reading, now: timer.now() };
  }

  function questionsOf(query: Query): Question[] {
    return questions(query, connections.chosen(), { reading: reading(), knownAs: index.knownAs });
  }
}
