import type { Timer } from '../../../src/http/timer.ts';

/** A timer whose time passes only when told. */
export interface FakeTimer extends Timer {
  /** Lets time pass, waking sleepers at their instants, and everything that follows from it. */
  advance(ms: number): Promise<void>;
  /** The instants at which sleepers wake. */
  readonly sleepers: readonly number[];
}

export function fakeTimer(start = Date.UTC(2026, 0, 1)): FakeTimer {
  let now = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve();
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter(one => one !== sleeper);
          resolve();
        });
      }),
    async advance(ms) {
      const until = now + ms;
      await settled();
      for (;;) {
        const next = sleepers.filter(one => one.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        sleepers = sleepers.filter(one => one !== next);
        next.wake();
        await settled();
      }
      now = until;
    },
    get sleepers() {
      return sleepers.map(one => one.at);
    },
  };
}

/** Lets every promise that can go on without time passing do so. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
