import { deserialize, serialize } from 'node:v8';
import { kindValues, type Names, ownValue } from './names.ts';
import { type Columns, createSessions, EMPTY, type Sessions } from './sessions.ts';

/*
 * The whole table as bytes. Filling it from a hundred thousand entries takes a second, reading it back a fraction of
 * that: what was folded, split into words and numbered once need not be again.
 */

/** Keys to a part, so that reading one part blocks nobody. */
const KEYS = 20_000;
/** Keys looked up to a turn. */
const PAUSE = 4096;

const NAMES = ['people', 'places', 'kinds', 'clients'] as const;
type NamesOf = (typeof NAMES)[number];
type Stored = Omit<Sessions, 'keys' | 'rowOf' | NamesOf> & Record<NamesOf, Omit<Names, 'valuesOf'>>;

/** Tells tables apart that are made in another way: bytes of another shape cannot be read. */
export const PICTURE_SHAPE = JSON.stringify(shapeOf(createSessions()));

function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value.constructor.name;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

export function drawn(sessions: Sessions): Uint8Array[] {
  const { keys, rowOf: _, ...rest } = sessions;
  const names = Object.fromEntries(NAMES.map(name => [name, { ...rest[name], valuesOf: undefined }]));
  const parts = [serialize({ ...rest, ...names, columns: trimmed(sessions.columns, sessions.rows) })];
  for (let from = 0; from < keys.length; from += KEYS) parts.push(serialize(keys.slice(from, from + KEYS)));
  return parts;
}

function trimmed(columns: Columns, rows: number): Columns {
  const entries = Object.entries(columns).map(([name, column]) => [name, column.slice(0, rows)]);
  return Object.fromEntries(entries) as Columns;
}

/** The table that `drawn` made these of. Throws where they are no such parts. */
export function* restored(parts: readonly Uint8Array[]): Generator<void, Sessions> {
  const [first, ...others] = parts;
  if (!first) throw new RangeError('No parts');
  const stored: Stored = deserialize(first);
  const keys: string[] = [];
  const rowOf = new Map<string, number>();
  for (const part of others) {
    yield;
    for (const key of deserialize(part) as string[]) {
      // A session that left and came back has two rows; the later one is its own.
      if (stored.columns.state[keys.length] !== EMPTY) rowOf.set(key, keys.length);
      keys.push(key);
      if (keys.length % PAUSE === 0) yield;
    }
  }
  if (keys.length !== stored.rows) throw new RangeError('Parts are missing');
  const { people, places, kinds, clients, ...rest } = stored;
  return {
    ...rest,
    keys,
    rowOf,
    people: { ...people, valuesOf: ownValue },
    places: { ...places, valuesOf: ownValue },
    kinds: { ...kinds, valuesOf: kindValues },
    clients: { ...clients, valuesOf: ownValue },
  };
}
