import { jsonOf } from '../http/json.ts';
import type { DetailRecord } from '../session/detail.ts';
import type { SessionRecord } from '../session/session.ts';
import { unpackEntry } from './entry.ts';
import type { ConnectionMemory } from './store.ts';

/**
 * How an id stands in its column. SQLite keeps UTF-8, which has no lone surrogates: such an id stands as JSON, and so
 * does one that could be taken for that.
 */
export const idToColumn = (id: string): string => (id.isWellFormed() && !id.startsWith('"') ? id : JSON.stringify(id));
/** The inverse of `idToColumn`. */
export const idFromColumn = (column: string): string => (column.startsWith('"') ? JSON.parse(column) : column);

/** `undefined` is no JSON; it comes back as null. */
export const rawText = (record: SessionRecord): string => jsonOf(record.raw);

/*
 * What stands in the file was written by this product, perhaps by another version of it, perhaps on a failing disk. Each of
 * these checks as much as the layers above rely on, and answers `undefined` for a row that fails.
 */

export function recordFrom(connectionId: string, entry: unknown, raw: unknown): SessionRecord | undefined {
  const read = unpackEntry(String(entry), connectionId);
  const sent = parsed<unknown>(raw);
  return read === undefined || sent === undefined ? undefined : { ...read, raw: sent };
}

export function memoryFrom(text: unknown): ConnectionMemory | undefined {
  const memory = parsed<ConnectionMemory>(text);
  if (typeof memory?.coverage?.fetched !== 'number') return undefined;
  return Array.isArray(memory.drift) && Array.isArray(memory.unreadable) ? memory : undefined;
}

export function detailFrom(text: unknown): DetailRecord | undefined {
  const record = parsed<DetailRecord>(text);
  return typeof record?.detail?.key === 'string' && Array.isArray(record.facts) && Array.isArray(record.rosters)
    ? record
    : undefined;
}

/** Parts of what was asked for may be missing, hence the checks above. */
function parsed<T>(text: unknown): T | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
