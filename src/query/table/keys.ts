import { hashedOn } from '../../turns/hash.ts';
import { addNumber, type Buckets, createBuckets, hashedOut, hashOfText, lastWith } from './buckets.ts';
import { createPool, grown, type Pool, push } from './pool.ts';

/**
 * The sessions' keys by row, and the rows by key. All letters lie in one piece of memory: a million keys are a handful of
 * objects, and a picture of them is read back as it is.
 */
export interface Keys {
  /** Latin-1; the key of row `n` lies between `ends[n]` and `ends[n + 1]`. */
  letters: Uint8Array;
  ends: Pool;
  /** Keys with letters beyond Latin-1, which have none above. */
  others: Map<number, string>;
  buckets: Buckets;
}

/** No keys yet. */
export function createKeys(): Keys {
  const ends = createPool();
  push(ends, 0);
  return { letters: new Uint8Array(1024), ends, others: new Map(), buckets: createBuckets() };
}

/** How many rows have one. */
export const rowsOf = ({ ends }: Keys): number => ends.length - 1;

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
  addNumber(keys.buckets, other => hashAt(keys, other));
}

/** The last row that has a key. */
export const rowOf = (keys: Keys, key: string): number | undefined =>
  lastWith(keys.buckets, hashOfText(keys.buckets, key), row => isAt(keys, row, key));

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

function hashAt({ letters, ends, others, buckets }: Keys, row: number): number {
  const other = others.get(row);
  if (other !== undefined) return hashOfText(buckets, other);
  let hashed = buckets.seed;
  const end = ends.data[row + 1] ?? 0;
  for (let at = ends.data[row] ?? 0; at < end; at++) hashed = hashedOn(hashed, letters[at] ?? 0);
  return hashedOut(hashed);
}
