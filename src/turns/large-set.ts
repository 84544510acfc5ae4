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

/**
 * The engine makes all of a set anew each time that it has doubled, which takes 60 ms on the way to a million. Texts are
 * shared out among many sets, each of them small, and by a hash: counted evenly, they would all grow at once.
 */
export function largeSet(): LargeSet {
  const parts = Array.from({ length: PARTS }, () => new Set<string>());
  let size = 0;
  const partOf = (text: string): Set<string> => {
    let hashed = 0;
    for (let at = Math.max(0, text.length - LETTERS); at < text.length; at++)
      hashed = Math.imul(hashed ^ text.charCodeAt(at), 0x01000193);
    return parts[hashed >>> (Math.clz32(PARTS) + 1)] ?? new Set();
  };
  return {
    get size() {
      return size;
    },
    has: text => partOf(text).has(text),
    add(text) {
      const part = partOf(text);
      const before = part.size;
      const isNew = part.add(text).size > before;
      if (isNew) size += 1;
      return isNew;
    },
    delete(text) {
      if (partOf(text).delete(text)) size -= 1;
    },
    *values() {
      for (const part of parts) yield* part;
    },
  };
}
