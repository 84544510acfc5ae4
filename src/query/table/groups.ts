import { STATUSES } from '../../session/session.ts';
import { dayIn, isoDay, isoMonth, monthIn } from '../calendar.ts';
import type { Choice, Dimension } from '../selection.ts';
import { namesOf } from './conditions.ts';
import { byCount, type Called } from './facets.ts';
import { BLOCK } from './scan.ts';
import type { Sessions } from './sessions.ts';

export interface Grouping extends Called {
  sessions: Sessions;
  timeZone: string;
}

/** How rows fall into groups by one dimension. */
interface Division {
  /** The number of a row's group, or `NONE`. */
  groupOf(row: number): number;
  valueOf(group: number): string;
  labelOf(group: number): string;
  /** Without it, the largest groups come first. */
  compare?: (a: number, b: number) => number;
}

const NONE = Number.MIN_SAFE_INTEGER;

/** Divides rows by one dimension, keeping their order within each part. Those that have none come last, under ''. */
export function* partsBy(
  grouping: Grouping,
  rows: Uint32Array,
  dimension: Dimension,
): Generator<void, (Choice & { rows: Uint32Array })[]> {
  const division = divisionBy(grouping, dimension);
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  const partOf = new Uint32Array(rows.length);
  let lastGroup: number | undefined;
  let part = 0;
  for (let from = 0; from < rows.length; from += BLOCK) {
    for (let at = from; at < Math.min(from + BLOCK, rows.length); at++) {
      const group = division.groupOf(rows[at] ?? 0);
      // Neighbours are mostly of one day, and often of one service.
      if (group !== lastGroup) {
        lastGroup = group;
        part = numbers.get(group) ?? counts.push(0) - 1;
        numbers.set(group, part);
      }
      partOf[at] = part;
      counts[part] = (counts[part] ?? 0) + 1;
    }
    yield;
  }
  const parts = Array.from(numbers, ([group, part]) => ({
    group,
    value: group === NONE ? '' : division.valueOf(group),
    label: group === NONE ? '' : division.labelOf(group),
    count: 0,
    rows: new Uint32Array(counts[part] ?? 0),
  }));
  for (let from = 0; from < rows.length; from += BLOCK) {
    for (let at = from; at < Math.min(from + BLOCK, rows.length); at++) {
      const part = parts[partOf[at] ?? 0];
      if (part) part.rows[part.count++] = rows[at] ?? 0;
    }
    yield;
  }
  parts.sort(
    (a, b) =>
      Number(a.group === NONE) - Number(b.group === NONE) || (division.compare?.(a.group, b.group) ?? byCount(a, b)),
  );
  return parts.map(({ group: _, ...part }) => part);
}

function divisionBy({ sessions, timeZone, providerLabel, connectionLabel }: Grouping, dimension: Dimension): Division {
  const { columns } = sessions;
  switch (dimension) {
    case 'provider': {
      const value = (group: number): string => sessions.providers.values[group] ?? '';
      // The table begins with the known ones in their order.
      return {
        groupOf: row => columns.provider[row] ?? 0,
        valueOf: value,
        labelOf: group => providerLabel(value(group)),
        compare: (a, b) => a - b,
      };
    }
    case 'connection': {
      const value = (group: number): string => sessions.connections.values[group] ?? '';
      const label = (group: number): string => connectionLabel(value(group));
      return {
        groupOf: row => columns.connection[row] ?? 0,
        valueOf: value,
        labelOf: label,
        compare: (a, b) => (label(a) < label(b) ? -1 : label(a) > label(b) ? 1 : a - b),
      };
    }
    case 'status': {
      const value = (group: number): string => STATUSES[group] ?? '';
      return { groupOf: row => columns.status[row] ?? 0, valueOf: value, labelOf: value, compare: (a, b) => a - b };
    }
    case 'day':
    case 'month': {
      const groupOf = dimension === 'day' ? dayIn(timeZone) : monthIn(timeZone);
      const value = dimension === 'day' ? isoDay : isoMonth;
      return {
        groupOf(row) {
          const start = columns.start[row] ?? NaN;
          return Number.isNaN(start) ? NONE : groupOf(start);
        },
        valueOf: value,
        labelOf: value,
        compare: (a, b) => b - a,
      };
    }
    case 'host':
    case 'place':
    case 'kind': {
      const names = namesOf(sessions, dimension);
      const column = columns[dimension];
      return {
        groupOf(row) {
          const entry = column[row] ?? 0;
          return entry === 0 ? NONE : (names.own.data[entry] ?? 0);
        },
        valueOf: group => names.values[group] ?? '',
        labelOf: group => names.labels[group] ?? '',
      };
    }
  }
}
