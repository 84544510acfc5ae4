/** Texts in their order, kept from one time to the next while texts are only added. */
export interface Ranking {
  /** Text numbers, sorted. */
  sorted: Uint32Array;
  /** By text: its rank; texts that compare equal share one. */
  ranks: Uint32Array;
}

export const NO_RANKING: Ranking = { sorted: new Uint32Array(0), ranks: new Uint32Array(0) };

const RUN = 512;

/** Sorts the texts that have no rank yet, and merges them in. */
export function* ranked(
  texts: readonly string[],
  before: Ranking,
  compare: (a: string, b: string) => number,
): Generator<void, Ranking> {
  const known = before.sorted.length;
  if (known === texts.length) return before;
  const compareTexts = (a: number, b: number): number => compare(texts[a] ?? '', texts[b] ?? '');
  let runs = known > 0 ? [before.sorted] : [];
  const count = texts.length;
  for (let from = known; from < count; from += RUN) {
    const run = Uint32Array.from({ length: Math.min(RUN, count - from) }, (_, at) => from + at);
    runs.push(run.sort(compareTexts));
    yield;
  }
  while (runs.length > 1) {
    // Short runs first, so that what was sorted before is merged once.
    runs.sort((a, b) => a.length - b.length);
    const merged: Uint32Array[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [a, b] = [runs[at], runs[at + 1]];
      if (a) merged.push(b ? yield* merge(a, b, compareTexts) : a);
    }
    runs = merged;
  }
  const [sorted = new Uint32Array(0)] = runs;
  const alike = (a: number, b: number): boolean =>
    a < known && b < known ? before.ranks[a] === before.ranks[b] : compareTexts(a, b) === 0;
  const ranks = new Uint32Array(count);
  for (let at = 1, rank = 0; at < count; at++) {
    const [last = 0, text = 0] = [sorted[at - 1], sorted[at]];
    if (!alike(last, text)) rank++;
    ranks[text] = rank;
    if (at % PAUSE === 0) yield;
  }
  return { sorted, ranks };
}

const PAUSE = 4096;

/** Merges two sorted runs, the shorter into the longer, with few comparisons where their lengths differ much. */
function* merge(
  shorter: Uint32Array,
  longer: Uint32Array,
  compare: (a: number, b: number) => number,
): Generator<void, Uint32Array> {
  const merged = new Uint32Array(shorter.length + longer.length);
  let next = 0;
  for (let at = 0; at < shorter.length; at++) {
    const text = shorter[at] ?? 0;
    const end = firstBehind(longer, next, other => compare(other, text) > 0);
    merged.set(longer.subarray(next, end), next + at);
    merged[end + at] = text;
    next = end;
    if (at % PAUSE === 0) yield;
  }
  merged.set(longer.subarray(next), next + shorter.length);
  return merged;
}

/** The first place from `from` on whose text is behind: looked for in widening steps, then by halves. */
function firstBehind(run: Uint32Array, from: number, isBehind: (text: number) => boolean): number {
  let step = 1;
  let low = from;
  while (low + step <= run.length && !isBehind(run[low + step - 1] ?? 0)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, run.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(run[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
