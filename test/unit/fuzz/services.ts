import type { Intent } from '../../../src/providers/provider.ts';
import type { ProviderId } from '../../../src/session/connection.ts';
import { fixture } from '../providers/fake-service.ts';

/** One service's examples, and where in its answers a reader who knows only the vendor's page would look for sessions. */
export interface Service {
  provider: ProviderId;
  name: string;
  /** Answers that list sessions. */
  lists: readonly unknown[];
  /** Below which of a list's fields the rows stand. */
  rows: readonly string[];
  /** The fields that name a row, the first that can be read. */
  ids: readonly string[];
  /** What the service says behind the last page. */
  empty: unknown;
  /** Asks for all there is, so that no row is left out for its date. */
  intent: Intent;
  /** Answers about one session, by the end of their address; what has no address has no such call. */
  details: Readonly<Record<string, unknown>>;
  /** The path that this server no longer has. */
  lacks?: RegExp;
}

const ALL: Intent = { kind: 'question', filter: {} };

/** An example with a few more rows like its own, so that there is something to lose. */
function withRows(body: unknown, path: readonly string[], ids: readonly string[]): unknown {
  const copy: unknown = structuredClone(body);
  const rows = path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], copy) as object[];
  const [first] = rows;
  for (let n = 1; n <= 3; n += 1) rows.push({ ...structuredClone(first), [ids[0] ?? '']: `another-${n}` });
  return copy;
}

function service(
  about: Omit<Service, 'lists' | 'name' | 'details'> & Partial<Pick<Service, 'name' | 'details'>>,
  ...examples: readonly unknown[]
): Service {
  const lists = examples.map(example => withRows(example, about.rows, about.ids));
  return { name: about.provider, details: {}, ...about, lists };
}

/** A row as Orbit answers it, from which prplManagement descends. */
const ORBIT_ROW = {
  id: '1fba4ed2-6d1c-4b5c-8f0a-1d8a6c1e2f30',
  date: '2024-01-20T15:00:00.000Z',
  startedAt: null,
  ended: null,
  status: 'scheduled',
  type: { id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'Training', gameId: null },
  host: { userId: 714760171, username: 'builderman', thumbnail: 'https://example.com/a.png' },
  participants: [
    { userId: 156, username: 'john_doe', thumbnail: 'https://example.com/b.png', slot: 0, role: 'Trainer' },
  ],
};

const SERIES_ROW = fixture('series-list').data.Sessions[0];

export const SERVICES: readonly Service[] = [
  service(
    {
      provider: 'digitalSamba',
      rows: ['data'],
      ids: ['id', 'session_id'],
      empty: { total_count: 0, data: [] },
      intent: { kind: 'window', from: Date.parse('0000-01-01T00:00:00Z'), to: Date.now() * 2, includeLive: true },
      details: {
        participants: fixture('digital-samba-openapi-participants'),
        '': fixture('digital-samba-session'),
      },
    },
    fixture('digital-samba-list'),
    fixture('digital-samba-openapi-list'),
  ),
  service(
    { provider: 'hyra', rows: ['events'], ids: ['_id'], empty: { permissions: {}, events: [] }, intent: ALL },
    fixture('hyra-events'),
  ),
  service(
    {
      provider: 'placio',
      rows: ['sessions'],
      ids: ['id', '_id'],
      empty: { sessions: [] },
      intent: ALL,
      details: {
        '': {
          id: '507f1f77bcf86cd799439011',
          scheduledAt: '2024-01-20T10:00:00.000Z',
          duration: 90,
          status: 'scheduled',
          notes: 'Bring the X-rays',
          customFields: [{ label: 'Allergies', value: 'Penicillin' }],
        },
      },
    },
    fixture('placio-list'),
  ),
  service(
    {
      provider: 'prplManagement',
      rows: ['sessions'],
      ids: ['id'],
      empty: { success: true, sessions: [], total: 0, page: 2, limit: 100, pages: 1 },
      intent: ALL,
    },
    fixture('prpl-management-list'),
    { success: true, sessions: [ORBIT_ROW], total: 1 },
  ),
  service(
    {
      provider: 'prplManagement',
      name: 'prplManagement, newest',
      rows: ['sessions'],
      ids: ['id'],
      empty: { success: true, sessions: [], pagination: { total: 0, page: 2, pageSize: 100, totalPages: 1 } },
      intent: ALL,
      lacks: /\/sessions$/,
    },
    {
      success: true,
      sessions: [{ ...ORBIT_ROW, name: 'Evening training', cancelled: false }],
      sessionsByDate: {},
      dateRange: { start: '2024-01-20T00:00:00.000Z', end: '2024-01-21T00:00:00.000Z' },
      pagination: { total: 4, page: 1, pageSize: 100, totalPages: 1 },
    },
  ),
  service(
    {
      provider: 'series',
      rows: ['data', 'Sessions'],
      ids: ['SessionId'],
      empty: { success: true, data: { WorkspaceId: 'workspace_abc123', Page: 2, Sessions: [] } },
      intent: ALL,
      details: {
        '': { success: true, data: { ...SERIES_ROW, CoHost: '156', Supervisor: '157', MinHostRank: 200 } },
      },
    },
    fixture('series-list'),
  ),
];
