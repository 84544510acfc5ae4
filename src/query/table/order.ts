import type { Sort } from '../query.ts';
import { EMPTY, type Sessions } from './sessions.ts';

/** All sessions in one order, except that those of equal rank stand in no order yet (`tied`). */
export interface Order {
  rows: Uint32Array;
  tied(a: number, b: number): boolean;
}

/** Ranks are whole numbers, so rows are sorted without comparing them, and missing values rank behind all. */
export function* orderedBy(sessions: Sessions, sort: Sort, titleRanks: Uint32Array): Generator<void, Order> {
  const { columns } = sessions;
  const held = heldRows(sessions);
  if (sort === 'title') {
    const rankOf = (row: number): number => titleRanks[columns.title[row] ?? 0] ?? 0;
    return { rows: yield* sorted(held, rankOf), tied: (a, b) => rankOf(a) === rankOf(b) };
  }
  const values = sort === 'participants' ? columns.participants : columns.start;
  const numberOf = (row: number): number => values[row] ?? NaN;
  let least = Infinity;
  let most = -Infinity;
  for (const row of held) {
    const value = numberOf(row);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  yield;
  const missing = most >= least ? most - least + 1 : 0;
  const rankOf = (row: number): number => {
    const value = numberOf(row);
    return Number.isNaN(value) ? missing : sort === 'start' ? value - least : most - value;
  };
  return { rows: yield* sorted(held, rankOf), tied: (a, b) => Object.is(values[a], values[b]) };
}

function heldRows({ rows, rowOf, columns: { state } }: Sessions): Uint32Array {
  const held = new Uint32Array(rowOf.size);
  for (let row = 0, at = 0; row < rows; row++) if (state[row] !== EMPTY) held[at++] = row;
  return held;
}

const DIGIT = 0x10000;

/** Radix sort: rows by a rank of at most 2^53, sixteen bits at a time, skipping those that all ranks share. */
function* sorted(rows: Uint32Array, rankOf: (row: number) => number): Generator<void, Uint32Array> {
  let from: Uint32Array = rows;
  let ranks = Float64Array.from(rows, rankOf);
  let to: Uint32Array = new Uint32Array(rows.length);
  let toRanks = new Float64Array(rows.length);
  let most = 0;
  for (const rank of ranks) if (rank > most) most = rank;
  yield;
  for (let unit = 1; unit <= most; unit *= DIGIT) {
    const ends = new Uint32Array(DIGIT);
    const digit = (rank: number): number => Math.floor(rank / unit) % DIGIT;
    for (const rank of ranks) ends[digit(rank)] = (ends[digit(rank)] ?? 0) + 1;
    for (let value = 0, sum = 0; value < DIGIT; value++) {
      const count = ends[value] ?? 0;
      ends[value] = sum;
      sum += count;
    }
    yield;
    for (let at = 0; at < from.length; at++) {
      const rank = ranks[at] ?? 0;
      const place = ends[digit(rank)] ?? 0;
      ends[digit(rank)] = place + 1;
      to[place] = from[at] ?? 0;
      toRanks[place] = rank;
    }
    [from, to] = [to, from];
    [ranks, toRanks] = [toRanks, ranks];
    yield;
  }
  return from;
}
