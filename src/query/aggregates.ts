import type { Status } from '../session/session.ts';

/** A sum over the sessions that tell a figure, and how many they are: a figure that is not told is not zero. */
export interface Sum {
  known: number;
  sum: number;
}

/** What some sessions amount to. */
export interface Tally {
  sessions: number;
  /** People, as `min-participants:` reads them. */
  people: Sum;
  /** Durations in minutes. */
  minutes: Sum;
  /** Places, and the people in them, over the sessions that say both. */
  places: Sum & { filled: number };
  /** People who were there, of those who were expected, over the sessions that say both. */
  attended: Sum & { expected: number };
}

/** A selection in numbers. Days and hours are those of the zone that the query was read in. */
export interface Aggregates {
  byProvider: { provider: string; status: Status; tally: Tally }[];
  /** In the order of the days (`2026-11-22`), without the days that have no session. Sessions without a start are on none. */
  byDay: { day: string; status: Status; tally: Tally }[];
  /** Sessions by the hour of the week in which they start, from Monday 00:00 on: 168 numbers. */
  byHour: number[];
}
