import { Temporal } from 'temporal-polyfill';
import { readDate, WEEKDAYS } from './dates.ts';
import type { Query, Reading } from './query.ts';

/** Epoch ms; `from` inclusive, `to` exclusive; infinite where open. */
export interface Span {
  from: number;
  to: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const startOf = (date: Temporal.PlainDate, zone: string): number => date.toZonedDateTime(zone).epochMilliseconds;

export type DateQualifier = 'after' | 'before' | 'on';
export const isDateQualifier = (name: string): name is DateQualifier =>
  name === 'after' || name === 'before' || name === 'on';

/** The starts that `name:text` means. Days begin at the zone's own midnight, or at the first instant after one that it skips. */
export function spanOf(name: DateQualifier, text: string, reading: Reading): Span {
  const { from, to } = calendarSpan(text, reading);
  if (name === 'after') return { from, to: Infinity };
  if (name === 'before') return { from: -Infinity, to: from };
  return { from, to };
}

function calendarSpan(text: string, { timeZone, now }: Reading): Span {
  const word = readDate(text);
  // The parser lets no other word through; a query built by hand with one matches no session.
  if (!word) return { from: Infinity, to: -Infinity };
  if (word.kind === 'hours') {
    const instant = now + word.amount * HOUR;
    return { from: instant, to: instant + 1 };
  }
  const month = word.kind === 'month';
  const first =
    word.kind === 'relative'
      ? today(timeZone, now).add({ [word.unit]: word.amount })
      : new Temporal.PlainDate(word.year, word.month, word.kind === 'day' ? word.day : 1);
  return { from: startOf(first, timeZone), to: startOf(first.add(month ? { months: 1 } : { days: 1 }), timeZone) };
}

const today = (timeZone: string, now: number): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();

/** The calendar day of the reading's present, as ISO. */
export const todayOf = (reading: Reading): string => today(reading.timeZone, reading.now).toString();

/** The hull of the starts that a query can match; infinite where it sets no bound. Tells what has to be loaded. */
export function reachOf(query: Query, reading: Reading): Span {
  const reach: Span = { from: -Infinity, to: Infinity };
  for (const term of query.terms) {
    if (term.kind === 'text' || term.negated || !isDateQualifier(term.name)) continue;
    const { name } = term;
    const spans = term.values.map(value => spanOf(name, value.text, reading));
    reach.from = Math.max(reach.from, Math.min(...spans.map(span => span.from)));
    reach.to = Math.min(reach.to, Math.max(...spans.map(span => span.to)));
  }
  return reach;
}

/**
 * Tells what a zone's wall clock shows at an instant, as ms since 1970-01-01 on that clock. Asks for the zone's offset
 * once a UTC day; only within a day whose offset changes, each instant is asked for.
 */
export function wallClockIn(timeZone: string): (instant: number) => number {
  const offsetAt = (instant: number): number =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
  const offsets = new Map<number, number | undefined>();
  const offsetOn = (utcDay: number): number | undefined => {
    const offset = offsetAt(utcDay * DAY);
    return offset === offsetAt((utcDay + 1) * DAY - 1) ? offset : undefined;
  };
  // Sessions mostly come in the order of their starts.
  let lastDay: number | undefined;
  let offset: number | undefined;
  return instant => {
    const utcDay = Math.floor(instant / DAY);
    if (utcDay !== lastDay) {
      if (!offsets.has(utcDay)) offsets.set(utcDay, offsetOn(utcDay));
      offset = offsets.get(utcDay);
      lastDay = utcDay;
    }
    return instant + (offset ?? offsetAt(instant));
  };
}

/** Tells the calendar day (days since 1970-01-01) of an instant in a zone. */
export function dayIn(timeZone: string): (instant: number) => number {
  const wallClock = wallClockIn(timeZone);
  return instant => Math.floor(wallClock(instant) / DAY);
}

export { WEEKDAYS };
export const HOURS_OF_WEEK = WEEKDAYS.length * 24;

/** The hour of the week of a wall clock's time, 0 from Monday 00:00 to 167. */
export function hourOfWeek(wallClock: number): number {
  // 1970-01-01 was a Thursday.
  const hour = (Math.floor(wallClock / HOUR) + 3 * 24) % HOURS_OF_WEEK;
  return hour < 0 ? hour + HOURS_OF_WEEK : hour;
}

export type ClockQualifier = 'weekday' | 'hour';
export const isClockQualifier = (name: string): name is ClockQualifier => name === 'weekday' || name === 'hour';

/** Whether `weekday:` or `hour:` with one of these values means an hour of the week. */
export function meansHour(name: ClockQualifier, values: readonly { text: string }[], hour: number): boolean {
  const own = name === 'weekday' ? WEEKDAYS[Math.floor(hour / 24)] : String(hour % 24);
  return values.some(({ text }) => text === own);
}

/** `2026-11-22` of a day number. */
export const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Tells the month (months since 1970-01) of an instant in a zone. */
export function monthIn(timeZone: string): (instant: number) => number {
  const dayOf = dayIn(timeZone);
  let lastDay: number | undefined;
  let month = 0;
  return instant => {
    const day = dayOf(instant);
    if (day !== lastDay) {
      const date = new Date(day * DAY);
      month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
      lastDay = day;
    }
    return month;
  };
}

/** `2026-11` of a month number. */
export const isoMonth = (month: number): string => new Date(Date.UTC(1970, month)).toISOString().slice(0, 7);
