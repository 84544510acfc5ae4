/** A list of unsigned integers that only grows, in one piece of memory. */
export interface Pool {
  data: Uint32Array;
  length: number;
}

/** An empty one. */
export const createPool = (): Pool => ({ data: new Uint32Array(64), length: 0 });

/** Appends a number. */
export function push(pool: Pool, value: number): void {
  if (pool.length === pool.data.length) pool.data = grown(pool.data, pool.length * 2);
  pool.data[pool.length++] = value;
}

/** The same column with room for more. */
export function grown<Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  column: Column,
  capacity: number,
): Column {
  const wider = new (column.constructor as new (length: number) => Column)(capacity);
  wider.set(column);
  return wider;
}

/** Numbers by a text; nearly all texts have one, which is then held without a list around it. */
export type Multimap = Map<string, number | number[]>;

/** Adds a number to a text's. */
export function addTo(map: Multimap, key: string, value: number): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, value);
  else if (typeof held === 'number') map.set(key, [held, value]);
  else held.push(value);
}

const NONE: readonly number[] = [];

/** A text's numbers, in the order in which they were added. */
export function allOf(map: Multimap, key: string): readonly number[] {
  const held = map.get(key);
  return held === undefined ? NONE : typeof held === 'number' ? [held] : held;
}
