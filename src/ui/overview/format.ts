import { knownLocale } from '../detail/format.ts';
import type { Display } from '../wording/display.ts';
import type { Bucket, Unit } from './buckets.ts';

/** Numbers and days as a person of one language reads them. Days are calendar days: no zone can move them. */
export interface OverviewFormat {
  number(value: number): string;
  /** One digit behind the point below ten per cent. */
  percent(fraction: number): string;
  /** A bucket in full, for what is read out. */
  bucket(bucket: Bucket, unit: Unit): string;
  /** A bucket in short, for an axis. */
  tick(bucket: Bucket, unit: Unit): string;
  /** Monday is 0. */
  weekday(day: number, style: 'long' | 'short'): string;
  hour(hour: number): string;
  /** From the hour to the next. */
  hours(hour: number): string;
}

/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function overviewFormat({ locale }: Pick<Display, 'locale'>): OverviewFormat {
  const known = knownLocale(locale);
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(known, { timeZone: 'UTC', ...options });
  const numbers = new Intl.NumberFormat(known, { maximumFractionDigits: 0 });
  const percents = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 0 });
  const smallPercents = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 1 });
  const inFull = {
    day: dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    week: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    month: dates({ month: 'long', year: 'numeric' }),
    year: dates({ year: 'numeric' }),
  };
  const inShort = {
    day: dates({ day: 'numeric', month: 'short' }),
    week: dates({ day: 'numeric', month: 'short' }),
    month: dates({ month: 'short', year: '2-digit' }),
    year: dates({ year: 'numeric' }),
  };
  const weekdays = { long: dates({ weekday: 'long' }), short: dates({ weekday: 'short' }) };
  const clock = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return {
    number: value => numbers.format(value),
    percent: fraction => (fraction > 0 && fraction < 0.1 ? smallPercents : percents).format(fraction),
    bucket: ({ first, end }, unit) =>
      unit === 'week'
        ? inFull.week.formatRange(Date.parse(first), Date.parse(end) - DAY)
        : inFull[unit].format(Date.parse(first)),
    tick: ({ first }, unit) => inShort[unit].format(Date.parse(first)),
    weekday: (day, style) => weekdays[style].format(MONDAY + day * DAY),
    hour: hour => clock.format(MONDAY + hour * HOUR),
    hours: hour => `${clock.format(MONDAY + hour * HOUR)}–${clock.format(MONDAY + (hour + 1) * HOUR)}`,
  };
}
