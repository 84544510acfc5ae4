import { nextTurn } from '../../session/turns.ts';

/** The longest that work goes on before others get their turn, in ms. */
const SLICE = 10;

export interface Slicing {
  signal?: AbortSignal | undefined;
  /** Asked after each pause: whether what the work reads has changed under it, so that it has to be given up. */
  stale?: () => boolean;
}

/**
 * Does work that pauses at each `yield` once its slice of time is used up. Gives nothing where the work went stale.
 * Rejects only with the signal's reason, or with what the work throws.
 */
export async function inSlices<T>(work: Generator<void, T>, { signal, stale }: Slicing): Promise<T | undefined> {
  signal?.throwIfAborted();
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await nextTurn({ urgent: true });
    signal?.throwIfAborted();
    if (stale?.()) return undefined;
  }
}

/** Does the same work at one go. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
