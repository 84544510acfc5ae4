import type { DetailRecord } from '../../../src/session/detail.ts';
import { type SessionRecord, sessionKey } from '../../../src/session/session.ts';
import type { ConnectionMemory } from '../../../src/store/store.ts';

/** The `n`th session of a connection; `mark` is carried in the title and in the raw record. */
export function aRecord(connectionId: string, n: number, mark = 'a'): SessionRecord {
  const id = `id-${n}`;
  const start = new Date(Date.UTC(2025, 0, 1) + n * 3_600_000).toISOString();
  const end = new Date(Date.UTC(2025, 0, 1, 1) + n * 3_600_000).toISOString();
  return {
    session: {
      key: sessionKey(connectionId, id),
      connectionId,
      provider: 'digitalSamba',
      id,
      title: `Session ${n} ${mark}`,
      status: n % 10 === 0 ? 'live' : 'completed',
      statusSource: 'reported',
      ...(n % 3 === 0 && { rawStatus: 'ended' }),
      start,
      startSource: 'assumed-utc',
      ...(n % 4 !== 0 && { end, endSource: 'assumed-utc' as const, durationMinutes: 60 }),
      host: { id: `host-${n % 20}`, name: `Host ${n % 20}` },
      coHosts: n % 5 === 0 ? [{ id: `host-${n % 7}` }] : [],
      place: { id: `room-${n % 9}`, name: `Room ${n % 9}` },
      participants: { total: n % 30, peak: n % 11 },
      flags: n % 6 === 0 ? ['delayed'] : [],
    },
    attendees: n % 2 === 0 ? [{ id: `person-${n % 50}`, name: `Person ${n % 50}` }] : [],
    raw: { id, description: `Session ${n} ${mark}`, start_time: start, nested: { list: [1, 2, n] } },
    ...(n % 8 === 0 && { statusUntil: 1_000_000 + n }),
  };
}

export const someRecords = (connectionId: string, count: number, mark?: string): SessionRecord[] =>
  Array.from({ length: count }, (_, n) => aRecord(connectionId, n, mark));

export const aMemory = (connectionId: string, fetched: number): ConnectionMemory => ({
  coverage: {
    connectionId,
    fetched,
    complete: true,
    stopped: 'end',
    fetchedAt: '2025-01-01T00:00:00.000Z',
    unreadable: 0,
    drift: 0,
    requests: 3,
  },
  drift: [],
  unreadable: [],
  window: { from: 0, to: 1 },
});

export const aDetail = (record: SessionRecord, mark = 'a'): DetailRecord => ({
  detail: { ...record.session, metrics: [], people: [{ id: mark }], checks: [], raw: record.raw },
  facts: [],
  rosters: [],
});
