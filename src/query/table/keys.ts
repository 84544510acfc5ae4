import { createPool, grown, type Pool, push } from './pool.ts';

/**
 * The sessions' keys by row, and the rows by key. All letters lie in one piece of memory, and what leads to a key's row is
 * a table of numbers: a million keys are a handful of objects, and a picture of them is read back as it is.
 */
export interface Keys {
  /** Latin-1; the key of row `n` lies between `ends[n]` and `ends[n + 1]`. */
  letters: Uint8Array;
  ends: Pool;
  /** Keys with letters beyond Latin-1, which have none above. */
  others: Map<number, string>;
  /** By bucket: a row in it, counted from 1. There is a bucket for each row. */
  first: Pool;
  /** By row: the next row in its bucket, counted from 1. */
  next: Pool;
  /** What hashes begin with: no service can send ids that all fall into one bucket. */
  seed: number;
}

/** No keys yet. */
export function createKeys(): Keys {
  const ends = createPool();
  push(ends, 0);
  const seed = Math.floor(Math.random() * 2 ** 32);
  return { letters: new Uint8Array(1024), ends, others: new Map(), first: createPool(), next: createPool(), seed };
}

/** How many rows have one. */
export const rowsOf = ({ next }: Keys): number => next.length;

/** The letters without the room for more. */
export const lettersOf = ({ letters, ends }: Keys): Uint8Array => letters.slice(0, ends.data[ends.length - 1]);

/** The key of the row after the last. It may be one that an earlier row has. */
export function addKey(keys: Keys, key: string): void {
  const row = rowsOf(keys);
  const from = keys.ends.data[row] ?? 0;
  if (from + key.length > keys.letters.length) keys.letters = grown(keys.letters, Math.ceil((from + key.length) * 1.5));
  const { letters } = keys;
  let plain = true;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    letters[from + at] = code;
    if (code > 0xff) plain = false;
  }
  if (!plain) keys.others.set(row, key);
  push(keys.ends, plain ? from + key.length : from);
  push(keys.next, 0);
  addBucket(keys);
  link(keys, row);
}

/** The last row that has a key. */
export function rowOf(keys: Keys, key: string): number | undefined {
  let found = -1;
  let one = keys.first.data[bucketOf(hash(keys, key), keys.first.length)] ?? 0;
  for (; one > 0; one = keys.next.data[one - 1] ?? 0) if (one - 1 > found && isAt(keys, one - 1, key)) found = one - 1;
  return found < 0 ? undefined : found;
}

/** The key of a row; '' for one that has none. */
export function keyAt({ letters, ends, others }: Keys, row: number): string {
  const other = others.get(row);
  if (other !== undefined) return other;
  const from = ends.data[row] ?? 0;
  const length = Math.max((ends.data[row + 1] ?? 0) - from, 0);
  return Buffer.from(letters.buffer, letters.byteOffset + from, length).toString('latin1');
}

/** Which of two rows comes first by its key. */
export function compareKeys(keys: Keys, one: number, other: number): number {
  const { letters, ends, others } = keys;
  if (others.size > 0 && (others.has(one) || others.has(other))) return keyAt(keys, one) < keyAt(keys, other) ? -1 : 1;
  const [from, to] = [ends.data[one] ?? 0, ends.data[other] ?? 0];
  const lengths = [(ends.data[one + 1] ?? 0) - from, (ends.data[other + 1] ?? 0) - to] as const;
  const shorter = Math.min(...lengths);
  for (let at = 0; at < shorter; at++) {
    const difference = (letters[from + at] ?? 0) - (letters[to + at] ?? 0);
    if (difference !== 0) return difference;
  }
  return lengths[0] - lengths[1];
}

const SLASH = 0x2f;

/** Whether a session's id, which stands behind its connection's, begins like this. */
export function idBegins(keys: Keys, row: number, begin: string): boolean {
  const { letters, ends, others } = keys;
  const other = others.get(row);
  if (other !== undefined) return other.startsWith(begin, other.indexOf('/') + 1);
  let from = ends.data[row] ?? 0;
  const end = ends.data[row + 1] ?? 0;
  while (from < end && letters[from] !== SLASH) from++;
  from++;
  if (end - from < begin.length) return false;
  for (let at = 0; at < begin.length; at++) if (letters[from + at] !== begin.charCodeAt(at)) return false;
  return true;
}

function isAt({ letters, ends, others }: Keys, row: number, key: string): boolean {
  const other = others.get(row);
  if (other !== undefined) return other === key;
  const from = ends.data[row] ?? 0;
  if ((ends.data[row + 1] ?? 0) - from !== key.length) return false;
  for (let at = 0; at < key.length; at++) if (letters[from + at] !== key.charCodeAt(at)) return false;
  return true;
}

/**
 * One more bucket, which takes its share of the rows of one other: so no key waits until a table of a million has been made
 * anew, as the engine's own maps do.
 */
function addBucket(keys: Keys): void {
  const bucket = keys.first.length;
  push(keys.first, 0);
  if (bucket === 0) return;
  const shared = bucket - highestBit(bucket);
  let one = keys.first.data[shared] ?? 0;
  keys.first.data[shared] = 0;
  while (one > 0) {
    const next = keys.next.data[one - 1] ?? 0;
    link(keys, one - 1);
    one = next;
  }
}

function link(keys: Keys, row: number): void {
  const bucket = bucketOf(hashAt(keys, row), keys.first.length);
  keys.next.data[row] = keys.first.data[bucket] ?? 0;
  keys.first.data[bucket] = row + 1;
}

const highestBit = (number: number): number => 1 << (31 - Math.clz32(number));

/** Buckets are counted by the lowest bits of a hash; those that would be beyond the last are not there yet. */
function bucketOf(hashed: number, buckets: number): number {
  if (buckets < 2) return 0;
  const half = highestBit(buckets - 1);
  const bucket = hashed & (2 * half - 1);
  return bucket < buckets ? bucket : bucket - half;
}

const PRIME = 0x01000193;

/** FNV-1a; its lowest bits, by which buckets are counted, take part in the others. */
function hash({ seed }: Keys, key: string): number {
  let hashed = seed;
  for (let at = 0; at < key.length; at++) hashed = Math.imul(hashed ^ key.charCodeAt(at), PRIME);
  return hashed ^ (hashed >>> 15);
}

function hashAt(keys: Keys, row: number): number {
  const { letters, ends, others, seed } = keys;
  const other = others.get(row);
  if (other !== undefined) return hash(keys, other);
  let hashed = seed;
  const end = ends.data[row + 1] ?? 0;
  for (let at = ends.data[row] ?? 0; at < end; at++) hashed = Math.imul(hashed ^ (letters[at] ?? 0), PRIME);
  return hashed ^ (hashed >>> 15);
}
