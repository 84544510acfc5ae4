import type { SessionRecord } from '../session/session.ts';

/** Records in the order of their keys. */
export function inOrder(keys: readonly string[], records: readonly SessionRecord[]): SessionRecord[] {
  const byKey = new Map(records.map(record => [record.session.key, record]));
  return keys.flatMap(key => byKey.get(key) ?? []);
}

/** The records that are due first. */
export const soonest = (records: SessionRecord[], limit: number): SessionRecord[] =>
  records.toSorted((a, b) => (a.statusUntil ?? 0) - (b.statusUntil ?? 0)).slice(0, limit);
