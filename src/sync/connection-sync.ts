import type { Budget } from '../http/budget.ts';
import type { Service } from '../http/service.ts';
import type { Intent, Page, Provider, Scope, ServiceFilter } from '../providers/provider.ts';
import type { Connection } from '../session/connection.ts';
import { type ConnectionCoverage, neverRan } from '../session/coverage.ts';
import { mergeDrift } from '../session/drift.ts';
import type { Problem, Result } from '../session/problem.ts';
import type { Session, SessionRecord } from '../session/session.ts';
import type { ConnectionMemory, Store } from '../store/store.ts';
import type { ConnectionState, ConnectionStatus, Progress } from './explorer.ts';
import { type LoadOutcome, load } from './load.ts';

const DAY = 86_400_000;
/** How long after its start or end a session is asked for again on each refresh. */
const STILL_CHANGING = DAY;
/** After this long a refresh reads the whole window again, to find what vanished far back. */
const FULL_READ_EVERY = 6 * 60 * 60_000;
/** A whole window that costs no more than this, as a refresh of what can change does, is read each time. */
const CHEAP = { requestsPerList: 2, rows: 500 };
/** Unanswered polls after which held rows are no longer called live. */
const MISSED_POLLS = 3;
const UNREADABLE_KEPT = 20;
/** Services tell whole seconds. Following each of them, a refresh would write rows anew in which nothing changed. */
const CLOCK_NOISE = 2000;
/** Days on which one refresh looks for sessions that are no longer live. */
const DAYS_LOOKED_UP = 5;

/** What a connection's loads need from outside; everything that differs between a test and the product. */
export interface ConnectionParts {
  connection: Connection;
  provider: Provider;
  label: string;
  /** The service behind the key, or why there is none. Asked anew for each load. */
  open(signal: AbortSignal, onWait: (until: number, perMinute: number) => void): Promise<Result<Service>>;
  /** What this window may ask; what others asked is added to it. */
  budget?(): Pick<Budget, 'spent' | 'adopt'> | undefined;
  store(): Promise<Store>;
  /** The starts that a first load covers, epoch ms. */
  window(): { from: number; to: number };
  /** How many sessions of this connection are held, and whether one is. */
  held(): number;
  holds(id: string): boolean;
  /** The sessions that are held as live. */
  live(): Promise<Session[]>;
  /** Held keys among which a scope's missing sessions are to be looked for: those of all ids but the ones that were seen. */
  heldIn(scope: Scope, seen: ReadonlySet<string>): Promise<string[]>;
  put(records: readonly SessionRecord[]): Promise<void>;
  /** Why the connection cannot be asked yet: no key, or one for another origin. */
  keyProblem(): Promise<Problem | undefined>;
  changed(): void;
  now(): number;
  /** Calls back at an instant (epoch ms); the returned function calls it off. */
  at(instant: number, run: () => void): () => void;
}

export interface ConnectionSync {
  readonly connection: Connection;
  readonly provider: Provider;
  status(): ConnectionStatus;
  coverage(): ConnectionCoverage;
  memory(): ConnectionMemory;
  /** Reads what was remembered and whether there is a key; before this the coverage is `never-ran`. */
  restore(): Promise<void>;
  refresh(): Promise<ConnectionCoverage>;
  loadOlder(days: number): Promise<ConnectionCoverage>;
  ask(filter: ServiceFilter): Promise<ConnectionCoverage>;
  /** A held record as it reads now. What was learnt of it since it came stays: who took part, and that it is gone. */
  reread(record: SessionRecord): SessionRecord | undefined;
  /** Asks the service something outside a load. */
  service(signal: AbortSignal): Promise<Result<Service>>;
  /** Ends all loads, under way or waiting, down to the socket; resolves once what they had is written. */
  cancel(): Promise<void>;
  /** The same for good. */
  dispose(): Promise<void>;
}

