import assert from 'node:assert/strict';
import type { Provider } from '../../../src/providers/provider.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import type { Connection } from '../../../src/session/connection.ts';
import type { DetailRecord } from '../../../src/session/detail.ts';
import type { SessionRecord } from '../../../src/session/session.ts';
import { connectionTo, drain, fakeService, fixture, NOW, planned } from './fake-service.ts';

/** Lets a vendor's example through the adapter as one page of a load that covers all time. */
async function load(connection: Connection, body: object) {
  const provider = providerOf(connection.provider);
  const [scope] = planned(provider, connection, {
    kind: 'window',
    from: Date.parse('2000-01-01'),
    to: Date.parse('2030-01-01'),
    includeLive: true,
  });
  assert.ok(scope);
  const { pages } = await drain(
    scope,
    fakeService(() => body),
  );
  assert.deepEqual(pages[0]?.drift, []);
  assert.deepEqual(pages[0]?.unreadable, []);
  return { records: pages[0]?.records ?? [], page: pages[0] };
}

async function detail(
  provider: Provider,
  held: SessionRecord,
  answer: (path: string) => object,
): Promise<DetailRecord> {
  const service = fakeService(url => answer(url.pathname));
  const read = await provider.detail(connectionTo(provider.id), held, undefined, service);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

describe("the vendors' own examples", () => {
  it('series: list', async () => {
    const body = fixture('series-list');
    const { records } = await load(connectionTo('series'), body);
    assert.deepEqual(records, [
      {
        session: {
          key: 'here/session_1234567890_abc12345678',
          connectionId: 'here',
          provider: 'series',
          id: 'session_1234567890_abc12345678',
          title: 'Training Session',
          status: 'upcoming',
          statusSource: 'reported',
          rawStatus: 'upcoming',
          start: '2024-01-20T15:00:00.000Z',
          startSource: 'explicit',
          end: '2024-01-20T16:00:00.000Z',
          endSource: 'derived',
          durationMinutes: 60,
          host: { id: '714760171' },
          coHosts: [],
          participants: { total: 0, capacity: 2, filled: 0 },
          flags: ['claimable'],
        },
        attendees: [],
        raw: body.data.Sessions[0],
      },
    ]);
  });

  it('hyra: events and permissions', async () => {
    const body = fixture('hyra-events');
    const { records, page } = await load(connectionTo('hyra'), body);
    assert.deepEqual(page?.about, body.permissions);
    assert.deepEqual(records, [
      {
        session: {
          key: 'here/<string>',
          connectionId: 'here',
          provider: 'hyra',
          id: '<string>',
          title: '<string>',
          status: 'live',
          statusSource: 'derived',
          start: '2023-11-07T05:31:56.000Z',
          startSource: 'explicit',
          host: { id: '<string>', name: '<string>', displayName: '<string>', exists: true },
          coHosts: [{ id: '<string>', name: '<string>', displayName: '<string>', exists: true }],
          kind: { id: '<string>', name: '<string>' },
          participants: { total: 1, capacity: 1, filled: 1 },
          flags: [],
        },
        attendees: [{ id: '<string>', name: '<string>', displayName: '<string>', exists: true }],
        raw: body.events[0],
      },
    ]);
  });

  it('digitalSamba: list, with a live session that has no end', async () => {
    const body = fixture('digital-samba-list');
    const { records, page } = await load(connectionTo('digitalSamba'), body);
    assert.equal(page?.reportedTotal, 8096);
    const common = { connectionId: 'here', provider: 'digitalSamba', statusSource: 'reported', coHosts: [], flags: [] };
    assert.deepEqual(records, [
      {
        session: {
          ...common,
          key: 'here/edb7a1cb-0627-44ed-9ae4-62a344d6e8a9',
          id: 'edb7a1cb-0627-44ed-9ae4-62a344d6e8a9',
          title: 'MyWebinar',
          status: 'live',
          start: '2024-03-27T08:15:36.000Z',
          startSource: 'assumed-utc',
          place: { id: '95d36f70-a35e-4547-a9da-4f8c013c2874', name: 'MyWebinar' },
          participants: { live: 150, total: 300, peak: 200 },
        },
        attendees: [],
        raw: body.data[0],
      },
      {
        session: {
          ...common,
          key: 'here/f875d3dd-1cf8-421e-930a-927cce0bf9dd',
          id: 'f875d3dd-1cf8-421e-930a-927cce0bf9dd',
          title: 'DailyEnglishLessons',
          status: 'completed',
          start: '2024-03-27T08:15:36.000Z',
          startSource: 'assumed-utc',
          end: '2024-03-27T08:27:38.000Z',
          endSource: 'assumed-utc',
          durationMinutes: 12.03,
          place: { id: '87a5d383-9e79-44ea-b382-686e430f4ecc', name: 'DailyEnglishLessons' },
          participants: { live: 0, total: 3, peak: 3 },
        },
        attendees: [],
        raw: body.data[1],
      },
    ]);
  });

  it('digitalSamba: the OpenAPI list counts in a string, and its live session has an end', async () => {
    const body = fixture('digital-samba-openapi-list');
    const { records, page } = await load(connectionTo('digitalSamba'), body);
    assert.equal(page?.reportedTotal, 2);
    const [live, ended] = records.map(record => record.session);
    assert.equal(live?.status, 'live');
    assert.equal(live?.end, undefined);
    assert.equal(live?.title, 'My room description');
    assert.equal(live?.startSource, 'explicit');
    assert.deepEqual(live?.participants, { live: 3, total: 8, peak: 5 });
    assert.equal(ended?.status, 'completed');
    assert.equal(ended?.end, '2024-03-21T05:29:31.000Z');
    assert.equal(ended?.durationMinutes, 10);
    assert.deepEqual(ended?.participants, { total: 10, peak: 5 });
  });

  it('digitalSamba: one session, whose own id is another than its session_id', async () => {
    const raw = fixture('digital-samba-session');
    const { records } = await load(connectionTo('digitalSamba'), fixture('digital-samba-list'));
    const [, held] = records;
    assert.ok(held);
    const people = { total_count: 0, data: [] };
    const { detail: read, facts } = await detail(providerOf('digitalSamba'), held, path =>
      path.endsWith('/participants') ? people : raw,
    );
    assert.equal(read.id, held.session.id);
    assert.equal(read.title, 'Scrum');
    assert.equal(read.start, '2024-03-22T09:18:49.000Z');
    assert.equal(read.end, '2024-03-22T09:34:34.000Z');
    assert.equal(read.durationMinutes, 15.75);
    assert.equal(read.status, 'completed');
    assert.deepEqual(read.participants, { live: 0, total: 1, peak: 1, capacity: 100 });
    assert.deepEqual(
      read.metrics.map(({ name }) => name),
      Object.keys(raw).slice(Object.keys(raw).indexOf('participation_minutes')),
    );
    for (const { name, value, unit } of read.metrics) {
      assert.equal(value, raw[name]);
      assert.equal(unit, name.endsWith('_minutes') ? 'minutes' : 'count');
    }
    assert.deepEqual(read.checks, [
      { name: 'participation_minutes', expected: 16, actual: 16, ok: true },
      { name: 'active_participants', expected: 1, actual: 1, ok: true },
      { name: 'session_duration', expected: 15, actual: 15.75, ok: true },
    ]);
    assert.deepEqual(facts[0], { group: 'session', name: 'session_duration', kind: 'minutes', value: 15 });
    assert.deepEqual(read.raw, raw);
  });

  it('digitalSamba: the OpenAPI statistics have no id, and a duration that their times deny', async () => {
    const raw = fixture('digital-samba-openapi-session');
    const { records } = await load(connectionTo('digitalSamba'), fixture('digital-samba-openapi-list'));
    const [held] = records;
    assert.ok(held);
    const { detail: read } = await detail(providerOf('digitalSamba'), held, path =>
      path.endsWith('/participants') ? fixture('digital-samba-openapi-participants') : raw,
    );
    assert.equal(read.id, '643be420-4dcc-453c-92d4-432164a4bc52');
    assert.equal(read.title, 'Some public room');
    const metric = (name: string) => read.metrics.find(each => each.name === name)?.value;
    assert.equal(metric('participation_minutes'), 67);
    assert.equal(metric('captions_minutes'), 10);
    assert.equal(metric('polls'), 1);
    assert.equal(metric('room_max_participants'), undefined);
    assert.equal(metric('session_duration'), undefined);
    assert.deepEqual(read.people, [
      {
        id: '17c75935-387e-499e-ab6f-8025e9bc0691',
        name: 'Ms. Cara Ferry Jr.',
        role: 'moderator',
        joined: '2024-03-03T08:01:01.000Z',
        left: '2024-03-03T09:01:01.000Z',
      },
      {
        id: '9c725f12-705c-40e5-be1f-10dea6fa0a1f',
        name: 'Madisyn Howe',
        role: 'moderator',
        joined: '2024-03-03T08:01:01.000Z',
        left: '2024-03-03T09:01:01.000Z',
      },
    ]);
    assert.deepEqual(read.checks, [
      { name: 'participation_minutes', expected: 67, actual: 67, ok: true },
      { name: 'active_participants', expected: 4, actual: 4, ok: true },
      { name: 'max_concurrent_participants', expected: 3, actual: 2, ok: false },
      { name: 'session_duration', expected: 60, actual: 32.07, ok: false },
    ]);
  });

  it('placio: list, in the zone of the workspace', async () => {
    const body = fixture('placio-list');
    const { records } = await load(connectionTo('placio', { timeZone: 'Asia/Riyadh' }), body);
    assert.deepEqual(records, [
      {
        session: {
          key: 'here/507f1f77bcf86cd799439011',
          connectionId: 'here',
          provider: 'placio',
          id: '507f1f77bcf86cd799439011',
          title: 'Consultation Session',
          status: 'upcoming',
          statusSource: 'reported',
          rawStatus: 'scheduled',
          start: '2024-01-20T07:00:00.000Z',
          startSource: 'connection-zone',
          end: '2024-01-20T08:30:00.000Z',
          endSource: 'connection-zone',
          durationMinutes: 90,
          host: { id: '507f1f77bcf86cd799439015', name: 'Dr. Smith' },
          coHosts: [],
          kind: { id: '507f1f77bcf86cd799439013,507f1f77bcf86cd799439014', name: 'استشارة طبية, فحص عام' },
          client: { id: '507f1f77bcf86cd799439012', name: 'John Doe' },
          flags: [],
        },
        attendees: [],
        raw: body.sessions[0],
      },
    ]);
  });

  it('prplManagement: list, whose status follows from its times', async () => {
    const body = fixture('prpl-management-list');
    const { records } = await load(connectionTo('prplManagement'), body);
    assert.deepEqual(records, [
      {
        session: {
          key: 'here/clz1234abcd',
          connectionId: 'here',
          provider: 'prplManagement',
          id: 'clz1234abcd',
          title: 'Weekly Team Meeting',
          status: 'completed',
          statusSource: 'derived',
          start: '2024-01-01T00:00:00.000Z',
          startSource: 'explicit',
          end: '2024-01-01T01:00:00.000Z',
          endSource: 'explicit',
          durationMinutes: 60,
          host: {
            id: '123456',
            name: 'john_doe',
            displayName: 'John Doe',
            avatarUrl: 'https://example.com/avatar.png',
          },
          coHosts: [],
          kind: { id: 'clz5678efgh', name: 'Meeting', color: '#3498db' },
          participants: { total: 1, capacity: 10 },
          flags: [],
        },
        attendees: [
          {
            id: '789012',
            name: 'jane_smith',
            displayName: 'Jane Smith',
            avatarUrl: 'https://example.com/avatar2.png',
          },
        ],
        raw: body.sessions[0],
      },
    ]);
  });

  it('a record read again from what is held says the same', async () => {
    const examples: [Connection['provider'], string, (body: never) => unknown[]][] = [
      ['series', 'series-list', (body: { data: { Sessions: unknown[] } }) => body.data.Sessions],
      ['hyra', 'hyra-events', (body: { events: unknown[] }) => body.events],
      ['digitalSamba', 'digital-samba-list', (body: { data: unknown[] }) => body.data],
      ['placio', 'placio-list', (body: { sessions: unknown[] }) => body.sessions],
      ['prplManagement', 'prpl-management-list', (body: { sessions: unknown[] }) => body.sessions],
    ];
    for (const [id, name, rows] of examples) {
      const body = fixture(name);
      const { records } = await load(connectionTo(id), body);
      const again = rows(body as never).map(row => providerOf(id).reread(connectionTo(id), row, NOW));
      assert.deepEqual(again, records);
    }
  });
});
