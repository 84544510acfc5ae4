import { MINUTE } from '../session/instant.ts';

export type Grant =
  | { granted: true; left: number; resetSeconds: number }
  | { granted: false; retryAfterSeconds: number };

/** Counts one key's requests over the last 60 s. A request that was turned away does not count. */
export interface Allowance {
  /** Asks for one request at an instant (epoch ms). */
  take(at: number): Grant;
}

export function slidingBudget(perMinute: number): Allowance {
  let taken: number[] = [];
  return {
    take(at) {
      taken = taken.filter(earlier => earlier > at - MINUTE);
      const seconds = Math.max(1, Math.ceil(((taken[0] ?? at) + MINUTE - at) / 1000));
      if (taken.length >= perMinute) return { granted: false, retryAfterSeconds: seconds };
      taken.push(at);
      return { granted: true, left: perMinute - taken.length, resetSeconds: seconds };
    },
  };
}

/** The most requests, answered or turned away, that any 60 s of a log hold. */
export function busiestMinute(log: Iterable<{ at: number; provider: string }>, provider: string): number {
  const times = [...log].filter(entry => entry.provider === provider).map(entry => entry.at);
  times.sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - MINUTE) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
