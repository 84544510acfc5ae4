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
const LETTER_Z = 0x5a;
/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Fifty years and more; a list with times all over history gets no faster, and memory stays bounded. */
const REMEMBERED_DAYS = 20_000;

/**
 * Reads a time as services write it. One without an offset is taken as UTC, or as a wall clock of `timeZone` where the
 * connection names one. Anything that is no date, the 30th of February included, is `undefined`.
 */
export function readInstant(value: unknown, timeZone?: string): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = plainIso(value);
  if (plain !== undefined) {
    if (value.endsWith('Z')) return { iso: plain, source: 'explicit' };
    return timeZone === undefined ? { iso: plain, source: 'assumed-utc' } : onWall(epochOf(plain), timeZone);
  }
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
    return at(epochOf(iso) - (sign === '-' ? -offset : offset) * MINUTE, 'explicit');
  }
  return timeZone === undefined ? { iso, source: 'assumed-utc' } : onWall(epochOf(iso), timeZone);
}

/**
 * The forms that nearly all services write, without being taken apart: seconds or milliseconds or microseconds, with `Z`,
 * or seconds with nothing. `undefined` says nothing of a text but that it has another form.
 */
function plainIso(value: string): string | undefined {
  const { length } = value;
  const zoned = value.charCodeAt(length - 1) === LETTER_Z;
  if (length !== 19 && !(zoned && (length === 20 || length === 24 || length === 27))) return undefined;
  if (value[4] !== '-' || value[7] !== '-' || value[13] !== ':' || value[16] !== ':') return undefined;
  if (value[10] !== 'T' && value[10] !== ' ') return undefined;
  if (!(two(value, 11) <= 23 && two(value, 14) <= 59 && two(value, 17) <= 59)) return undefined;
  if (!isDate(yearAt(value), two(value, 5), two(value, 8))) return undefined;
  if (length <= 20) return `${value.slice(0, 10)}T${value.slice(11, 19)}.000Z`;
  if (value[19] !== '.' || !/^\d+$/.test(value.slice(20, -1))) return undefined;
  return length === 24 && value[10] === 'T' ? value : `${value.slice(0, 10)}T${value.slice(11, 23)}Z`;
}

/** Two digits as a number; not a number where they are none, so that no comparison holds. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/**
 * Reads the wall clock `time` (`HH:mm`) on the calendar day that `date` begins with. Without a zone it is taken as UTC.
 * A time that the zone's clocks skip is moved forward by the gap; of a repeated one the earlier is meant. Both are marked.
 */
export function readWallClock(date: unknown, time: unknown, timeZone?: string): Instant | undefined {
  const seconds = clockSeconds(time);
  if (typeof date !== 'string' || seconds === undefined) return undefined;
  const [year, month, day] = [yearAt(date), two(date, 5), two(date, 8)];
  if (date[4] !== '-' || date[7] !== '-' || !isDate(year, month, day)) return undefined;
  const wall = dayNumber(year, month, day) * DAY + seconds * 1000;
  return timeZone === undefined ? at(wall, 'assumed-utc') : onWall(wall, timeZone);
}

/** Seconds after midnight that a clock shows (`9:05`, `10:00`, `10:00:30`). */
export function clockSeconds(time: unknown): number | undefined {
  if (typeof time !== 'string') return undefined;
  // `10:00` is what nearly all are.
  if (time.length === 5 && time[2] === ':') {
    const [hours, minutes] = [two(time, 0), two(time, 3)];
    return hours <= 23 && minutes <= 59 ? (hours * 60 + minutes) * 60 : undefined;
  }
  const [, hour = '', minute = '', second = '0'] = WALL_CLOCK.exec(time) ?? [];
  if (hour === '' || +hour > 23 || +minute > 59 || +second > 59) return undefined;
  return (+hour * 60 + +minute) * 60 + +second;
}

/** The day after a calendar day, `YYYY-MM-DD`. */
export const nextDay = (date: string): string => utcDay(Date.parse(`${date}T00:00:00Z`) + DAY);

/** The UTC calendar day of an instant (epoch ms), `YYYY-MM-DD`. */
export const utcDay = (instant: number): string => isoOf(instant).slice(0, 10);

/** Minutes from one ISO instant to another, to a hundredth; absent if either is, or if it would be negative. */
export function minutesBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const minutes = (epochOf(end) - epochOf(start)) / MINUTE;
  return minutes >= 0 ? Math.round(minutes * 100) / 100 : undefined;
}

