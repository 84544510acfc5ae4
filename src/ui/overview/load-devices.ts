import type { Problem } from '../../session/problem.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { type DeviceFigures, figuresIn, summed } from './device-sums.ts';

/** How far the device figures of some sessions are known. */
export interface DevicesKnown {
  known: number;
  failed: number;
  sums: DeviceFigures;
  /** How many sessions the next question is about. */
  next: number;
  running?: { done: number; of: number };
  /** Why the last question ended early, and of which session. */
  problem?: { problem: Problem; key: string };
}

export interface DeviceLoader {
  /** Nothing is known so far, and nothing is being asked. */
  readonly idle: boolean;
  among(keys: readonly string[]): DevicesKnown;
  /** Takes what is held of earlier questions, so that nobody has to ask it again after a restart. */
  recall(signal: AbortSignal): Promise<void>;
  /** Asks for the first of these sessions that are not known yet. */
  load(keys: readonly string[]): Promise<void>;
  cancel(): void;
}

/** Sessions of one question: a few hundred requests, which a person can wait for. */
export const AT_ONCE = 100;
/** Questions under way at the same time; the rate budget is kept by the service below. */
const ABREAST = 3;

/** Asks for Digital Samba's figures one session at a time, and remembers them. `changed` is called after each answer. */
export function createDeviceLoader(
  explorer: Pick<Explorer, 'opened' | 'connections' | 'heldDetails' | 'detail'>,
  changed: () => void,
): DeviceLoader {
  const figures = new Map<string, DeviceFigures>();
  const failed = new Set<string>();
  let running: { abort: AbortController; done: number; of: number } | undefined;
  let problem: DevicesKnown['problem'];

  const unasked = (keys: readonly string[]): string[] =>
    keys.filter(key => !figures.has(key) && !failed.has(key)).slice(0, AT_ONCE);

  async function recall(signal: AbortSignal): Promise<void> {
    await explorer.opened();
    const connections = explorer.connections().filter(({ connection }) => connection.provider === 'digitalSamba');
    for (const { connection } of connections)
      for await (const { record, outdated } of explorer.heldDetails(connection.id)) {
        if (signal.aborted) return;
        if (!outdated) figures.set(record.detail.key, figuresIn(record.detail.metrics));
      }
    if (figures.size > 0) changed();
  }

  async function load(keys: readonly string[]): Promise<void> {
    if (running) return;
    const queue = unasked(keys);
    const run = { abort: new AbortController(), done: 0, of: queue.length };
    const { signal } = run.abort;
    running = run;
    problem = undefined;
    changed();
    const work = async (): Promise<void> => {
      for (let key = queue.shift(); key !== undefined && !signal.aborted; key = queue.shift()) {
        const answer = await explorer.detail(key, { signal });
        if (answer.ok) figures.set(key, figuresIn(answer.value.record.detail.metrics));
        else if (answer.problem.code === 'not-found') failed.add(key);
        else {
          // The next session would fare no better.
          if (!signal.aborted) problem = { problem: answer.problem, key };
          run.abort.abort();
        }
        run.done++;
        changed();
      }
    };
    await Promise.all(Array.from({ length: ABREAST }, work));
    running = undefined;
    changed();
  }

  return {
    get idle() {
      return !running && figures.size + failed.size === 0 && !problem;
    },
    among(keys) {
      const known = keys.flatMap(key => figures.get(key) ?? []);
      return {
        known: known.length,
        failed: keys.filter(key => failed.has(key)).length,
        sums: summed(known),
        next: unasked(keys).length,
        ...(running ? { running: { done: running.done, of: running.of } } : {}),
        ...(problem ? { problem } : {}),
      };
    },
    recall,
    load,
    cancel: () => running?.abort.abort(),
  };
}
