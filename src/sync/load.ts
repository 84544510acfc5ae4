import type { Service } from '../http/service.ts';
import type { Page, Scope, ScopeEnd } from '../providers/provider.ts';
import type { Stopped } from '../session/coverage.ts';
import { type Drift, mergeDrift } from '../session/drift.ts';
import type { Problem } from '../session/problem.ts';
import type { SessionRecord } from '../session/session.ts';
import { UNREADABLE_KEPT } from '../store/store.ts';
import { type LargeSet, largeSet } from '../turns/large-set.ts';

/** Where a load puts what it reads. */
export interface Sink {
  page(page: Page): Promise<void>;
  /** Held sessions that a scope, read to its end, should have brought; `seen` are the ids of all scopes so far. */
  missing(scope: Scope, seen: Pick<LargeSet, 'has'>): Promise<SessionRecord[]>;
  gone(records: readonly SessionRecord[]): Promise<void>;
}

/** How a load went. */
export interface LoadOutcome {
  stopped: Exclude<Stopped, 'never-ran'>;
  problem?: Problem;
  /** How many records could not be read. */
  unreadable: number;
  /** The first of them, as they came. */
  examples: unknown[];
  drift: Drift[];
  /** How many lists gave at least one page. */
  lists: number;
  reportedTotal?: number;
}

/**
 * Reads scopes one after the other, each page into the sink as it comes. A scope that could not be proven complete
 * does not keep the next from being read, unless the reason would meet that one too.
 */
export async function load(scopes: readonly Scope[], service: Service, sink: Sink): Promise<LoadOutcome> {
  const seen = largeSet();
  const outcome: LoadOutcome = { stopped: 'end', unreadable: 0, examples: [], drift: [], lists: 0 };
  for (const scope of scopes) {
    const { pages, end } = await read(scope);
    if (pages > 0) outcome.lists += 1;
    if (end.stopped !== 'end') {
      outcome.stopped = end.stopped;
      if (end.problem) outcome.problem = end.problem;
      if (end.stopped === 'error' || end.stopped === 'cancelled' || end.stopped === 'budget') break;
      continue;
    }
    // What is missing may be what could not be read, or what the service speaks of and did not list.
    if (outcome.unreadable > 0 || end.lacksRows) continue;
    let missing = await sink.missing(scope, seen);
    if (missing.length > 0 && scope.skips && pages > 1) {
      missing = (await read(scope)).end.stopped === 'end' ? await sink.missing(scope, seen) : [];
    }
    if (missing.length > 0) await sink.gone(missing);
  }
  return outcome;

  async function read(scope: Scope): Promise<{ pages: number; end: ScopeEnd }> {
    const reading = scope.read(service);
    for (let pages = 0; ; pages += 1) {
      const step = await reading.next();
      if (step.done) {
        if (step.value.stopped === 'end') for (const id of step.value.gone ?? []) seen.delete(id);
        return { pages, end: step.value };
      }
      const page = step.value;
      for (const record of page.records) seen.add(record.session.id);
      outcome.unreadable += page.unreadable.length;
      outcome.examples = [...outcome.examples, ...page.unreadable.slice(0, UNREADABLE_KEPT)].slice(0, UNREADABLE_KEPT);
      outcome.drift = mergeDrift(outcome.drift, page.drift);
      if (page.reportedTotal !== undefined) outcome.reportedTotal = page.reportedTotal;
      await sink.page(page);
    }
  }
}

/** A load that ended before anything was asked. */
export const failedBefore = (problem: Problem): LoadOutcome => ({
  stopped: problem.code === 'cancelled' ? 'cancelled' : 'error',
  problem,
  unreadable: 0,
  examples: [],
  drift: [],
  lists: 0,
});

/** A fault of this product's. Its name alone is told: an error's message may quote what was read. */
export const failedInside = (error: unknown): LoadOutcome =>
  failedBefore({ code: 'internal', detail: error instanceof Error ? error.name : typeof error });

/** Two loads told as one: the later says how it ended. */
export const joined = (first: LoadOutcome, second: LoadOutcome): LoadOutcome => ({
  ...second,
  unreadable: first.unreadable + second.unreadable,
  examples: [...first.examples, ...second.examples],
  drift: mergeDrift(first.drift, second.drift),
  ...(first.reportedTotal === undefined ? {} : { reportedTotal: first.reportedTotal }),
});
