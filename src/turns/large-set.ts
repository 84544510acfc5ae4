/** A set of texts that may come to hold a million. */
export interface LargeSet {
  readonly size: number;
  has(text: string): boolean;
  /** Whether it was not there before. */
  add(text: string): boolean;
  delete(text: string): void;
  values(): Iterable<string>;
}

const PARTS = 64;

/**
 * The engine makes all of a set anew each time that it has doubled, which takes 60 ms on the way to a million: texts are
 * shared out among many sets by their last letters, so that each is small and they grow at different times.
 */
export function largeSet(): LargeSet {
  const parts = Array.from({ length: PARTS }, () => new Set<string>());
  let size = 0;
  const partOf = (text: string): Set<string> => {
    const [last, before] = [text.charCodeAt(text.length - 1), text.charCodeAt(text.length - 2)];
    // Not a number where there are no such letters, which is the first part.
    return parts[(last * 8 + before) & (PARTS - 1)] ?? new Set();
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
