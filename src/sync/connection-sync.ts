import type { Budget } from '../http/budget.ts';
import type { Service } from '../http/service.ts';
import type { Intent, Page, Provider, Scope, ServiceFilter } from '../providers/provider.ts';
import type { Connection } from '../session/connection.ts';
import type { ConnectionCoverage } from '../session/coverage.ts';
import { given } from '../session/given.ts';
import type { Problem, Result } from '../session/problem.ts';
import type { Session, SessionRecord } from '../session/session.ts';
import type { ConnectionMemory, Store } from '../store/store.ts';
import type { LargeSet } from '../turns/large-set.ts';
import type { Asked } from './conclusion.ts';
import type { ConnectionStatus, Progress } from './explorer.ts';
import { toGoBack, toRefresh } from './intents.ts';
import { failedBefore, failedInside, joined, type LoadOutcome, load, type Sink } from './load.ts';
import { toFindLost } from './lost-live.ts';
import { createQueue } from './queue.ts';
import { createStanding } from './standing.ts';

/** Services tell whole seconds. Following each of them, a refresh would write rows anew in which nothing changed. */
const CLOCK_NOISE = 2000;

/** What a connection's loads need from outside; everything that differs between a test and the product. */
export interface ConnectionParts {
  connection: Connection;
  provider: Provider;
  label: string;
  /** The service behind the key, or why there is none. Asked anew for each load. */
  open(signal: AbortSignal, onWait: (until: number, perMinute: number) => void): Promise<Result<Service>>;
  /** What this window may ask; what others asked is added to it. */
  budget(): Pick<Budget, 'spent' | 'adopt'>;
  store(): Promise<Store>;
  /** The starts that a first load covers, epoch ms. */
  window(): { from: number; to: number };
  /** How many sessions of this connection are held, and whether one is. */
  held(): number;
  holds(id: string): boolean;
  /** The sessions that are held as live. */
  live(): Promise<Session[]>;
  /** Held keys among which a scope's missing sessions are to be looked for: those of all ids but the ones that were seen. */
  heldIn(scope: Scope, seen: Pick<LargeSet, 'has'>): Promise<string[]>;
  put(records: readonly SessionRecord[]): Promise<void>;
  /** Why the connection cannot be asked yet: no key, or one for another origin. */
  keyProblem(): Promise<Problem | undefined>;
  changed(): void;
  now(): number;
  /** Calls back at an instant (epoch ms); the returned function calls it off. */
  at(instant: number, run: () => Promise<unknown>): () => void;
}

export interface ConnectionSync {
  readonly connection: Connection;
  readonly provider: Provider;
  status(): ConnectionStatus;
  coverage(): ConnectionCoverage;
  memory(): ConnectionMemory;
  /** Reads what was remembered and whether there is a key; before this the coverage is `never-ran`. */
  restore(): Promise<void>;
  /** The same for another key, which may open another workspace: the next refresh reads the whole window again. */
  keyChanged(): Promise<void>;
  refresh(): Promise<ConnectionCoverage>;
  loadOlder(days: number): Promise<ConnectionCoverage>;
  ask(filter: ServiceFilter): Promise<ConnectionCoverage>;
  /** Whether that was asked and read to its end not long ago. */
  hasAnswered(filter: ServiceFilter): boolean;
  /** A held record as it reads now. What was learnt of it since it came stays: who took part, and that it is gone. */
  reread(record: SessionRecord): SessionRecord | undefined;
  /** Epoch ms at which a load last began or ended, in whichever window; 0: never. */
  lastAsked(): number;
  /** The connection was dropped: what its service still answers is nobody's. */
  readonly ended: boolean;
  /** Asks the service something outside a load, until the connection is dropped. */
  service(signal: AbortSignal): Promise<Result<Service>>;
  /** Ends all loads, under way or waiting, down to the socket; resolves once what they had is written. */
  cancel(): Promise<void>;
  /** The same for good. */
  dispose(): Promise<void>;
}

interface Load {
  /** Loads of one name do the same. */
  name: string;
  /** Asked as the load begins: those before it may have changed what is left to do. */
  intent(): Intent;
}

const isQuestion = (name: string): boolean => name.startsWith('ask ');

