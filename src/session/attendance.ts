import type { Attendance } from './detail.ts';

/** Until when people who have not left are taken to be there, epoch ms: the session's end, or now while it runs. */
export interface Bounds {
  end?: number | undefined;
  now: number;
}

/** A time that one person was there without a break, epoch ms. */
export interface Presence {
  from: number;
  to: number;
}

/**
 * When each person was there; stays of one person that overlap or touch are one presence. Somebody who has not left is there
 * until the session's end, or until now. A row without a joining time is left out. One that leaves before it joins is there
 * for no time: the clock ran backwards.
 */
export function presencesOf(people: readonly Attendance[], { end, now }: Bounds): Map<string, Presence[]> {
  const presences = new Map<string, Presence[]>();
  for (const { id, joined, left } of people) {
    const from = joined === undefined ? Number.NaN : Date.parse(joined);
    if (Number.isNaN(from)) continue;
    const to = left === undefined ? Number.NaN : Date.parse(left);
    const presence = { from, to: Math.max(from, Number.isNaN(to) ? (end ?? now) : to) };
    const known = presences.get(id);
    if (known) known.push(presence);
    else presences.set(id, [presence]);
  }
  for (const [id, each] of presences) presences.set(id, merged(each));
  return presences;
}

/** How many were there from each moment on at which that changed, in the order of time. */
export function concurrency(people: readonly Attendance[], bounds: Bounds): { at: number; count: number }[] {
  const changes = new Map<number, number>();
  const add = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const presences of presencesOf(people, bounds).values())
    for (const { from, to } of presences) {
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

function merged(presences: Presence[]): Presence[] {
  const result: Presence[] = [];
  for (const presence of presences.sort((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && presence.from <= last.to) last.to = Math.max(last.to, presence.to);
    else result.push({ ...presence });
  }
  return result;
}
