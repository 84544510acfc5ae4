import type { Service } from '../http/service.ts';
import type { Page, Scope } from '../providers/provider.ts';
import type { Stopped } from '../session/coverage.ts';
import { type Drift, mergeDrift } from '../session/drift.ts';
import type { Problem } from '../session/problem.ts';

/** Where a load puts what it reads. */
export interface Sink {
  page(page: Page): Promise<void>;
  /** The scope was read to its end; `seen` are the ids of all scopes of this load so far. */
  ended(scope: Scope, seen: ReadonlySet<string>): Promise<void>;
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
  reportedTotal?: number;
}

const EXAMPLES_KEPT = 20;

/**
 * Reads scopes one after the other, each page into the sink as it comes. A scope that could not be proven complete
 * does not keep the next from being read, unless the reason would meet that one too.
 */
export async function load(scopes: readonly Scope[], service: Service, sink: Sink): Promise<LoadOutcome> {
  const seen = new Set<string>();
  const outcome: LoadOutcome = { stopped: 'end', unreadable: 0, examples: [], drift: [] };
  for (const scope of scopes) {
    const pages = scope.read(service);
    let step = await pages.next();
    while (!step.done) {
      const page = step.value;
      for (const record of page.records) seen.add(record.session.id);
      outcome.unreadable += page.unreadable.length;
      outcome.examples = [...outcome.examples, ...page.unreadable.slice(0, EXAMPLES_KEPT)].slice(0, EXAMPLES_KEPT);
      outcome.drift = mergeDrift(outcome.drift, page.drift);
      if (page.reportedTotal !== undefined) outcome.reportedTotal = page.reportedTotal;
      await sink.page(page);
      step = await pages.next();
    }
    const end = step.value;
    if (end.stopped === 'end') {
      for (const id of end.gone ?? []) seen.delete(id);
      await sink.ended(scope, seen);
      continue;
    }
    outcome.stopped = end.stopped;
    if (end.problem) outcome.problem = end.problem;
    if (end.stopped === 'error' || end.stopped === 'cancelled' || end.stopped === 'budget') break;
  }
  return outcome;
}