/** The instant some minutes after another; absent where that is no time. */
export function minutesAfter(start: string, minutes: number): string | undefined {
  return shownAs(epochOf(start) + minutes * MINUTE);
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
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
  if (day <= 28) return true;
  if (month === 2) return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= 30 || (month !== 4 && month !== 6 && month !== 9 && month !== 11);
}

/** ISO texts of days, by their number since 1970: `toISOString` is what reading a long list would wait for. */
const dayTexts = new Map<number, string>();

/** An instant (epoch ms) as ISO 8601 in UTC with milliseconds. Throws for what is no time, as `toISOString` does. */
export function isoOf(instant: number): string {
  const day = Math.floor(instant / DAY);
  let date = dayTexts.get(day);
  if (date === undefined) {
    date = new Date(instant).toISOString().slice(0, -14);
    if (dayTexts.size >= REMEMBERED_DAYS) dayTexts.clear();
    dayTexts.set(day, date);
  }
  const millis = Math.floor(instant - day * DAY);
  const seconds = Math.floor(millis / 1000);
  const time = `${TWO[Math.floor(seconds / 3600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}`;
  return `${date}T${time}.${TWO[Math.floor(millis / 10) % 100]}${millis % 10}Z`;
}

/** An instant as this module writes it, as epoch ms; `Date.parse` without its search for a format. */
export function epochOf(iso: string): number {
  const minutes = two(iso, 11) * 60 + two(iso, 14);
  const millis = two(iso, 20) * 10 + iso.charCodeAt(22) - 0x30;
  return dayNumber(yearAt(iso), two(iso, 5), two(iso, 8)) * DAY + (minutes * 60 + two(iso, 17)) * 1000 + millis;
}

/** Days from 1970 to a date. Years begin in March here, so that a leap day is the last of its year. */
function dayNumber(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 719_469;
}

const yearAt = (text: string): number => two(text, 0) * 100 + two(text, 2);

const TWO = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

function at(instant: number, source: Instant['source'], mark?: WallMark): Instant | undefined {
  const iso = shownAs(instant);
  if (iso === undefined) return undefined;
  return mark ? { iso, source, mark } : { iso, source };
}

/** An instant as text, where there is such an instant and its year has four digits: others do not compare as strings. */
function shownAs(instant: number): string | undefined {
  if (!(Math.abs(instant) <= 8.64e15)) return undefined;
  const iso = isoOf(instant);
  return iso.length === 24 ? iso : undefined;
}

/**
 * A zone's offset (ms) for each day on which it does not change, `null` for the others. Asking Temporal for every time
 * of 100,000 rows takes seconds; their days are few.
 */
const steadyOffsets = new Map<string, Map<number, number | null>>();

/** `wall`: what the clock shows, as if it were UTC (epoch ms). */
function onWall(wall: number, timeZone: string): Instant | undefined {
  let offsets = steadyOffsets.get(timeZone);
  if (!offsets) {
    if (!isTimeZone(timeZone)) return undefined;
    offsets = new Map();
    steadyOffsets.set(timeZone, offsets);
  }
  const day = Math.floor(wall / DAY);
  let offset = offsets.get(day);
  if (offset === undefined) {
    offset = steadyOffset(utcDay(wall), timeZone);
    if (offsets.size >= REMEMBERED_DAYS) offsets.clear();
    offsets.set(day, offset);
  }
  if (offset !== null) return at(wall - offset, 'connection-zone');
  const shown = Temporal.PlainDateTime.from(isoOf(wall).slice(0, -1));
  const earlier = shown.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds;
  const later = shown.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier === later.epochMilliseconds) return at(earlier, 'connection-zone');
  const repeated = later.toPlainDateTime().equals(shown);
  return repeated
    ? at(earlier, 'connection-zone', 'wall-time-repeated')
    : at(later.epochMilliseconds, 'connection-zone', 'wall-time-skipped');
}

function steadyOffset(day: string, timeZone: string): number | null {
  const noon = Temporal.PlainDateTime.from(`${day}T12:00:00`);
  const [before, after] = [-36, 36].map(hours => noon.add({ hours }).toZonedDateTime(timeZone).offsetNanoseconds);
  return before !== undefined && before === after ? before / 1e6 : null;
}
