import { hashedOn } from './hash.ts';

/** A set of texts that may come to hold a million. */
export interface LargeSet {
  readonly size: number;
  has(text: string): boolean;
  /** Whether it was not there before. */
  add(text: string): boolean;
  delete(text: string): void;
  values(): Iterable<string>;
}

/** A power of two. */
const PARTS = 64;
/** Letters at the end of a text that say to which part it goes. */
const LETTERS = 8;

/** Texts up to which one set is quick to make anew. */
const FEW = 1 << 15;

/**
 * The engine makes all of a set anew each time that it has doubled, which takes 60 ms on the way to a million. What comes
 * after the first `few` is shared out among many sets, each of them small, and by a hash: counted evenly, they would all
 * grow at once.
 */
export function largeSet(few = FEW): LargeSet {
  const first = new Set<string>();
  let parts: Set<string>[] | undefined;
  let size = 0;
  const setOf = (text: string): Set<string> => {
    if (!parts && size < few) return first;
    parts ??= Array.from({ length: PARTS }, () => new Set<string>());
    return first.has(text) ? first : (parts[partOf(text)] ?? first);
  };
  return {
    get size() {
      return size;
    },
    has: text => first.has(text) || (parts !== undefined && setOf(text).has(text)),
    add(text) {
      const set = setOf(text);
      const before = set.size;
      const isNew = set.add(text).size > before;
      if (isNew) size += 1;
      return isNew;
    },
    delete(text) {
      if (setOf(text).delete(text)) size -= 1;
    },
    *values() {
      yield* first;
      for (const part of parts ?? []) yield* part;
    },
  };
}

function partOf(text: string): number {
  let hashed = 0;
  for (let at = Math.max(0, text.length - LETTERS); at < text.length; at++)
    hashed = hashedOn(hashed, text.charCodeAt(at));
  return hashed >>> (Math.clz32(PARTS) + 1);
}
