import type { Attendance } from './detail.ts';

/** Until when people who have not left are taken to be there, epoch ms: the session's end, or now while it runs. */
export interface Bounds {
  end?: number | undefined;
  now: number;
}

/** A time that one person was there without a break, epoch ms. */
export interface Stay {
  from: number;
  to: number;
}

/**
 * When each person was there. Stays of one person that overlap or touch are one. Somebody who has not left stays until
 * the end of the session, or until now; one whose joining is not told was not there at any time that could be shown; a
 * leave before the join is a clock that ran backwards, and a stay without length.
 */
export function staysOf(people: readonly Attendance[], { end, now }: Bounds): Map<string, Stay[]> {
  const stays = new Map<string, Stay[]>();
  for (const { id, joined, left } of people) {
    const from = joined === undefined ? Number.NaN : Date.parse(joined);
    if (Number.isNaN(from)) continue;
    const to = left === undefined ? Number.NaN : Date.parse(left);
    const stay = { from, to: Math.max(from, Number.isNaN(to) ? (end ?? now) : to) };
    const known = stays.get(id);
    if (known) known.push(stay);
    else stays.set(id, [stay]);
  }
  for (const [id, each] of stays) stays.set(id, merged(each));
  return stays;
}

/** How many were there from each moment on at which that changed, in the order of time. */
export function concurrency(people: readonly Attendance[], bounds: Bounds): { at: number; count: number }[] {
  const changes = new Map<number, number>();
  const add = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const stays of staysOf(people, bounds).values())
    for (const { from, to } of stays) {
      add(from, 1);
      add(to, -1);
    }
  let count = 0;
  return [...changes]
    .sort(([one], [other]) => one - other)
    .flatMap(([at, by]) => {
      count += by;
      return by === 0 ? [] : [{ at, count }];
    });
}

/** The most who were there at one time. Somebody who leaves at the instant at which another comes did not meet them. */
export function peak(people: readonly Attendance[], bounds: Bounds): number {
  return concurrency(people, bounds).reduce((most, { count }) => Math.max(most, count), 0);
}

function merged(stays: Stay[]): Stay[] {
  const result: Stay[] = [];
  for (const stay of stays.sort((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && stay.from <= last.to) last.to = Math.max(last.to, stay.to);
    else result.push({ ...stay });
  }
  return result;
}
