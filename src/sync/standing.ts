import type { Spent } from '../http/budget.ts';
import type { Intent, ServiceFilter } from '../providers/provider.ts';
import type { Connection } from '../session/connection.ts';
import type { ConnectionCoverage } from '../session/coverage.ts';
import { given } from '../session/given.ts';
import type { Problem } from '../session/problem.ts';
import type { ConnectionMemory } from '../store/store.ts';
import { createAnswered } from './answered.ts';
import { type Asked, concluded, nothingKnown, sourceOf, withKeyProblem } from './conclusion.ts';
import type { ConnectionState, ConnectionStatus } from './explorer.ts';
import { WHOLE_EVERY } from './intents.ts';

/** Loads in a row that did not come to an end, after which held rows are marked as old. */
const MISSED_POLLS = 3;

/** How a connection stands after its loads: what is remembered of it, and what that means to those who look at it. */
export interface Standing {
  readonly memory: ConnectionMemory;
  readonly state: ConnectionState;
  coverage(): ConnectionCoverage;
  /** All of the status but the load that is under way. */
  status(): Omit<ConnectionStatus, 'progress'>;
  /** Whether that was asked and read to its end not long ago. */
  hasAnswered(filter: ServiceFilter): boolean;
  /** Learns something that an answer tells beside its sessions. */
  learn(told: Pick<ConnectionMemory, 'about' | 'clockAhead'>): void;
  /** Takes in how a load went. */
  conclude(intent: Intent, asked: Asked, spent: Spent): void;
  /** Nothing is held any more of what was asked for. */
  forgetAnswers(): void;
  /** Takes over what the store remembers, and what is wrong with the key. */
  restore(remembered: ConnectionMemory | undefined, problem: Problem | undefined): void;
  /** The next refresh reads the whole window again. */
  doubtWhole(): void;
}

export function createStanding({
  connection,
  label,
  held,
  now,
}: {
  connection: Connection;
  label: string;
  /** How many sessions of the connection are held. */
  held(): number;
  now(): number;
}): Standing {
  const answered = createAnswered();
  let memory = nothingKnown(connection.id);
  let missed = 0;
  /** How it stood before a question that was not answered: the next one that is takes its failure back. */
  let unquestioned: ConnectionCoverage | undefined;

  const state = (): ConnectionState => stateOf(memory.coverage);

  /** What was remembered may be older than the rows: a window can end in the middle of a load. */
  const coverage = (): ConnectionCoverage => ({ ...memory.coverage, fetched: held() });

  return {
    get memory() {
      return memory;
    },
    get state() {
      return state();
    },
    coverage,
    status: () => ({
      connection,
      label,
      state: state(),
      coverage: coverage(),
      stale: missed >= MISSED_POLLS || (state() === 'error' && held() > 0),
      ...given({ problem: memory.coverage.problem, loadedFrom: memory.window?.from }),
    }),
    hasAnswered: filter => answered.has(filter, now(), WHOLE_EVERY),
    learn(told) {
      memory = { ...memory, ...told };
    },
    conclude(intent, asked, spent) {
      const whole = asked.outcome.stopped === 'end';
      if (whole) missed = 0;
      else if (asked.outcome.stopped !== 'cancelled') missed += 1;
      const question = intent.kind === 'question';
      const stood = (question && unquestioned) || memory.coverage;
      unquestioned = question && !whole ? stood : undefined;
      const about = { now: now(), held: held(), source: sourceOf(connection), spent };
      memory = concluded({ ...memory, coverage: stood }, intent, asked, about);
      if (whole && question) answered.add(intent.filter, about.now);
    },
    forgetAnswers: answered.clear,
    restore(remembered, problem) {
      memory = withKeyProblem(remembered ?? nothingKnown(connection.id), problem);
    },
    doubtWhole() {
      const { whole: _, ...rest } = memory;
      memory = rest;
    },
  };
}

function stateOf({ problem, stopped }: ConnectionCoverage): ConnectionState {
  switch (problem?.code) {
    case undefined:
      return 'ready';
    case 'needs-key':
    case 'key-for-other-origin':
      return 'needsKey';
    case 'keyring-silent':
      return 'error';
    default:
      return stopped === 'error' ? 'error' : 'ready';
  }
}
