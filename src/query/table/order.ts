import type { Sort } from '../query.ts';
import { type Columns, EMPTY, type Sessions } from './sessions.ts';

/** Whether two rows stand in no order yet: those of equal rank are put into one when they are looked at. */
export type Tied = (one: number, other: number) => boolean;

/**
 * All sessions in one order, but for those that are `tied`. Ranks are whole numbers, so rows are sorted without comparing them,
 * and missing values rank behind all.
 * `known`: the order of the rows below `upTo`, of which none has changed or gone since; then only the others are sorted.
 */
export function* orderedBy(
  sessions: Sessions,
  sort: Sort,
  titleRanks: Uint32Array,
  known?: { rows: Uint32Array; upTo: number },
): Generator<void, Uint32Array> {
  const { columns } = sessions;
  const added = heldRows(sessions, known?.upTo ?? 0);
  const rankOf =
    sort === 'title'
      ? (row: number) => titleRanks[columns.title[row] ?? 0] ?? 0
      : yield* rankedBy(columns, sort, known ? [known.rows, added] : [added]);
  const rows = yield* sorted(added, rankOf);
  return known ? yield* merged(known.rows, rows, rankOf) : rows;
}

/** An order by start from its other end. Sessions without a start stay last. */
export function turned({ columns: { start } }: Sessions, rows: Uint32Array): Uint32Array {
  let dated = rows.length;
  while (dated > 0 && Number.isNaN(start[rows[dated - 1] ?? 0])) dated--;
  const others = rows.slice();
  others.subarray(0, dated).reverse();
  return others;
}

/** Which rows an order leaves as they come. */
export function tiedBy({ columns }: Sessions, sort: Sort, titleRanks: Uint32Array): Tied {
  if (sort === 'title')
    return (one, other) => titleRanks[columns.title[one] ?? 0] === titleRanks[columns.title[other] ?? 0];
  const values = valuesOf(columns, sort);
  return (one, other) => Object.is(values[one], values[other]);
}

/** Rows looked at between two pauses. */
const PAUSE = 1 << 16;

type RankOf = (row: number) => number;
type ByValue = Exclude<Sort, 'title'>;

const valuesOf = (columns: Columns, sort: ByValue): Float64Array =>
  sort === 'participants' ? columns.participants : columns.start;

function* rankedBy(columns: Columns, sort: ByValue, lists: readonly Uint32Array[]): Generator<void, RankOf> {
  const values = valuesOf(columns, sort);
  let least = Infinity;
  let most = -Infinity;
  for (const rows of lists) {
    for (let from = 0; from < rows.length; from += PAUSE) {
      for (let at = from; at < Math.min(from + PAUSE, rows.length); at++) {
        const value = values[rows[at] ?? 0] ?? NaN;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      yield;
    }
  }
  const missing = most >= least ? most - least + 1 : 0;
  return row => {
    const value = values[row] ?? NaN;
    return Number.isNaN(value) ? missing : sort === 'start' ? value - least : most - value;
  };
}

function heldRows({ rows, columns: { state } }: Sessions, from: number): Uint32Array {
  const held = new Uint32Array(rows - from);
  let count = 0;
  for (let row = from; row < rows; row++) if (state[row] !== EMPTY) held[count++] = row;
  return held.subarray(0, count);
}

function* merged(one: Uint32Array, other: Uint32Array, rankOf: RankOf): Generator<void, Uint32Array> {
  const rows = new Uint32Array(one.length + other.length);
  let [at, next] = [0, 0];
  for (let place = 0; place < rows.length; place++) {
    const takesOther = at === one.length || (next < other.length && rankOf(other[next] ?? 0) < rankOf(one[at] ?? 0));
    rows[place] = (takesOther ? other[next++] : one[at++]) ?? 0;
    if (place % PAUSE === 0) yield;
  }
  return rows;
}

const DIGIT = 0x10000;

/** Radix sort: rows by a rank of at most 2^53, sixteen bits at a time, skipping those that all ranks lack. */
function* sorted(rows: Uint32Array, rankOf: (row: number) => number): Generator<void, Uint32Array> {
  let from: Ranked = { rows, ranks: new Float64Array(rows.length) };
  let to: Ranked = { rows: new Uint32Array(rows.length), ranks: new Float64Array(rows.length) };
  let most = 0;
  for (let first = 0; first < rows.length; first += PAUSE) {
    for (let at = first; at < Math.min(first + PAUSE, rows.length); at++) {
      const rank = rankOf(rows[at] ?? 0);
      from.ranks[at] = rank;
      if (rank > most) most = rank;
    }
    yield;
  }
  for (let unit = 1; unit <= most; unit *= DIGIT) {
    yield* distribute(from, to, unit);
    [from, to] = [to, from];
  }
  return from.rows;
}

interface Ranked {
  rows: Uint32Array;
  ranks: Float64Array;
}

/** Brings rows into the order of one digit of their ranks, keeping the order of those that share it. */
function* distribute(from: Ranked, to: Ranked, unit: number): Generator<void> {
  const places = new Uint32Array(DIGIT);
  const count = from.rows.length;
  const digits = new Uint16Array(count);
  for (let first = 0; first < count; first += PAUSE) {
    countDigits(from.ranks.subarray(first, first + PAUSE), unit, digits.subarray(first, first + PAUSE), places);
    yield;
  }
  for (let digit = 0, place = 0; digit < DIGIT; digit++) {
    const alike = places[digit] ?? 0;
    places[digit] = place;
    place += alike;
  }
  for (let first = 0; first < count; first += PAUSE) {
    putInPlace(from, to, first, digits.subarray(first, first + PAUSE), places);
    yield;
  }
}

function countDigits(ranks: Float64Array, unit: number, digits: Uint16Array, counts: Uint32Array): void {
  for (let at = 0; at < ranks.length; at++) {
    const digit = Math.floor((ranks[at] ?? 0) / unit) % DIGIT;
    digits[at] = digit;
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
}

/** `digits`: of the rows from `first` on. */
function putInPlace(from: Ranked, to: Ranked, first: number, digits: Uint16Array, places: Uint32Array): void {
  for (let at = 0; at < digits.length; at++) {
    const digit = digits[at] ?? 0;
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    to.rows[place] = from.rows[first + at] ?? 0;
    to.ranks[place] = from.ranks[first + at] ?? 0;
  }
}
