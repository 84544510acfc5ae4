/** A date as it is written in a query, before a zone and a present make instants of it. */
export type DateWord =
  | { kind: 'day'; year: number; month: number; day: number }
  | { kind: 'month'; year: number; month: number }
  /** So many calendar units from today. */
  | { kind: 'relative'; amount: number; unit: 'days' | 'weeks' | 'months' | 'years' }
  /** So many hours from now: an instant, not a day. */
  | { kind: 'hours'; amount: number };

/** What can stand where a date is asked for. */
export const DATE_EXAMPLES = ['today', '-7d', '+2w', 'YYYY-MM-DD', 'YYYY-MM'];

/** Days of the week as `weekday:` knows them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const NAMED: Readonly<Record<string, DateWord>> = {
  now: { kind: 'hours', amount: 0 },
  today: { kind: 'relative', amount: 0, unit: 'days' },
  yesterday: { kind: 'relative', amount: -1, unit: 'days' },
  tomorrow: { kind: 'relative', amount: 1, unit: 'days' },
};
const UNITS = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;
const RELATIVE = /^([+-]\d{1,4})([dwmyh])$/;
const CALENDAR = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;

/** Reads `today`, `yesterday`, `tomorrow`, `now`, `-7d`, `+2w`, `-1m`, `+1y`, `+24h`, `2026-11-22` or `2026-11`. */
export function readDate(text: string): DateWord | undefined {
  const word = text.toLowerCase();
  if (Object.hasOwn(NAMED, word)) return NAMED[word];
  const [, amount, unit] = RELATIVE.exec(word) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return unit === 'h'
      ? { kind: 'hours', amount: Number(amount) }
      : { kind: 'relative', amount: Number(amount), unit: UNITS[unit as keyof typeof UNITS] };
  }
  const [, years, months, days] = CALENDAR.exec(word) ?? [];
  if (years === undefined || months === undefined) return undefined;
  const [year, month] = [Number(years), Number(months)];
  if (month < 1 || month > 12) return undefined;
  if (days === undefined) return { kind: 'month', year, month };
  const day = Number(days);
  return day >= 1 && day <= daysIn(year, month) ? { kind: 'day', year, month, day } : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
