import { addDays } from '../wording/time.ts';
import type { Part } from './narrow.ts';

export const UNITS = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof UNITS)[number];

/** Some days in a row that are drawn as one. Days are written as `2026-11-22`. */
export interface Bucket {
  first: string;
  /** The day after the last. */
  end: string;
  /** The query's conditions that mean these days. */
  parts: Part[];
}

/** More columns than this cannot be told apart. */
const MOST = 62;
const DAY = 86_400_000;
const LENGTH: Record<Unit, number> = { day: 1, week: 7, month: 28, year: 365 };

/** The shortest unit of which the days from one to another make no more columns than can be told apart. */
export function unitFor(first: string, last: string): Unit {
  const days = (Date.parse(last) - Date.parse(first)) / DAY + 1;
  return UNITS.find(unit => days / LENGTH[unit] <= MOST) ?? 'year';
}

/** All buckets from one day to another, empty ones too. Weeks begin on Monday. */
export function bucketsBetween(first: string, last: string, unit: Unit): Bucket[] {
  const buckets: Bucket[] = [];
  for (let at = startOf(first, unit); at <= last; ) {
    const end = endOf(at, unit);
    buckets.push({ first: at, end, parts: partsFor(at, end, unit) });
    at = end;
  }
  return buckets;
}

/** The bucket that a day falls into, by its first day. */
export function startOf(day: string, unit: Unit): string {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
  }
}

function endOf(start: string, unit: Unit): string {
  switch (unit) {
    case 'day':
      return addDays(start, 1);
    case 'week':
      return addDays(start, 7);
    case 'month':
      // No month has 32 days, and the 32nd of any is in the next.
      return startOf(addDays(start, 31), 'month');
    case 'year':
      return startOf(addDays(start, 366), 'year');
  }
}

function partsFor(first: string, end: string, unit: Unit): Part[] {
  if (unit === 'day') return [{ name: 'on', values: [first] }];
  if (unit === 'month') return [{ name: 'on', values: [first.slice(0, 7)] }];
  return [
    { name: 'after', values: [first] },
    { name: 'before', values: [end] },
  ];
}
