import { WEEKDAYS } from '../../query/calendar.ts';
import type { Query } from '../../query/query.ts';
import type { HourCell, OverviewSection } from '../../webview/overview-protocol.ts';
import type { OverviewFormat } from './format.ts';
import { narrowed } from './narrow.ts';
import type { OverviewWords } from './words.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Sessions by weekday and hour of their start. Nothing where no session has a start. */
export function hoursSection(
  byHour: readonly number[],
  query: Query,
  words: OverviewWords,
  format: OverviewFormat,
): OverviewSection[] {
  const most = Math.max(...byHour);
  if (most === 0) return [];
  const countAt = (day: number, hour: number): number => byHour[day * 24 + hour] ?? 0;
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const sessions = (count: number): string =>
    count === 0 ? words.time.none : count === 1 ? words.time.session : words.time.sessions(format.number(count));
  const textAt = (day: number, hour: number): string =>
    words.hours.cell(format.weekday(day, 'long'), format.hours(hour), sessions(countAt(day, hour)));
  const queryAt = (weekday: string, hour: number): string =>
    narrowed(query, [
      { name: 'weekday', values: [weekday] },
      { name: 'hour', values: [String(hour)] },
    ]);
  const busiest = byHour.indexOf(most);
  return [
    {
      id: 'hours',
      title: words.hours.title,
      chart: {
        kind: 'hours',
        label: words.hours.label,
        hours: HOURS.map(hour => ({ label: hour % 3 === 0 ? String(hour) : '', minor: hour % 6 !== 0 })),
        days: WEEKDAYS.map((weekday, day) => ({
          label: format.weekday(day, 'short'),
          name: format.weekday(day, 'long'),
          ...(total(HOURS.map(hour => countAt(day, hour))) > 0
            ? { query: narrowed(query, [{ name: 'weekday', values: [weekday] }]) }
            : {}),
          cells: HOURS.map((hour): HourCell => {
            const count = countAt(day, hour);
            return {
              size: Math.sqrt(count / most),
              text: textAt(day, hour),
              ...(count > 0 ? { query: queryAt(weekday, hour) } : {}),
            };
          }),
        })),
        summary: words.time.most(textAt(Math.floor(busiest / 24), busiest % 24)),
        table: {
          summary: words.time.table,
          caption: words.time.tableCaption(words.hours.title),
          head: [words.hours.hour, ...WEEKDAYS.map((_, day) => format.weekday(day, 'short')), words.time.total],
          rows: HOURS.map(hour => ({
            label: format.hours(hour),
            counts: WEEKDAYS.map((weekday, day) => ({ weekday, count: countAt(day, hour) })),
          }))
            .map(({ counts, label }, hour) => ({ counts, label, hour, all: total(counts.map(({ count }) => count)) }))
            .filter(({ all }) => all > 0)
            .map(({ counts, label, hour, all }) => ({
              label,
              query: narrowed(query, [{ name: 'hour', values: [String(hour)] }]),
              cells: [
                ...counts.map(({ weekday, count }) => ({
                  text: format.number(count),
                  ...(count > 0 ? { query: queryAt(weekday, hour) } : {}),
                })),
                { text: format.number(all) },
              ],
            })),
        },
      },
    },
  ];
}
