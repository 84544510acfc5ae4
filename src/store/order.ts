import type { SessionRecord } from '../session/session.ts';

/** Records in the order of their keys. */
export function inKeyOrder(keys: readonly string[], records: readonly SessionRecord[]): SessionRecord[] {
  const byKey = new Map(records.map(record => [record.session.key, record]));
  return keys.flatMap(key => byKey.get(key) ?? []);
}
