import { deserialize, serialize } from 'node:v8';
import { lettersOf, rowsOf } from './keys.ts';
import { kindValues, type Names, ownValue } from './names.ts';
import type { Pool } from './pool.ts';
import { type Columns, createSessions, type Sessions } from './sessions.ts';

/*
 * The whole table as bytes. Filling it from a hundred thousand entries takes a second, reading it back a fraction of
 * that: what was folded, split into words and numbered once need not be again. Whatever is long stands in parts of its
 * own, none of which takes long to read.
 */

/** Items of a list, and numbers of a column, to a part. */
const ITEMS = 5000;
const NUMBERS = 100_000;

const NAMES = ['people', 'places', 'kinds', 'clients'] as const;
type NamesOf = (typeof NAMES)[number];
/** What a start needs of a table. */
export interface Pictured {
  sessions: Sessions;
  /** The rows in the order in which nearly every start shows them: sorting is slow in code that has not run yet. */
  rows: Uint32Array;
}

/** What follows from the rest is left out. */
interface Stored extends Omit<Sessions, NamesOf> {
  names: Record<NamesOf, Omit<Names, 'valuesOf'>>;
  order: Uint32Array;
}

/** Tells tables apart that are made in another way: bytes of another shape cannot be read. */
export const PICTURE_SHAPE = JSON.stringify(
  shapeOf({ sessions: createSessions(), rows: new Uint32Array() } satisfies Pictured),
);

function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  if (!isPlain(value)) return value.constructor.name;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** A table as parts that `restored` reads. */
export function drawn({ sessions, rows: order }: Pictured): Uint8Array[] {
  const { people, places, kinds, clients, ...rest } = sessions;
  const named = ({ valuesOf: _, ...names }: Names) => names;
  const stored: Stored = {
    ...rest,
    keys: { ...sessions.keys, letters: lettersOf(sessions.keys) },
    columns: trimmed(sessions.columns, sessions.rows),
    names: { people: named(people), places: named(places), kinds: named(kinds), clients: named(clients) },
    order,
  };
  const parts: Uint8Array[] = [];
  const first = serialize(apart(stored, parts));
  return [first, ...parts];
}

function trimmed(columns: Columns, rows: number): Columns {
  const entries = Object.entries(columns).map(([name, column]) => [name, column.slice(0, rows)]);
  return Object.fromEntries(entries) as Columns;
}

/** Stands where something long stood; its parts follow in the order in which these stand. */
interface Elsewhere {
  elsewhere: 'list' | 'map' | 'numbers';
  length: number;
}

/** A value without what is long in it, which goes to `parts`. */
function apart(value: unknown, parts: Uint8Array[]): unknown {
  const divide = (list: { length: number; slice(from: number, to: number): unknown }, size: number): void => {
    for (let from = 0; from < list.length; from += size) parts.push(serialize(list.slice(from, from + size)));
  };
  if (Array.isArray(value) && value.length > ITEMS) {
    divide(value, ITEMS);
    return { elsewhere: 'list', length: value.length } satisfies Elsewhere;
  }
  if (value instanceof Map && value.size > ITEMS) {
    divide([...value.keys()], ITEMS);
    divide([...value.values()], ITEMS);
    return { elsewhere: 'map', length: value.size } satisfies Elsewhere;
  }
  if (isColumn(value) && value.length > NUMBERS) {
    divide(value, NUMBERS);
    return { elsewhere: 'numbers', length: value.length } satisfies Elsewhere;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const inners = isPool(value) ? { ...value, data: value.data.subarray(0, value.length) } : value;
  return Object.fromEntries(Object.entries(inners).map(([name, inner]) => [name, apart(inner, parts)]));
}

const isPool = (value: object): value is Pool => 'data' in value && value.data instanceof Uint32Array;

type Column = Columns[keyof Columns];
const isColumn = (value: unknown): value is Column => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** The table that `drawn` made these of. Throws where they are no such parts. */
export function* restored(parts: readonly Uint8Array[]): Generator<void, Pictured> {
  const following = parts.values();
  const next = (): unknown => {
    const { value, done } = following.next();
    if (done) throw new RangeError('Parts are missing');
    return deserialize(value);
  };
  const stored = (yield* together(next(), next)) as Stored;
  const { names, order, ...rest } = stored;
  const { rows, keys, columns } = rest;
  if (rowsOf(keys) !== rows || columns.state.length !== rows) throw new RangeError('Rows are missing');
  const sessions: Sessions = {
    ...rest,
    people: { ...names.people, valuesOf: ownValue },
    places: { ...names.places, valuesOf: ownValue },
    kinds: { ...names.kinds, valuesOf: kindValues },
    clients: { ...names.clients, valuesOf: ownValue },
  };
  return { sessions, rows: order };
}

/** The inverse of `apart`. */
function* together(value: unknown, next: () => unknown): Generator<void, unknown> {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (isElsewhere(value)) {
    const { elsewhere, length } = value;
    if (elsewhere === 'list') return yield* listOf(length, next);
    if (elsewhere === 'numbers') return yield* numbersOf(length, next);
    const keys = yield* listOf(length, next);
    const values = yield* listOf(length, next);
    const map = new Map<unknown, unknown>();
    for (const [at, key] of keys.entries()) {
      map.set(key, values[at]);
      if (at % ITEMS === 0) yield;
    }
    return map;
  }
  const whole: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) whole[name] = yield* together(inner, next);
  return whole;
}

const isElsewhere = (value: object): value is Elsewhere => 'elsewhere' in value;

function* listOf(length: number, next: () => unknown): Generator<void, unknown[]> {
  const list: unknown[] = [];
  while (list.length < length) {
    for (const item of next() as unknown[]) list.push(item);
    yield;
  }
  return list;
}

function* numbersOf(length: number, next: () => unknown): Generator<void, Column> {
  const first = next() as Column;
  const whole = new (first.constructor as new (length: number) => Column)(length);
  whole.set(first);
  for (let at = first.length; at < length; ) {
    yield;
    const numbers = next() as Column;
    whole.set(numbers, at);
    at += numbers.length;
  }
  return whole;
}