/** The loads of one connection: one at a time, the same one shared by all who want it. */
export function syncConnection(parts: ConnectionParts): ConnectionSync {
  const { connection, provider } = parts;
  let memory: ConnectionMemory = { coverage: neverRan(connection.id), drift: [], unreadable: [] };
  let running: { what: string; promise: Promise<ConnectionCoverage>; abort: AbortController } | undefined;
  let progress: Progress | undefined;
  let missed = 0;
  /** Called live by the load that is under way. */
  const stillLive = new Set<string>();
  let lastFullRead = 0;
  let wholeIsCheap = false;
  let callOffResume: (() => void) | undefined;
  const loads = new Set<AbortController>();
  let disposed = false;

  /** Joins the load that is under way if it does the same; otherwise waits for it, then starts. */
  function single(what: string, intent: () => Intent): Promise<ConnectionCoverage> {
    if (disposed) return Promise.resolve(coverage());
    if (running?.what === what) return running.promise;
    if (running && what.startsWith('ask ') && running.what.startsWith('ask ')) running.abort.abort();
    const before = running?.promise ?? Promise.resolve();
    const abort = new AbortController();
    loads.add(abort);
    const promise = before
      .then(() => run(intent(), abort.signal))
      .finally(() => {
        loads.delete(abort);
        if (running?.promise === promise) {
          running = undefined;
          progress = undefined;
          parts.changed();
        }
      });
    running = { what, promise, abort };
    return promise;
  }

  async function run(intent: Intent, signal: AbortSignal): Promise<ConnectionCoverage> {
    callOffResume?.();
    stillLive.clear();
    progress = { received: 0, ...expected(memory.coverage.reportedTotal) };
    parts.changed();
    if (memory.spent) parts.budget?.()?.adopt(memory.spent);
    const service = await parts.open(signal, (until, perMinute) => {
      progress = { received: 0, ...progress, waitsUntil: until, perMinute };
      parts.changed();
    });
    if (!service.ok) return finish(failedBefore(service.problem), 0, intent);
    const scopes = provider.plan(connection, intent, service.value.now());
    if (!scopes.ok) return finish(failedBefore(scopes.problem), 0, intent);
    // The service has nothing that could be meant: nobody asked, and nothing is newer for it.
    if (scopes.value.length === 0) return coverage();
    // No answer may end a load without a word of why.
    const reading = (intents: readonly Scope[]) =>
      load(intents, service.value, {
        page: page => receive(page, service.value.now() - parts.now()),
        missing,
        gone: records => parts.put(records.map(gone)),
      }).catch(failedInside);
    let outcome = await reading(scopes.value);
    if (intent.kind === 'changes' && outcome.stopped === 'end') {
      const days = await lostLive(intent.since);
      if (days.length > 0) outcome = joined(outcome, await reading(days));
    }
    return finish(outcome, service.value.requests, intent);
  }

  /**
   * A session that went on for longer than a refresh looks back is still held as live once it has ended: what a service
   * no longer calls live is looked up on the day on which it started.
   */
  async function lostLive(since: number): Promise<Scope[]> {
    const starts = (await parts.live())
      .filter(session => !stillLive.has(session.id))
      .map(session => Date.parse(session.start ?? ''))
      .filter(start => start < since);
    const days = new Set(starts.map(start => start - (start % DAY)));
    return [...days].slice(0, DAYS_LOOKED_UP).flatMap(from => {
      const scopes = provider.plan(
        connection,
        { kind: 'window', from, to: from + DAY, includeLive: false },
        parts.now(),
      );
      return scopes.ok ? scopes.value : [];
    });
  }

  async function receive(page: Page, clockAhead: number): Promise<void> {
    if (Math.abs(clockAhead - (memory.clockAhead ?? 0)) > CLOCK_NOISE) memory = { ...memory, clockAhead };
    await parts.put(page.records.map(onOurClock));
    for (const { session } of page.records) if (session.status === 'live') stillLive.add(session.id);
    if (page.about !== undefined) memory = { ...memory, about: page.about };
    progress = {
      received: (progress?.received ?? 0) + page.records.length,
      ...expected(page.reportedTotal ?? progress?.expected),
    };
    parts.changed();
  }

  /** A status is due by the service's clock; which one that is, is known here alone. */
  function onOurClock(record: SessionRecord): SessionRecord {
    const { statusUntil } = record;
    return statusUntil === undefined ? record : { ...record, statusUntil: statusUntil - (memory.clockAhead ?? 0) };
  }

  async function missing(scope: Scope, seen: ReadonlySet<string>): Promise<SessionRecord[]> {
    const unseen = await parts.heldIn(scope, seen);
    return (await (await parts.store()).read(unseen)).filter(
      record => !record.session.flags.includes('gone') && scope.covers(record.session),
    );
  }

  async function finish(outcome: LoadOutcome, requests: number, intent: Intent): Promise<ConnectionCoverage> {
    const now = parts.now();
    const complete = outcome.stopped === 'end';
    if (complete) missed = 0;
    else if (outcome.stopped !== 'cancelled') missed += 1;
    const { problem: _, reportedTotal: known, ...kept } = memory.coverage;
    const drift = mergeDrift(memory.drift, outcome.drift);
    const reportedTotal = outcome.reportedTotal ?? known;
    const coverage: ConnectionCoverage = {
      ...kept,
      fetched: parts.held(),
      complete,
      stopped: outcome.stopped,
      unreadable: intent.kind === 'window' ? outcome.unreadable : Math.max(kept.unreadable, outcome.unreadable),
      drift: drift.length,
      requests,
      ...(reportedTotal === undefined ? {} : { reportedTotal }),
      ...(outcome.problem ? { problem: outcome.problem } : {}),
      ...(complete ? { fetchedAt: new Date(now).toISOString() } : {}),
    };
    const spent = parts.budget?.()?.spent;
    const window = complete && intent.kind === 'window' ? widened(memory.window, intent) : memory.window;
    memory = {
      ...memory,
      source: sourceOf(connection),
      coverage,
      drift,
      unreadable: [...outcome.examples, ...memory.unreadable].slice(0, UNREADABLE_KEPT),
      endedAt: now,
      ...(spent ? { spent } : {}),
      ...(window ? { window } : {}),
    };
    if (complete && intent.kind === 'window' && intent.includeLive) {
      lastFullRead = now;
      wholeIsCheap = requests <= outcome.lists * CHEAP.requestsPerList && parts.held() <= CHEAP.rows;
    }
    await (await parts.store()).remember(connection.id, memory);
    const problem = outcome.problem;
    if (outcome.stopped === 'budget' && problem?.code === 'rate-limited' && problem.resumeAt !== undefined)
      callOffResume = parts.at(problem.resumeAt, () => void refresh());
    return coverage;
  }

  /** The whole window where it was never read to its end or not for long, or costs little; else only what can still change. */
  function refresh(): Promise<ConnectionCoverage> {
    return single('refresh', () => {
      const asked = parts.window();
      const held = memory.window;
      const now = parts.now();
      const whole =
        !held ||
        held.from > asked.from ||
        !memory.coverage.complete ||
        wholeIsCheap ||
        now - lastFullRead > FULL_READ_EVERY;
      if (whole)
        return {
          kind: 'window',
          from: Math.min(asked.from, held?.from ?? asked.from),
          to: asked.to,
          includeLive: true,
        };
      return { kind: 'changes', since: now - STILL_CHANGING, ahead: asked.to, known: parts.holds };
    });
  }

  function loadOlder(days: number): Promise<ConnectionCoverage> {
    return single('older', () => {
      const to = memory.window?.from ?? parts.window().from;
      return { kind: 'window', from: to - days * DAY, to, includeLive: false };
    });
  }

  /** What was remembered may be older than the rows: a window can end in the middle of a load. */
  const coverage = (): ConnectionCoverage => ({ ...memory.coverage, fetched: parts.held() });

  async function cancel(): Promise<void> {
    for (const load of loads) load.abort();
    await running?.promise.catch(() => {});
  }

  const state = (): ConnectionState => {
    const problem = memory.coverage.problem;
    if (problem?.code === 'needs-key' || problem?.code === 'key-for-other-origin') return 'needsKey';
    if (problem?.code === 'invalid-connection') return 'invalid';
    return problem && memory.coverage.stopped === 'error' ? 'error' : 'ready';
  };

  return {
    connection,
    provider,
    coverage,
    memory: () => memory,
    status: () => ({
      connection,
      label: parts.label,
      state: state(),
      coverage: coverage(),
      stale: missed >= MISSED_POLLS || (state() === 'error' && parts.held() > 0),
      ...(memory.coverage.problem ? { problem: memory.coverage.problem } : {}),
      ...(progress ? { progress } : {}),
      ...(memory.window ? { loadedFrom: memory.window.from } : {}),
    }),
    async restore() {
      if (running) return;
      const remembered = await (await parts.store()).memory(connection.id);
      const problem = await parts.keyProblem();
      memory = remembered ?? { coverage: neverRan(connection.id), drift: [], unreadable: [] };
      memory.coverage = withProblem(memory.coverage, problem);
    },
    reread(record) {
      const read = provider.reread(connection, record.raw, parts.now() + (memory.clockAhead ?? 0));
      if (!read) return undefined;
      const marked = record.session.flags.includes('gone') ? gone(read) : read;
      return onOurClock({ ...marked, attendees: record.attendees });
    },
    refresh,
    loadOlder,
    ask: filter => single(`ask ${JSON.stringify(filter)}`, () => ({ kind: 'question', filter })),
    service: signal => parts.open(signal, () => {}),
    cancel,
    dispose() {
      disposed = true;
      callOffResume?.();
      return cancel();
    },
  };
}

