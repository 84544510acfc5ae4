import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/query/parse.ts';
import type { Query, Reading } from '../../../src/query/query.ts';
import { createSessionIndex, type SessionIndex } from '../../../src/query/session-index.ts';
import type { Session, SessionEntry } from '../../../src/session/session.ts';

export const UTC: Reading = { timeZone: 'UTC', now: Date.parse('2026-11-22T10:00Z'), me: [] };

/** An index that holds these sessions. */
export function indexOf(entries: readonly SessionEntry[]): SessionIndex {
  const index = createSessionIndex();
  index.put(entries);
  return index;
}

/** A query that can be read. */
export function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

/** A completed session of one connection. */
export const session = (id: string, more: Partial<Session> = {}): SessionEntry => ({
  session: {
    key: `c/${id}`,
    connectionId: 'c',
    provider: 'hyra',
    id,
    title: `Session ${id}`,
    status: 'completed',
    statusSource: 'reported',
    coHosts: [],
    flags: [],
    ...more,
  },
  attendees: [],
});
