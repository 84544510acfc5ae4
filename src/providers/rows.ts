import type { SessionRecord } from '../session/session.ts';
import type { DriftLog, Shape } from './drift.ts';

/** Reads the rows of an answer: each is held against its documented shape, and read even where it differs. */
export function readRows(
  rows: readonly unknown[],
  shape: Shape,
  log: DriftLog,
  read: (row: unknown) => SessionRecord | undefined,
): { records: SessionRecord[]; unreadable: unknown[]; rows: number } {
  const records: SessionRecord[] = [];
  const unreadable: unknown[] = [];
  for (const row of rows) {
    log.check(shape, row);
    const record = read(row);
    if (record) records.push(record);
    else unreadable.push(row);
  }
  return { records, unreadable, rows: rows.length };
}
