import type { Aggregates, Tally } from '../../query/aggregates.ts';
import type { Query } from '../../query/query.ts';
import type { Column, ColumnChart, DataTable, OverviewSection } from '../../webview/overview-protocol.ts';
import { type Bucket, bucketsBetween, startOf, UNITS, type Unit, windowFor } from './buckets.ts';
import type { OverviewFormat } from './format.ts';
import { narrowed, type Part } from './narrow.ts';
import { HELD, LIFE, together } from './tallies.ts';
import type { OverviewWords } from './words.ts';

export interface TimeInput {
  aggregates: Aggregates;
  query: Query;
  /** The calendar day of the present in the display zone. */
  today: string;
  /** How long a column is; what shows most of the sessions where nobody chose. */
  unit?: Unit;
}

/** What happened in one bucket. */
interface Filled {
  bucket: Bucket;
  parts: { status: Aggregates['byDay'][number]['status']; tally: Tally }[];
  /** Over the sessions in which people were, are or will be. */
  held: Tally;
  count: number;
}

/** Sessions by status, people and time, each over the same days. Nothing where no session has a start. */
export function timeSections(input: TimeInput, words: OverviewWords, format: OverviewFormat): OverviewSection[] {
  const { byDay } = input.aggregates;
  if (byDay.length === 0) return [];
  const days = byDay.map(({ day, tally }) => ({ day, count: tally.sessions }));
  const { unit, first, last, count: shown } = windowFor(days, input.unit);
  const outside = days.reduce((sum, { count }) => sum + count, 0) - shown;
  const inBucket = Map.groupBy(byDay, ({ day }) => startOf(day, unit));
  const drawn = bucketsBetween(first, last, unit).map((bucket): Filled => {
    const days = inBucket.get(bucket.first) ?? [];
    const parts = LIFE.flatMap(status => {
      const tallies = days.filter(day => day.status === status).map(day => day.tally);
      return tallies.length === 0 ? [] : [{ status, tally: together(tallies) }];
    });
    const held = together(parts.filter(({ status }) => HELD.has(status)).map(({ tally }) => tally));
    return { bucket, parts, held, count: parts.reduce((sum, { tally }) => sum + tally.sessions, 0) };
  });
  const time = { ...input, unit, drawn, words, format };
  return [
    {
      id: 'days',
      title: words.time.title[unit],
      wide: true,
      ...(outside > 0 ? { note: words.time.outside(format.number(outside)) } : {}),
      choices: {
        label: words.time.choices,
        all: UNITS.map(each => ({ action: each, label: words.time.unit[each], pressed: each === unit })),
      },
      chart: { kind: 'columns', ...byStatus(time) },
    },
    measured(time, 'people', drawn, value =>
      value === 1 ? words.time.person : words.time.people(format.number(value)),
    ),
    measured(time, 'minutes', drawn, words.minutes),
  ];
}

interface Time extends TimeInput {
  unit: Unit;
  drawn: Filled[];
  words: OverviewWords;
  format: OverviewFormat;
}

const counted = (count: number, { words, format }: Time): string =>
  count === 1 ? words.time.session : words.time.sessions(format.number(count));

function byStatus(time: Time): ColumnChart {
  const { drawn, unit, query, words, format } = time;
  const scale = scaleTo(Math.max(...drawn.map(({ count }) => count)));
  const columns = drawn.map(({ bucket, parts, count }): Column => {
    const said = parts.map(({ status, tally }) => `${words.status(status)} ${format.number(tally.sessions)}`);
    const what = [count === 0 ? words.time.none : counted(count, time), ...(parts.length > 1 ? said : [])].join(' · ');
    return {
      text: words.time.column(
        format.bucket(bucket, unit),
        parts.length === 1 ? `${counted(count, time)} · ${said}` : what,
      ),
      ...(count > 0 ? { query: narrowed(query, bucket.parts) } : {}),
      parts: parts.map(({ status, tally }) => ({ tone: status, height: tally.sessions / scale.top })),
    };
  });
  // Those too that are on no day: the entry's query finds them.
  const totals = LIFE.map(status => ({
    status,
    count: time.aggregates.byProvider.reduce((n, part) => n + (part.status === status ? part.tally.sessions : 0), 0),
  })).filter(({ count }) => count > 0);
  return {
    label: words.time.label,
    columns,
    ...axes(time, scale, value => format.number(value)),
    legend: totals.map(({ status, count }) => ({
      tone: status,
      label: words.status(status),
      count: format.number(count),
      query: narrowed(query, [{ name: 'status', values: [status] }]),
    })),
    summary: busiest(
      drawn.map(({ bucket, count }) => ({
        value: count,
        text: words.time.column(format.bucket(bucket, unit), counted(count, time)),
      })),
      words,
    ),
    table: table(
      time,
      words.time.title[unit],
      [words.time.total, ...totals.map(({ status }) => words.status(status))],
      ({ bucket, parts, count }) => [
        { text: format.number(count) },
        ...totals.map(({ status }) => {
          const sessions = parts.find(part => part.status === status)?.tally.sessions ?? 0;
          const here: Part[] = [...bucket.parts, { name: 'status', values: [status] }];
          return { text: format.number(sessions), ...(sessions > 0 ? { query: narrowed(query, here) } : {}) };
        }),
      ],
    ),
  };
}

