import { DAY } from '../../session/instant.ts';
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
/** Of the sessions, that the columns should show before longer units are taken. */
const ENOUGH = 2 / 3;

/** What is drawn: as many units as can be told apart, where most sessions are. */
export interface Window {
  unit: Unit;
  /** Days within the first and the last bucket. */
  first: string;
  last: string;
  /** Sessions in it. */
  count: number;
}

/**
 * The window of the shortest unit that shows most of the sessions, or of a given unit. A few sessions far off do not
 * make years of days. `days` come in their order, at least one.
 */
export function windowFor(days: readonly { day: string; count: number }[], unit?: Unit): Window {
  const all = days.reduce((sum, { count }) => sum + count, 0);
  const windows = UNITS.map(each => fullest(days, each));
  const chosen = unit === undefined ? windows.find(({ count }) => count >= all * ENOUGH) : windows[UNITS.indexOf(unit)];
  return chosen ?? fullest(days, 'year');
}

/** The window with the most sessions; of several, the latest. */
function fullest(days: readonly { day: string; count: number }[], unit: Unit): Window {
  let best: Window | undefined;
  let from = 0;
  let count = 0;
  for (const { day: last, count: more } of days) {
    count += more;
    for (; numberOf(last, unit) - numberOf(days[from]?.day ?? last, unit) >= MOST; from++)
      count -= days[from]?.count ?? 0;
    if (!best || count >= best.count) best = { unit, first: days[from]?.day ?? last, last, count };
  }
  return best ?? { unit, first: '1970-01-01', last: '1970-01-01', count: 0 };
}

/** The number of a day's bucket: buckets that follow each other have numbers that do. */
function numberOf(day: string, unit: Unit): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  switch (unit) {
    case 'day':
      return Date.parse(day) / DAY;
    case 'week':
      // 1970-01-01 was a Thursday.
      return Math.floor((Date.parse(day) / DAY + 3) / 7);
    case 'month':
      return year * 12 + month;
    case 'year':
      return year;
  }
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
