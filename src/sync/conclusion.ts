import type { Spent } from '../http/budget.ts';
import type { Intent } from '../providers/provider.ts';
import type { Connection } from '../session/connection.ts';
import { type ConnectionCoverage, neverRan } from '../session/coverage.ts';
import { mergeDrift } from '../session/drift.ts';
import { given } from '../session/given.ts';
import type { Problem } from '../session/problem.ts';
import { type ConnectionMemory, UNREADABLE_KEPT } from '../store/store.ts';
import type { LoadOutcome } from './load.ts';

/** A whole window that costs no more than this, as a refresh of what can change does, is read each time. */
const CHEAP = { requestsPerList: 2, rows: 500 };

export interface Asked {
  outcome: LoadOutcome;
  /** HTTP requests, retries included. */
  requests: number;
}

export const nothingKnown = (connectionId: string): ConnectionMemory => ({
  coverage: neverRan(connectionId),
  drift: [],
  unreadable: [],
});

/** What makes held rows another account's once it changes. */
export const sourceOf = ({ provider, baseUrl, workspaceId, teamId }: Connection): string =>
  JSON.stringify([provider, baseUrl, workspaceId, teamId]);

/** What is remembered of a connection after a load. A question that was answered says nothing of all that it did not ask for. */
export function concluded(
  memory: ConnectionMemory,
  intent: Intent,
  { outcome, requests }: Asked,
  { now, held, source, spent }: { now: number; held: number; source: string; spent: Spent },
): ConnectionMemory {
  const { coverage: before, ...rest } = memory;
  const ended = outcome.stopped === 'end';
  const drift = mergeDrift(memory.drift, outcome.drift);
  const after: ConnectionMemory = {
    ...rest,
    source,
    coverage: {
      ...(intent.kind === 'question' && ended ? before : judged(before, outcome, now)),
      fetched: held,
      unreadable: intent.kind === 'window' ? outcome.unreadable : Math.max(before.unreadable, outcome.unreadable),
      drift: drift.length,
      requests,
    },
    drift,
    unreadable: [...outcome.examples, ...memory.unreadable].slice(0, UNREADABLE_KEPT),
    endedAt: now,
    spent,
  };
  if (!ended || intent.kind !== 'window') return after;
  after.window = widened(memory.window, intent);
  if (intent.includeLive)
    after.whole = { at: now, cheap: requests <= outcome.lists * CHEAP.requestsPerList && held <= CHEAP.rows };
  return after;
}

/** What a load says of all that is held. */
function judged(before: ConnectionCoverage, outcome: LoadOutcome, now: number): ConnectionCoverage {
  const { problem: _, ...kept } = before;
  const complete = outcome.stopped === 'end';
  const { stopped, reportedTotal, problem } = outcome;
  const fetchedAt = complete ? new Date(now).toISOString() : undefined;
  return { ...kept, complete, stopped, ...given({ reportedTotal, problem, fetchedAt }) };
}

/** What is wrong with a key before any service was asked. */
const KEY_PROBLEMS: readonly Problem['code'][] = ['needs-key', 'keyring-silent', 'key-for-other-origin'];

/** A missing key is known before any load; one that was found takes that complaint back and no other. */
export function withKeyProblem(memory: ConnectionMemory, problem: Problem | undefined): ConnectionMemory {
  const { problem: before, ...coverage } = memory.coverage;
  if (problem) return { ...memory, coverage: { ...coverage, problem } };
  return before && KEY_PROBLEMS.includes(before.code) ? { ...memory, coverage } : memory;
}

function widened(held: ConnectionMemory['window'], { from, to }: { from: number; to: number }) {
  return { from: Math.min(held?.from ?? from, from), to: Math.max(held?.to ?? to, to) };
}