/** One column for each bucket's sum; a bucket whose sessions say nothing is marked, not drawn as zero. */
function measured(
  time: Time,
  measure: 'people' | 'minutes',
  drawn: Filled[],
  worded: (value: number) => string,
): OverviewSection {
  const { unit, query, words, format } = time;
  const minutes = measure === 'minutes';
  // Minutes are drawn in hours, so that the axis has round ones.
  const scale = scaleTo(Math.max(...drawn.map(({ held }) => held[measure].sum)) / (minutes ? 60 : 1));
  const held: Part = { name: 'status', values: ['cancelled', 'missed'], negated: true };
  const queryFor = ({ bucket, parts }: Filled): string =>
    narrowed(query, parts.every(({ status }) => HELD.has(status)) ? bucket.parts : [...bucket.parts, held]);
  const columns = drawn.map((filled): Column => {
    const { known, sum } = filled.held[measure];
    const { sessions } = filled.held;
    const over = known < sessions && known > 0 ? ` · ${words.over(format.number(known), format.number(sessions))}` : '';
    const what = sessions === 0 ? words.time.none : known === 0 ? words.notReported : `${worded(sum)}${over}`;
    return {
      text: words.time.column(format.bucket(filled.bucket, unit), what),
      ...(sessions > 0 ? { query: queryFor(filled) } : {}),
      parts: sum > 0 ? [{ tone: 'value', height: sum / (minutes ? 60 : 1) / scale.top }] : [],
      ...(sessions > 0 && known === 0 ? { missing: true } : {}),
    };
  });
  const all = together(drawn.map(filled => filled.held));
  return {
    id: measure,
    title: minutes ? words.time.minutesTitle : words.time.peopleTitle,
    note: overWhat(all[measure].known, all.sessions, words, format),
    chart: {
      kind: 'columns',
      label: minutes ? words.time.minutesLabel : words.time.peopleLabel,
      columns,
      ...axes(time, scale, value => (minutes ? words.minutes(value * 60) : format.number(value))),
      legend: columns.some(column => column.missing) ? [{ tone: 'missing', label: words.notReported }] : [],
      summary: busiest(
        columns.map(({ text }, at) => ({ text, value: drawn[at]?.held[measure].sum ?? 0 })),
        words,
      ),
      table: table(
        time,
        minutes ? words.time.minutesTitle : words.time.peopleTitle,
        [minutes ? words.time.minutesHead : words.figure.people.label, words.time.reporting],
        ({ held: { sessions, [measure]: value } }) => [
          value.known === 0 && sessions > 0
            ? { text: words.notReported, missing: true }
            : { text: format.number(value.sum) },
          { text: words.of(format.number(value.known), format.number(sessions)) },
        ],
        queryFor,
        ({ held }) => held.sessions,
      ),
    },
  };
}

/** Over how many of the sessions something is known. */
export const overWhat = (known: number, all: number, words: OverviewWords, format: OverviewFormat): string =>
  known === 0 && all > 0
    ? words.notReported
    : known < all
      ? words.over(format.number(known), format.number(all))
      : all === 1
        ? words.overOne
        : words.overAll(format.number(all));

/** What is said while nothing is pointed at. */
function busiest(columns: readonly { text: string; value: number }[], words: OverviewWords): string {
  const most = columns.reduce((best, each) => (each.value > best.value ? each : best), { text: '', value: 0 });
  return most.value > 0 ? words.time.most(most.text) : '';
}

/** Round lines up to a maximum; at least to 1. */
export function scaleTo(most: number): { top: number; lines: number[] } {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find(round => round * power >= rough) ?? 10) * power);
  const count = Math.max(1, Math.ceil(Math.max(most, 1) / step - 1e-9));
  return { top: count * step, lines: Array.from({ length: count + 1 }, (_, line) => line * step) };
}

function axes(
  { drawn, unit, today, words, format }: Time,
  scale: ReturnType<typeof scaleTo>,
  worded: (value: number) => string,
): Pick<ColumnChart, 'scale' | 'ticks' | 'today'> {
  const here = drawn.findIndex(({ bucket }) => bucket.first <= today && today < bucket.end);
  // Weekly marks under days, else as many as have room; the last ones would stand over the edge.
  const every = unit === 'day' && drawn.length > 10 ? 7 : Math.max(1, Math.ceil(drawn.length / 9));
  const ticks = drawn
    .map(({ bucket }, column) => ({ column, label: format.tick(bucket, unit) }))
    .filter(({ column }) => column % every === 0)
    .map((tick, at) => ({ ...tick, minor: at % 2 === 1 }));
  return {
    scale: scale.lines.map(value => ({ at: value / scale.top, label: value === 0 ? format.number(0) : worded(value) })),
    ticks,
    ...(here < 0 ? {} : { today: { column: here, label: words.time.today[unit] } }),
  };
}

function table(
  { drawn, unit, query, words, format }: Time,
  title: string,
  head: readonly string[],
  cells: (filled: Filled) => DataTable['rows'][number]['cells'],
  queryFor: (filled: Filled) => string = ({ bucket }) => narrowed(query, bucket.parts),
  counts: (filled: Filled) => number = ({ count }) => count,
): DataTable {
  return {
    summary: words.time.table,
    caption: words.time.tableCaption(title),
    head: [words.time.unit[unit], ...head],
    rows: drawn
      .filter(filled => counts(filled) > 0)
      .map(filled => ({
        label: format.bucket(filled.bucket, unit),
        query: queryFor(filled),
        cells: cells(filled),
      })),
  };
}
