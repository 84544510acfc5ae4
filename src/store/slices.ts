import { nextTurn } from '../session/turns.ts';

/** A stretch of synchronous work, and the pause after it. */
export interface Slice {
  /** Whether it is time to let others run. */
  over(): boolean;
  /** Lets others run, and starts the next stretch. */
  next(): Promise<void>;
}

/** Begins a stretch of so many milliseconds. */
export function slice(length: number): Slice {
  let ends = performance.now() + length;
  return {
    over: () => performance.now() >= ends,
    async next() {
      await nextTurn();
      ends = performance.now() + length;
    },
  };
}

/** Items between two looks at the clock. */
const BETWEEN_LOOKS = 64;

/** Works through `items` from `from` on until it is `over`; returns where to go on. */
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
    if (at % BETWEEN_LOOKS === 0 && over()) break;
  }
  return at;
}
