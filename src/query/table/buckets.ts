import { hashedOn } from '../../turns/hash.ts';
import { createPool, type Pool, push } from './pool.ts';

/**
 * Leads from a hash to the numbers of what has it. There is a bucket for each number, and each new one takes its share of what
 * lies in one other: nothing waits while a table of a million is made anew, as it does for the engine's own maps. It is numbers
 * alone, which cost the collector nothing and stand in a picture as they are.
 */
export interface Buckets {
  /** By bucket: a number in it, counted from 1. */
  first: Pool;
  /** By number: the next one in its bucket, counted from 1. */
  next: Pool;
  /** What hashes begin with: no service can send texts that all fall into one bucket. */
  seed: number;
}

/** None yet. */
export const createBuckets = (): Buckets => ({
  first: createPool(),
  next: createPool(),
  seed: Math.floor(Math.random() * 2 ** 32),
});

/** Takes the next number in. `hashOf` gives the hash of any. */
export function addNumber(buckets: Buckets, hashOf: (number: number) => number): void {
  const { first, next } = buckets;
  const bucket = first.length;
  push(first, 0);
  push(next, 0);
  if (bucket > 0) {
    const shared = bucket - highestBit(bucket);
    let one = first.data[shared] ?? 0;
    first.data[shared] = 0;
    while (one > 0) {
      const following = next.data[one - 1] ?? 0;
      link(buckets, one - 1, hashOf(one - 1));
      one = following;
    }
  }
  link(buckets, bucket, hashOf(bucket));
}

function link({ first, next }: Buckets, number: number, hashed: number): void {
  const bucket = bucketOf(hashed, first.length);
  next.data[number] = first.data[bucket] ?? 0;
  first.data[bucket] = number + 1;
}

/** The highest number with that hash that `is` the one. */
export function lastWith(
  { first, next }: Buckets,
  hashed: number,
  is: (number: number) => boolean,
): number | undefined {
  let found = -1;
  let one = first.data[bucketOf(hashed, first.length)] ?? 0;
  for (; one > 0; one = next.data[one - 1] ?? 0) if (one - 1 > found && is(one - 1)) found = one - 1;
  return found < 0 ? undefined : found;
}

/** Buckets are counted by the lowest bits of a hash; those that would be beyond the last are not there yet. */
function bucketOf(hashed: number, buckets: number): number {
  if (buckets < 2) return 0;
  const half = highestBit(buckets - 1);
  const bucket = hashed & (2 * half - 1);
  return bucket < buckets ? bucket : bucket - half;
}

const highestBit = (number: number): number => 1 << (31 - Math.clz32(number));

/** Brings what the higher bits of a hash know into the lowest, by which buckets are counted. */
export const hashedOut = (hashed: number): number => hashed ^ (hashed >>> 15);

export function hashOfText({ seed }: Buckets, text: string): number {
  let hashed = seed;
  for (let at = 0; at < text.length; at++) hashed = hashedOn(hashed, text.charCodeAt(at));
  return hashedOut(hashed);
}

/** Distinct texts, numbered as they come. */
export interface Distinct {
  values: string[];
  buckets: Buckets;
}

/** None yet. */
export const createDistinct = (): Distinct => ({ values: [], buckets: createBuckets() });

/** The number of a text that is held. */
export const numberHeld = ({ values, buckets }: Distinct, text: string): number | undefined =>
  lastWith(buckets, hashOfText(buckets, text), number => values[number] === text);

/** Adds a text that is not held yet; its number. */
export function addText({ values, buckets }: Distinct, text: string): number {
  values.push(text);
  addNumber(buckets, number => hashOfText(buckets, values[number] ?? ''));
  return values.length - 1;
}
