/** Numbers that look random and always come out the same for the same seed, so that a world can be made anew at any place. */

/** Three numbers into one well-mixed unsigned 32-bit number. */
export function mix(a: number, b: number, c = 0): number {
  let h =
    Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(b + 0x7f4a7c15, 0xc2b2ae35) ^
    Math.imul(c + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The next number of a stream, in [0, 1). */
export type Draw = () => number;

/** A stream of its own for each seed and place (mulberry32). */
export function draws(seed: number, place: number): Draw {
  let state = mix(seed, place);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from `low` to `high`, both included. */
export const between = (draw: Draw, low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));

/** One of a list that is not empty. */
export function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[Math.floor(draw() * list.length)] as T; // draw() < 1, so the place exists
}

/** `count` different ones of a list, fewer if the list is shorter. */
export function pickSome<T>(draw: Draw, list: readonly T[], count: number): T[] {
  const rest = [...list];
  const some: T[] = [];
  while (some.length < count && rest.length > 0) some.push(...rest.splice(Math.floor(draw() * rest.length), 1));
  return some;
}

const ODD = 0x9e3779b1;
const ODD_INVERSE = inverse(ODD);

/** Of an odd number modulo 2³², by Newton's steps: each doubles the bits that are right. */
function inverse(odd: number): number {
  let x = odd;
  for (let step = 0; step < 4; step += 1) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}

/** A permutation of the 32-bit numbers: ids made of it look random, and still tell which record they belong to. */
export const scramble = (index: number, seed: number): number => (Math.imul(index ^ seed, ODD) ^ mix(seed, 77)) >>> 0;

/** The number that `scramble` made this of. */
export const unscramble = (scrambled: number, seed: number): number =>
  (Math.imul(scrambled ^ mix(seed, 77), ODD_INVERSE) ^ seed) >>> 0;

export const hex = (value: number, digits: number): string =>
  (value >>> 0).toString(16).padStart(digits, '0').slice(-digits);