/** What makes held rows another account's once it changes. */
export const sourceOf = ({ provider, baseUrl, workspaceId, teamId }: Connection): string =>
  JSON.stringify([provider, baseUrl, workspaceId, teamId]);

/** A missing key is known before any load; one that was found takes that complaint back and no other. */
function withProblem(coverage: ConnectionCoverage, problem: Problem | undefined): ConnectionCoverage {
  if (problem) return { ...coverage, problem };
  if (coverage.problem?.code !== 'needs-key' && coverage.problem?.code !== 'key-for-other-origin') return coverage;
  const { problem: _, ...rest } = coverage;
  return rest;
}

/** A load that ended before anything was asked. */
const failedBefore = (problem: Problem): LoadOutcome => ({
  stopped: 'error',
  problem,
  unreadable: 0,
  examples: [],
  drift: [],
  lists: 0,
});

/** Two loads told as one: the later says how it ended. */
const joined = (first: LoadOutcome, second: LoadOutcome): LoadOutcome => ({
  ...second,
  unreadable: first.unreadable + second.unreadable,
  examples: [...first.examples, ...second.examples],
  drift: mergeDrift(first.drift, second.drift),
  ...(first.reportedTotal === undefined ? {} : { reportedTotal: first.reportedTotal }),
});

/** Its name alone: an error's message may quote what was read. */
const failedInside = (error: unknown): LoadOutcome =>
  failedBefore({ code: 'internal', detail: error instanceof Error ? error.name : typeof error });

const expected = (total: number | undefined): { expected?: number } => (total === undefined ? {} : { expected: total });

const gone = (record: SessionRecord): SessionRecord => ({
  ...record,
  session: { ...record.session, flags: [...record.session.flags, 'gone'] },
});

function widened(held: { from: number; to: number } | undefined, read: { from: number; to: number }) {
  if (!held) return { from: read.from, to: read.to };
  return { from: Math.min(held.from, read.from), to: Math.max(held.to, read.to) };
}

/** Whether a session started in a span; one without a start counts as inside, since nobody can say otherwise. */
export function startsWithin(session: Session, from: number | undefined, to: number | undefined): boolean {
  if (session.start === undefined) return true;
  const start = Date.parse(session.start);
  return start >= (from ?? Number.NEGATIVE_INFINITY) && start < (to ?? Number.POSITIVE_INFINITY);
}