/** The loads of one connection: one at a time, the same one shared by all who want it. */
export function syncConnection(parts: ConnectionParts): ConnectionSync {
  const { connection, provider } = parts;
  const queue = createQueue<ConnectionCoverage>();
  const standing = createStanding(parts);
  const { coverage } = standing;
  let progress: Progress | undefined;
  /** Called live by the load that is under way. */
  const stillLive = new Set<string>();
  let callOffResume: (() => void) | undefined;
  /** The load that the keyring's silence ended: it goes on once the keyring answers. */
  let withoutAnswer: Load | undefined;
  let askedAt = 0;
  const ended = new AbortController();

  function start(load: Load): Promise<ConnectionCoverage> {
    if (ended.signal.aborted) return Promise.resolve(coverage());
    // Whoever asks something else has no use for the answer to the question before.
    return queue.add(
      load.name,
      signal => run(load, signal),
      other => isQuestion(other) && isQuestion(load.name),
    );
  }

  async function run(load: Load, signal: AbortSignal): Promise<ConnectionCoverage> {
    callOffResume?.();
    withoutAnswer = undefined;
    stillLive.clear();
    askedAt = parts.now();
    try {
      progress = given({ received: 0, expected: standing.memory.coverage.reportedTotal });
      parts.changed();
      const intent = load.intent();
      const asked = await ask(intent, signal);
      if (!asked) return coverage();
      standing.conclude(intent, asked, parts.budget().spent);
      await (await parts.store()).remember(connection.id, standing.memory);
      const { stopped, problem } = asked.outcome;
      if (problem?.code === 'keyring-silent') withoutAnswer = load;
      if (stopped === 'budget' && problem?.code === 'rate-limited' && problem.resumeAt !== undefined)
        callOffResume = parts.at(problem.resumeAt, () => start(load));
      return coverage();
    } finally {
      askedAt = parts.now();
      progress = undefined;
      parts.changed();
    }
  }

  /** Never rejects: no load may end without a word of why. Undefined where the service has nothing that could be meant. */
  async function ask(intent: Intent, signal: AbortSignal): Promise<Asked | undefined> {
    let service: Service | undefined;
    const told = (outcome: LoadOutcome): Asked => ({ outcome, requests: service?.requests ?? 0 });
    try {
      const { spent } = standing.memory;
      if (spent) parts.budget().adopt(spent);
      const opened = await parts.open(signal, (until, perMinute) => {
        progress = { received: 0, ...progress, waitsUntil: until, perMinute };
        parts.changed();
      });
      if (!opened.ok) return told(failedBefore(opened.problem));
      const { now } = opened.value;
      service = opened.value;
      const scopes = provider.plan(connection, intent, now());
      if (!scopes.ok) return told(failedBefore(scopes.problem));
      if (scopes.value.length === 0) return undefined;
      const sink: Sink = {
        page: page => receive(page, now() - parts.now()),
        missing,
        gone: records => parts.put(records.map(gone)),
      };
      const outcome = await load(scopes.value, service, sink);
      if (intent.kind !== 'changes' || outcome.stopped !== 'end') return told(outcome);
      const days = toFindLost(await parts.live(), stillLive, intent.since).flatMap(scopesOf);
      return told(days.length > 0 ? joined(outcome, await load(days, service, sink)) : outcome);
    } catch (error) {
      return told(failedInside(error));
    }
  }

  function scopesOf(intent: Intent): Scope[] {
    const scopes = provider.plan(connection, intent, parts.now());
    return scopes.ok ? scopes.value : [];
  }

  async function receive(page: Page, clockAhead: number): Promise<void> {
    if (Math.abs(clockAhead - ahead()) > CLOCK_NOISE) standing.learn({ clockAhead });
    await parts.put(page.records.map(onOurClock));
    for (const { session } of page.records) if (session.status === 'live') stillLive.add(session.id);
    if (page.about !== undefined) standing.learn({ about: page.about });
    progress = given({
      received: (progress?.received ?? 0) + page.records.length,
      expected: page.reportedTotal ?? progress?.expected,
    });
    parts.changed();
  }

  /** How far the service's clock is ahead of this machine's, ms. */
  const ahead = (): number => standing.memory.clockAhead ?? 0;

  /** A status is due by the service's clock; which one that is, is known here alone. */
  function onOurClock(record: SessionRecord): SessionRecord {
    const { statusUntil } = record;
    return statusUntil === undefined ? record : { ...record, statusUntil: statusUntil - ahead() };
  }

  async function missing(scope: Scope, seen: Pick<LargeSet, 'has'>): Promise<SessionRecord[]> {
    const unseen = await parts.heldIn(scope, seen);
    return (await (await parts.store()).read(unseen)).filter(
      record => !record.session.flags.includes('gone') && scope.covers(record.session),
    );
  }

  async function restore(): Promise<void> {
    const before = standing.memory;
    const remembered = await (await parts.store()).memory(connection.id);
    const problem = await parts.keyProblem();
    if (!remembered) standing.forgetAnswers();
    // A load knows better than what was remembered before it.
    if (!queue.busy && standing.memory === before) standing.restore(remembered, problem);
  }

  async function cancel(): Promise<void> {
    callOffResume?.();
    withoutAnswer = undefined;
    await queue.cancel();
  }

  return {
    connection,
    provider,
    coverage,
    memory: () => standing.memory,
    status: () => ({ ...standing.status(), ...given({ progress }) }),
    restore,
    async keyChanged() {
      await restore();
      standing.doubtWhole();
      const load = withoutAnswer;
      if (load && standing.state === 'ready') callOffResume = parts.at(parts.now(), () => start(load));
    },
    reread(record) {
      const read = provider.reread(connection, record.raw, parts.now() + ahead());
      if (!read) return undefined;
      const marked = record.session.flags.includes('gone') ? gone(read) : read;
      return onOurClock({ ...marked, attendees: record.attendees });
    },
    refresh: () =>
      start({
        name: 'refresh',
        intent: () => toRefresh(standing.memory, { wanted: parts.window(), now: parts.now(), known: parts.holds }),
      }),
    loadOlder: days => start({ name: 'older', intent: () => toGoBack(standing.memory, parts.window(), days) }),
    ask: filter => start({ name: `ask ${JSON.stringify(filter)}`, intent: () => ({ kind: 'question', filter }) }),
    hasAnswered: standing.hasAnswered,
    lastAsked: () => Math.max(askedAt, standing.memory.endedAt ?? 0),
    get ended() {
      return ended.signal.aborted;
    },
    service: signal => parts.open(AbortSignal.any([signal, ended.signal]), () => {}),
    cancel,
    dispose() {
      ended.abort();
      return cancel();
    },
  };
}

const gone = (record: SessionRecord): SessionRecord => ({
  ...record,
  session: { ...record.session, flags: [...record.session.flags, 'gone'] },
});
