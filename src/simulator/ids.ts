import { hex, mix, scramble, unscramble } from './random.ts';

/**
 * How a service's ids are written. The record's number is in the id, scrambled, so that a million records need no map
 * from id to record.
 */
export interface IdStyle {
  of(index: number): string;
  /** The number in an id of this style, which may name no record; `undefined`: not of this style. */
  index(id: string): number | undefined;
}

/** An id style of a text and the place in it at which the eight scrambled hex digits stand. */
export function idStyle(seed: number, write: (digits: string, index: number) => string, at: number): IdStyle {
  const of = (index: number): string => write(hex(scramble(index, seed), 8), index);
  return {
    of,
    index(id) {
      const digits = id.slice(at, at + 8);
      if (!/^[0-9a-f]{8}$/.test(digits)) return undefined;
      const index = unscramble(Number.parseInt(digits, 16), seed);
      return of(index) === id ? index : undefined;
    },
  };
}

const uuidAround = (digits: string, low: number, group: string): string =>
  `${digits}-${group}-4${hex(low, 3)}-a${hex(low >>> 12, 3)}-${hex(mix(low, 1), 8)}${hex(mix(low, 2), 4)}`;

/** UUIDs (version 4 in looks). */
export const uuidStyle = (seed: number): IdStyle =>
  idStyle(seed, (digits, index) => uuidAround(digits, mix(seed, index, 3), hex(mix(seed, index, 4), 4)), 0);

/** UUIDs for the parts of a record: the number of the record, then the part's own. */
export function partStyle(seed: number): {
  of(index: number, part: number): string;
  parts(id: string): [number, number] | undefined;
} {
  const of = (index: number, part: number): string =>
    uuidAround(hex(scramble(index, seed), 8), mix(seed, index, part), hex(part, 4));
  return {
    of,
    parts(id) {
      const found = /^([0-9a-f]{8})-([0-9a-f]{4})-/.exec(id);
      if (!found) return undefined;
      const index = unscramble(Number.parseInt(found[1] ?? '', 16), seed);
      const part = Number.parseInt(found[2] ?? '', 16);
      return of(index, part) === id ? [index, part] : undefined;
    },
  };
}

/** A UUID that stands for nothing but itself. */
export const uuid = (seed: number, place: number): string => uuidStyle(seed).of(place);

/** 24 hex digits, as MongoDB writes them. */
export const objectIdStyle = (seed: number): IdStyle =>
  idStyle(seed, (digits, index) => `65${hex(mix(seed, index, 5), 8)}${hex(mix(seed, index, 6), 6)}${digits}`, 16);

export const objectId = (seed: number, place: number): string => objectIdStyle(seed).of(place);
