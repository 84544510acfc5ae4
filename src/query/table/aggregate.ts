import { DAY } from '../../session/instant.ts';
import { STATUSES } from '../../session/session.ts';
import type { Aggregates, Tally } from '../aggregates.ts';
import { HOURS_OF_WEEK, hourOfWeek, isoDay, wallClockIn } from '../calendar.ts';
import type { Grouping } from './groups.ts';
import { BLOCK } from './scan.ts';
import type { Sessions } from './sessions.ts';

/** What is summed of each group of rows, one number each. */
const SUMS = 11;

/** Sums up rows in one pass over their columns, pausing between blocks. */
export function* aggregate({ sessions, timeZone }: Grouping, rows: Uint32Array): Generator<void, Aggregates> {
  const { provider, status, start } = sessions.columns;
  const wallClock = wallClockIn(timeZone);
  const byProvider = new Map<number, Float64Array>();
  const byDay = new Map<number, Float64Array>();
  const byHour = new Uint32Array(HOURS_OF_WEEK);
  for (let from = 0; from < rows.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows.length);
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      const state = status[row] ?? 0;
      addRow(sumsOf(byProvider, (provider[row] ?? 0) * STATUSES.length + state), sessions, row);
      const started = start[row] ?? NaN;
      if (Number.isNaN(started)) continue;
      const local = wallClock(started);
      const hour = hourOfWeek(local);
      byHour[hour] = (byHour[hour] ?? 0) + 1;
      addRow(sumsOf(byDay, Math.floor(local / DAY) * STATUSES.length + state), sessions, row);
    }
    yield;
  }
  const label = (group: number): string => sessions.providers.values[group] ?? '';
  return {
    byProvider: ascending(byProvider).map(({ group, ...rest }) => ({ provider: label(group), ...rest })),
    byDay: ascending(byDay).map(({ group, ...rest }) => ({ day: isoDay(group), ...rest })),
    byHour: [...byHour],
  };
}

function sumsOf(groups: Map<number, Float64Array>, group: number): Float64Array {
  let sums = groups.get(group);
  if (!sums) {
    sums = new Float64Array(SUMS);
    groups.set(group, sums);
  }
  return sums;
}

function addRow(sums: Float64Array, { columns }: Sessions, row: number): void {
  const people = columns.participants[row] ?? NaN;
  const minutes = columns.minutes[row] ?? NaN;
  const places = columns.places[row] ?? NaN;
  const filled = columns.filled[row] ?? NaN;
  const attended = columns.attended[row] ?? NaN;
  const add = (at: number, by: number): void => {
    sums[at] = (sums[at] ?? 0) + by;
  };
  add(0, 1);
  if (!Number.isNaN(minutes)) {
    add(1, 1);
    add(2, minutes);
  }
  if (Number.isNaN(people)) return;
  add(3, 1);
  add(4, people);
  if (!Number.isNaN(places)) {
    add(5, 1);
    add(6, places);
    add(7, Number.isNaN(filled) ? people : filled);
  }
  if (!Number.isNaN(attended)) {
    add(8, 1);
    add(9, attended);
    add(10, people);
  }
}

/** Groups are numbered by what they are and by status; they are told apart here, in ascending order. */
const ascending = (groups: Map<number, Float64Array>) =>
  [...groups]
    .sort(([one], [other]) => one - other)
    .map(([number, sums]) => {
      const group = Math.floor(number / STATUSES.length);
      return { group, status: STATUSES[number - group * STATUSES.length] ?? 'unknown', tally: tallyOf(sums) };
    });

function tallyOf(sums: Float64Array): Tally {
  const of = (at: number): number => sums[at] ?? 0;
  return {
    sessions: of(0),
    minutes: { known: of(1), sum: of(2) },
    people: { known: of(3), sum: of(4) },
    places: { known: of(5), sum: of(6), filled: of(7) },
    attended: { known: of(8), sum: of(9), expected: of(10) },
  };
}
