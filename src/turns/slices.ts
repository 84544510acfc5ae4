import { nextTurn } from './turns.ts';

/** A stretch of synchronous work, and the pause after it. */
export interface Slice {
  /** Whether it is time to let others run. */
  over(): boolean;
  /** Lets others run, and starts the next stretch. */
  next(): Promise<void>;
}

/** Begins a stretch of so many milliseconds. `urgent`: somebody waits for what it is part of. */
export function slice(length: number, how: { urgent?: boolean } = {}): Slice {
  let ends = performance.now() + length;
  return {
    over: () => performance.now() >= ends,
    async next() {
      await nextTurn(how);
      ends = performance.now() + length;
    },
  };
}

/** Works through `items` from `from` on until it is `over`, which is asked after each: one may be megabytes. Returns where to go on. */
export function workThrough<T>(
  items: readonly T[],
  from: number,
  over: () => boolean,
  work: (item: T) => void,
): number {
  let at = from;
  for (const end = items.length; at < end; ) {
    work(items[at] as T); // `at` is below the length
    at++;
    if (over()) break;
  }
  return at;
}

/** How long a search goes on before others get their turn, ms. */
const SEARCH_SLICE = 10;

/** When the first search of this turn of the event loop began: many short ones in a row are one long stretch to all others. */
let began: number | undefined;

function turnIsUsedUp(): boolean {
  if (began === undefined) {
    began = performance.now();
    setImmediate(() => {
      began = undefined;
    });
  }
  return performance.now() - began >= SEARCH_SLICE;
}

export interface Slicing {
  signal?: AbortSignal | undefined;
  /** Asked after each pause: whether what the work reads has changed under it, so that it has to be given up. */
  stale?: () => boolean;
}

/**
 * Does work that somebody waits for and that pauses at each `yield` once its slice of time is used up. Gives nothing where
 * the work went stale. Rejects only with the signal's reason, or with what the work throws.
 */
export async function inSlices<T>(work: Generator<void, T>, { signal, stale }: Slicing): Promise<T | undefined> {
  signal?.throwIfAborted();
  const turn = slice(SEARCH_SLICE, { urgent: true });
  if (turnIsUsedUp()) {
    await turn.next();
    signal?.throwIfAborted();
    if (stale?.()) return undefined;
  }
  for (let paused = false; ; paused = true) {
    do {
      const step = work.next();
      if (!step.done) continue;
      // What the caller makes of long work is a stretch of its own.
      if (paused) await turn.next();
      signal?.throwIfAborted();
      return step.value;
    } while (!turn.over());
    await turn.next();
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
