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

/** Radix sort: rows by a rank of at most 2^53, sixteen bits at a time, skipping those that all ranks lack. */
function* sorted(rows: Uint32Array, rankOf: (row: number) => number): Generator<void, Uint32Array> {
  let from: Ranked = { rows, ranks: Float64Array.from(rows, rankOf) };
  let to: Ranked = { rows: new Uint32Array(rows.length), ranks: new Float64Array(rows.length) };
  let most = 0;
  for (const rank of from.ranks) if (rank > most) most = rank;
  yield;
  for (let unit = 1; unit <= most; unit *= DIGIT) {
    distribute(from, to, unit);
    [from, to] = [to, from];
    yield;
  }
  return from.rows;
}

interface Ranked {
  rows: Uint32Array;
  ranks: Float64Array;
}

/** Brings rows into the order of one digit of their ranks, keeping the order of those that share it. */
function distribute(from: Ranked, to: Ranked, unit: number): void {
  const places = new Uint32Array(DIGIT);
  const count = from.rows.length;
  const digits = new Uint16Array(count);
  for (let at = 0; at < count; at++) {
    const digit = Math.floor((from.ranks[at] ?? 0) / unit) % DIGIT;
    digits[at] = digit;
    places[digit] = (places[digit] ?? 0) + 1;
  }
  for (let digit = 0, place = 0; digit < DIGIT; digit++) {
    const alike = places[digit] ?? 0;
    places[digit] = place;
    place += alike;
  }
  for (let at = 0; at < count; at++) {
    const digit = digits[at] ?? 0;
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    to.rows[place] = from.rows[at] ?? 0;
    to.ranks[place] = from.ranks[at] ?? 0;
  }
}
