import { l10n } from 'vscode';
import { DAY, HOUR, MINUTE } from '../../session/instant.ts';
import type { Display } from './display.ts';

// Making a formatter costs a thousand times what using one does, and a tree formats hundreds of times.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(name, found);
  }
  return found;
}

/** An instant (ISO 8601 or epoch ms) in the display zone, which is named. The year is left out where it is this one. */
export const wordInstant = (at: string | number, display: Display): string =>
  dated(at, display, { weekday: 'short' }).format(new Date(at));

/**
 * An instant for a narrow row: the time alone today or on a day that is named already (`onDay`), without the weekday on
 * others. What weighs most comes first there, so its zone is for the end of the row: `zoneName`.
 */
export function wordMoment(at: string | number, display: Display, onDay = false): string {
  const { timeZone, now } = display;
  const plain = onDay || dayOf(new Date(at).getTime(), timeZone) === dayOf(now, timeZone);
  return plain ? wordClock(at, display) : withoutZone(dated(at, display, {}), at);
}

/** The time of day alone, with its zone. */
export const wordTimeOfDay = (at: string | number, display: Display): string => clock(display).format(new Date(at));

/** The time of day where its zone is named elsewhere. */
export const wordClock = (at: string | number, display: Display): string => withoutZone(clock(display), at);

/** What the display zone is called at an instant: `CET` in winter, `CEST` in summer. */
export const zoneName = (at: string | number, display: Display): string =>
  clock(display)
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? display.timeZone;

function dated(
  at: string | number,
  { timeZone, locale, now }: Display,
  more: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const sameYear = yearIn(timeZone, new Date(at)) === yearIn(timeZone, new Date(now));
  return format(locale, {
    timeZone,
    ...more,
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}

const clock = ({ timeZone, locale }: Display): Intl.DateTimeFormat =>
  format(locale, { timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });

/** The same digits as with the zone: languages write an hour otherwise where none is named. */
const withoutZone = (way: Intl.DateTimeFormat, at: string | number): string =>
  way
    .formatToParts(new Date(at))
    .filter(({ type }) => type !== 'timeZoneName')
    .map(({ value }) => value)
    .join('')
    .trim();

const yearIn = (timeZone: string, instant: Date): string =>
  format('en', { timeZone, year: 'numeric', era: 'short' }).format(instant);

/** The calendar day of an instant in the display zone, as `2025-11-22`. */
export function dayOf(at: number, timeZone: string): string {
  const parts = format('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    new Date(at),
  );
  const part = (type: string): string => parts.find(each => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Days added to a calendar day (`2025-11-22`); knows no zone, so no clock change can touch it. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/**
 * A calendar day, with a word for those around today, and a year where it is not this one. Anything else than `2025-11-22`
 * is given back as it is.
 */
export function wordDay(day: string, { timeZone, locale, now }: Display): string {
  const date = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(date)) return day;
  const today = dayOf(now, timeZone);
  const text = format(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(date);
  if (day === today) return l10n.t('Today, {0}', text);
  if (day === addDays(today, 1)) return l10n.t('Tomorrow, {0}', text);
  if (day === addDays(today, -1)) return l10n.t('Yesterday, {0}', text);
  return text;
}

/** A calendar month, `2025-11`. */
export function wordMonth(month: string, { locale }: Display): string {
  const date = Date.parse(`${month}-01T00:00:00Z`);
  if (Number.isNaN(date)) return month;
  return format(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(date);
}

/** How long ago an instant was, coarsely: the age of data, not a measurement. */
export function wordAge(at: string | number, now: number): string {
  const age = Math.max(0, now - new Date(at).getTime());
  if (age < MINUTE) return l10n.t('just now');
  if (age < HOUR) return l10n.t('{0} min ago', Math.floor(age / MINUTE));
  if (age < 2 * DAY) return l10n.t('{0} h ago', Math.floor(age / HOUR));
  return l10n.t('{0} days ago', Math.floor(age / DAY));
}

export function wordMinutes(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.trunc(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return l10n.t('{0} min', rest);
  return rest === 0 ? l10n.t('{0} h', hours) : l10n.t('{0} h {1} min', hours, rest);
}

export const wordCount = (count: number, { locale }: Pick<Display, 'locale'>): string => count.toLocaleString(locale);
