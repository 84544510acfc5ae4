import { inSlices } from '../../turns/slices.ts';
import type { Aggregates } from '../aggregates.ts';
import type { Selection } from '../selection.ts';
import { aggregate } from './aggregate.ts';
import { type Grouping, partsBy } from './groups.ts';
import { compareKeys, keyAt } from './keys.ts';
import type { Tied } from './order.ts';
import { heldAt } from './sessions.ts';

/** What the selections of one answer share. */
export interface Answer extends Grouping {
  tied: Tied;
}

/**
 * Rows as a selection. They come sorted but for ties; rows of equal rank are put in the order of their keys when they
 * are looked at, which spares comparing a million keys for a page of fifty.
 */
export function selectionOf(answer: Answer, rows: Uint32Array): Selection {
  const { sessions, tied } = answer;
  const settled = new Set<number>();

  const areTied = (a: number, b: number): boolean => tied(rows[a] ?? 0, rows[b] ?? 0);

  /** Orders all runs of equal rank that reach into a part. */
  function settle(from: number, to: number): void {
    let first = Math.max(from, 0);
    while (first > 0 && first < rows.length && areTied(first - 1, first)) first--;
    while (first < Math.min(to, rows.length)) {
      let end = first + 1;
      while (end < rows.length && areTied(first, end)) end++;
      if (end > first + 1 && !settled.has(first)) {
        rows.subarray(first, end).sort((a, b) => compareKeys(sessions.keys, a, b));
        settled.add(first);
      }
      first = end;
    }
  }

  return {
    total: rows.length,
    keys(offset, limit) {
      settle(offset, offset + limit);
      return Array.from(rows.subarray(offset, offset + limit), row => keyAt(sessions.keys, row));
    },
    slice(from, to) {
      settle(from, from + 1);
      settle(to - 1, to);
      return selectionOf(answer, rows.slice(from, to));
    },
    indexOf(key) {
      const row = heldAt(sessions, key);
      const place = row === undefined ? -1 : rows.indexOf(row);
      if (row === undefined || place < 0) return -1;
      settle(place, place + 1);
      return rows.indexOf(row);
    },
    span() {
      let span: { from: number; to: number } | undefined;
      for (const row of rows) {
        const start = sessions.columns.start[row] ?? NaN;
        if (Number.isNaN(start)) continue;
        if (!span) span = { from: start, to: start };
        else if (start < span.from) span.from = start;
        else if (start > span.to) span.to = start;
      }
      return span;
    },
    // Rows never come to mean another session, so that neither work can go stale.
    async groups(dimension) {
      const parts = (await inSlices(partsBy(answer, rows, dimension), {})) ?? [];
      return parts.map(({ rows: part, ...choice }) => ({
        ...choice,
        count: part.length,
        selection: selectionOf(answer, part),
      }));
    },
    async aggregate(signal) {
      return (await inSlices(aggregate(answer, rows), { signal })) as Aggregates;
    },
  };
}
