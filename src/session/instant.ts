import { Temporal } from 'temporal-polyfill';
import type { TimeSource } from './session.ts';

/** What a wall clock did at a time: it jumped over it, or showed it twice. */
export type WallMark = 'wall-time-skipped' | 'wall-time-repeated';

/** A point in time with the reason why it may be believed. */
export interface Instant {
  /** ISO 8601, UTC, milliseconds: instants compare as these strings do. */
  iso: string;
  source: Exclude<TimeSource, 'derived'>;
  mark?: WallMark;
}

const WIRE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?)?$/;
const WALL_CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Reads a time as services write it. One without an offset is taken as UTC, or as a wall clock of `timeZone` where the
 * connection names one. Anything that is no date, the 30th of February included, is `undefined`.
 */
export function readInstant(value: unknown, timeZone?: string): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = WIRE_TIME.exec(value);
  if (!parts) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', z, sign] = parts;
  if (+hour > 23 || +minute > 59 || +second > 59 || !isDate(+year, +month, +day)) return undefined;
  const millis = fraction === '' ? '000' : fraction.length === 3 ? fraction : fraction.padEnd(3, '0').slice(0, 3);
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}Z`;
  if (z !== undefined) return { iso, source: 'explicit' };
  if (sign !== undefined) {
    const offset = +(parts[10] ?? 0) * 60 + +(parts[11] ?? 0);
    if (+(parts[10] ?? 0) > 23 || +(parts[11] ?? 0) > 59) return undefined;
    return explicit(Date.parse(iso) - (sign === '-' ? -offset : offset) * MINUTE);
  }
  return timeZone === undefined ? { iso, source: 'assumed-utc' } : onWall(iso, timeZone);
}

/**
 * Reads the wall clock `time` (`HH:mm`) on the calendar day that `date` begins with. Without a zone it is taken as UTC.
 * A time that the zone's clocks skip is moved forward by the gap; of a repeated one the earlier is meant. Both are marked.
 */
export function readWallClock(date: unknown, time: unknown, timeZone?: string): Instant | undefined {
  if (typeof date !== 'string' || typeof time !== 'string') return undefined;
  const clock = WALL_CLOCK.exec(time);
  if (!clock) return undefined;
  const [, hour = '', minute = '', second = '00'] = clock;
  return readInstant(`${date.slice(0, 10)}T${hour.padStart(2, '0')}:${minute}:${second}`, timeZone);
}

/** The day after a calendar day, `YYYY-MM-DD`. */
export const nextDay = (date: string): string => utcDay(Date.parse(`${date}T00:00:00Z`) + DAY);

/** The UTC calendar day of an instant (epoch ms), `YYYY-MM-DD`. */
export const utcDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Minutes from one ISO instant to another, to a hundredth; absent if either is, or if it would be negative. */
export function minutesBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const minutes = (Date.parse(end) - Date.parse(start)) / MINUTE;
  return minutes >= 0 ? Math.round(minutes * 100) / 100 : undefined;
}

/** The instant some minutes after another; absent where that is no time. */
export function minutesAfter(start: string, minutes: number): string | undefined {
  const instant = Date.parse(start) + minutes * MINUTE;
  return Number.isFinite(instant) && Math.abs(instant) < 8.64e15 ? new Date(instant).toISOString() : undefined;
}

/** Whether this runtime knows an IANA zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  if (day <= 28) return true;
  if (month === 2) return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= 30 || (month !== 4 && month !== 6 && month !== 9 && month !== 11);
}

function explicit(instant: number): Instant | undefined {
  const iso = new Date(instant).toISOString();
  // A sign in front means a year that four digits cannot hold; such instants no longer compare as strings.
  return iso.length === 24 ? { iso, source: 'explicit' } : undefined;
}

/**
 * A zone's offset (ms) for each day on which it does not change, `null` for the others. Asking Temporal for every time
 * of 100,000 rows takes seconds; their days are few.
 */
const steadyOffsets = new Map<string, number | null>();
const REMEMBERED_DAYS = 20_000;

function onWall(asIfUtc: string, timeZone: string): Instant | undefined {
  const day = asIfUtc.slice(0, 10);
  const key = `${timeZone} ${day}`;
  let offset = steadyOffsets.get(key);
  if (offset === undefined) {
    if (!isTimeZone(timeZone)) return undefined;
    offset = steadyOffset(day, timeZone);
    if (steadyOffsets.size >= REMEMBERED_DAYS) steadyOffsets.clear();
    steadyOffsets.set(key, offset);
  }
  if (offset !== null) return zoned(Date.parse(asIfUtc) - offset);
  const wall = Temporal.PlainDateTime.from(asIfUtc.slice(0, -1));
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds;
  const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier === later.epochMilliseconds) return zoned(earlier);
  const repeated = later.toPlainDateTime().equals(wall);
  return zoned(repeated ? earlier : later.epochMilliseconds, repeated ? 'wall-time-repeated' : 'wall-time-skipped');
}

function steadyOffset(day: string, timeZone: string): number | null {
  const noon = Temporal.PlainDateTime.from(`${day}T12:00:00`);
  const [before, after] = [-36, 36].map(hours => noon.add({ hours }).toZonedDateTime(timeZone).offsetNanoseconds);
  return before !== undefined && before === after ? before / 1e6 : null;
}

function zoned(instant: number, mark?: WallMark): Instant | undefined {
  const at = explicit(instant);
  return at && { iso: at.iso, source: 'connection-zone', ...(mark ? { mark } : {}) };
}
