import { setImmediate as turn } from 'node:timers/promises';
import type { Timer } from '../../../src/http/timer.ts';

/** A clock that stands still while anything happens, and jumps to the next moment at which somebody wants to wake. */
export interface VirtualTime extends Timer {
  /** Lets `ms` go by. Before each jump, and at the end, `busy` must have been false for a while. */
  pass(ms: number, busy: () => boolean): Promise<void>;
  /** How many wait for a moment to come. */
  readonly sleepers: number;
  /** The machine sleeps for `ms`: nobody wakes before it does. */
  skip(ms: number): void;
  /** Sets the clock, which wakes nobody. */
  set(to: number): void;
}

/** As many turns of the event loop without anything under way mean that whoever could go on has done so. */
const QUIET_TURNS = 8;

export function virtualTime(start: number): VirtualTime {
  let now = start;
  const sleepers = new Set<{ at: number; wake(): void }>();

  async function settle(busy: () => boolean): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = busy() ? 0 : quiet + 1) await turn();
  }

  return {
    now: () => now,
    get sleepers() {
      return sleepers.size;
    },
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        // Clocks tell whole milliseconds.
        const sleeper = { at: now + Math.max(0, Math.ceil(ms)), wake };
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake, { once: true });
      }),
    skip(ms) {
      now += ms;
    },
    set(to) {
      for (const sleeper of sleepers) sleeper.at += to - now;
      now = to;
    },
    async pass(ms, busy) {
      const end = now + ms;
      for (;;) {
        await settle(busy);
        const next = Math.min(...[...sleepers].map(({ at }) => at), end);
        now = Math.max(now, next);
        const due = [...sleepers].filter(({ at }) => at <= now);
        if (due.length === 0) return;
        for (const sleeper of due) sleeper.wake();
      }
    },
  };
}
