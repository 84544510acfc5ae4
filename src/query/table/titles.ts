import { titleCollator } from '../collation.ts';

/** The distinct titles in their order, kept from one time to the next: titles are only added. */
export interface TitleOrder {
  /** Title numbers, sorted. */
  sorted: Uint32Array;
  /** By title: its rank; titles that collate alike share one. */
  ranks: Uint32Array;
}

export const NO_TITLES: TitleOrder = { sorted: new Uint32Array(0), ranks: new Uint32Array(0) };

const RUN = 512;

/** Sorts the titles that are not in an order yet, and merges them in. */
export function* withNewTitles(titles: readonly string[], before: TitleOrder): Generator<void, TitleOrder> {
  const known = before.sorted.length;
  if (known === titles.length) return before;
  const { compare } = titleCollator();
  const compareTitles = (a: number, b: number): number => compare(titles[a] ?? '', titles[b] ?? '');
  let runs = known > 0 ? [before.sorted] : [];
  const count = titles.length;
  for (let from = known; from < count; from += RUN) {
    const run = Uint32Array.from({ length: Math.min(RUN, count - from) }, (_, at) => from + at);
    runs.push(run.sort(compareTitles));
    yield;
  }
  while (runs.length > 1) {
    // Short runs first, so that what was sorted before is merged once.
    runs.sort((a, b) => a.length - b.length);
    const merged: Uint32Array[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [a, b] = [runs[at], runs[at + 1]];
      if (a) merged.push(b ? yield* merge(a, b, compareTitles) : a);
    }
    runs = merged;
  }
  const [sorted = new Uint32Array(0)] = runs;
  const alike = (a: number, b: number): boolean =>
    a < known && b < known ? before.ranks[a] === before.ranks[b] : compareTitles(a, b) === 0;
  const ranks = new Uint32Array(count);
  for (let at = 1, rank = 0; at < count; at++) {
    const [last = 0, title = 0] = [sorted[at - 1], sorted[at]];
    if (!alike(last, title)) rank++;
    ranks[title] = rank;
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
    const title = shorter[at] ?? 0;
    const end = firstBehind(longer, next, other => compare(other, title) > 0);
    merged.set(longer.subarray(next, end), next + at);
    merged[end + at] = title;
    next = end;
    if (at % PAUSE === 0) yield;
  }
  merged.set(longer.subarray(next), next + shorter.length);
  return merged;
}

/** The first place from `from` on whose title is behind: looked for in widening steps, then by halves. */
function firstBehind(run: Uint32Array, from: number, isBehind: (title: number) => boolean): number {
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
