import assert from 'node:assert/strict';
import { digitalSamba } from '../../../src/providers/digital-samba/provider.ts';
import { connectionTo, drain, fakeService, fixture, json, NOW, only, planned } from './fake-service.ts';

const DAY = 86_400_000;
const connection = connectionTo('digitalSamba', { baseUrl: 'https://api.digitalsamba.com' });
const [, ended] = fixture('digital-samba-list').data;

type Row = Record<string, unknown> & { id: string; start_time: string; live: boolean };

/** Sessions an hour apart, newest first. */
const rows = (count: number, live: (at: number) => boolean = () => false): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    ...ended,
    id: `s${at}`,
    start_time: new Date(NOW - at * 3_600_000).toISOString(),
    end_time: new Date(NOW - at * 3_600_000 + 60_000).toISOString(),
    live: live(at),
  }));

/** Answers as the vendor's page describes it. */
const serve = (all: Row[]) =>
  fakeService(url => {
    const { searchParams: query } = url;
    const live = query.get('live');
    const listed = all.filter(row => live === null || String(row.live) === live);
    const from = listed.findIndex(row => row.id === query.get('after')) + 1;
    return { total_count: String(all.length), data: listed.slice(from, from + Number(query.get('limit') ?? 100)) };
  });

const window = (days: number, includeLive = true) =>
  ({ kind: 'window', from: NOW - days * DAY, to: NOW + days * DAY, includeLive }) as const;

async function load(service: ReturnType<typeof serve>, intent: Parameters<typeof planned>[2]) {
  const ids = new Set<string>();
  const ends = [];
  for (const scope of planned(digitalSamba, connection, intent)) {
    const read = await drain(scope, service);
    for (const id of read.ids) ids.add(id);
    ends.push(read.end.stopped);
  }
  return { ids, ends };
}

describe('digitalSamba', () => {
  it('reads the whole list in one descending scope, from row to row', async () => {
    const service = serve(rows(250));
    const { ids, ends } = await load(service, window(100));
    assert.equal(ids.size, 250);
    assert.deepEqual(ends, ['end', 'end']);
    assert.deepEqual(service.paths, [
      '/api/v1/sessions?limit=100&order=desc',
      '/api/v1/sessions?limit=100&order=desc&after=s99',
      '/api/v1/sessions?limit=100&order=desc&after=s199',
    ]);
  });

  it('stops where the window does, and then asks for live sessions that are older', async () => {
    const service = serve(rows(1000, at => at === 900));
    const { ids } = await load(service, window(5));
    assert.deepEqual(service.paths.slice(1), [
      '/api/v1/sessions?limit=100&order=desc&after=s99',
      '/api/v1/sessions?limit=100&order=desc&live=true',
    ]);
    assert.ok(ids.has('s900'));
    assert.ok(ids.size >= 121);
  });

  it('does not stop early in a list that is not in order', async () => {
    const service = serve(rows(250).reverse());
    assert.equal((await load(service, window(1))).ids.size, 250);
  });

  it('polls with two requests where nothing changed', async () => {
    const service = serve(rows(500, at => at < 3));
    const { ids } = await load(service, { kind: 'changes', since: NOW - DAY, ahead: NOW, known: () => true });
    assert.deepEqual(service.paths, [
      '/api/v1/sessions?limit=100&order=desc&live=true',
      '/api/v1/sessions?limit=100&order=desc',
    ]);
    assert.ok(ids.has('s0'));
  });

  it('polls on as long as a page has sessions that are not known', async () => {
    const service = serve(rows(500));
    const known = (id: string) => Number(id.slice(1)) > 150;
    const { ids } = await load(service, { kind: 'changes', since: NOW - DAY, ahead: NOW, known });
    assert.equal(service.requests, 4);
    assert.ok(ids.has('s150'));
  });

  it('asks older windows and questions with its own filters, and trusts no total of those', async () => {
    const service = serve(rows(3));
    const older = { kind: 'window', from: NOW - 60 * DAY, to: NOW - 30 * DAY, includeLive: false } as const;
    const { pages } = await drain(only(planned(digitalSamba, connection, older)), service);
    assert.equal(pages[0]?.reportedTotal, undefined);
    const filter = { from: NOW - DAY, to: NOW, place: 'room', status: 'completed' } as const;
    await drain(only(planned(digitalSamba, connection, { kind: 'question', filter })), service);
    assert.deepEqual(service.paths, [
      '/api/v1/sessions?limit=100&order=desc&date_start=2023-11-21&date_end=2023-12-21',
      '/api/v1/sessions?limit=100&order=desc&live=false&room_id=room&date_start=2024-01-19&date_end=2024-01-20',
    ]);
    for (const none of [{ status: 'upcoming' }, { host: 'x' }, { attendee: 'x' }] as const)
      assert.deepEqual(planned(digitalSamba, connection, { kind: 'question', filter: none }), []);
  });

  it('trusts the live flag and not the end', () => {
    const status = (more: object) => digitalSamba.reread(connection, { ...ended, ...more }, NOW)?.session;
    assert.deepEqual([status({ live: true })?.status, status({ live: true })?.end], ['live', undefined]);
    assert.equal(status({ live: false, end_time: null })?.status, 'completed');
    assert.equal(status({ live: 'true' })?.status, 'live');
    assert.equal(status({ live: undefined })?.status, 'unknown');
    assert.deepEqual(status({ room_is_deleted: true })?.flags, ['room-deleted']);
  });

  it('reads zoneless times in the zone of the connection where that says one', () => {
    const session = digitalSamba.reread({ ...connection, timeZone: 'Asia/Kathmandu' }, ended, NOW)?.session;
    assert.equal(session?.start, '2024-03-27T02:30:36.000Z');
    assert.equal(session?.startSource, 'connection-zone');
  });

  describe('detail', () => {
    const statistics = fixture('digital-samba-openapi-session');
    const [participant] = fixture('digital-samba-openapi-participants').data;
    const held = digitalSamba.reread(connection, ended, NOW);

    async function read(people: object[], more: object = {}) {
      assert.ok(held);
      const service = fakeService(url => {
        if (!url.pathname.endsWith('/participants')) return { ...statistics, ...more };
        const from = people.findIndex(each => 'id' in each && each.id === url.searchParams.get('after')) + 1;
        return { data: people.slice(from, from + 100), total_count: String(people.length) };
      });
      const answer = await digitalSamba.detail(connection, held, undefined, service);
      assert.ok(answer.ok, JSON.stringify(answer));
      return { ...answer.value, service };
    }

    it('reads all pages of the people', async () => {
      const people = Array.from({ length: 230 }, (_, at) => ({ ...participant, external_id: null, id: `p${at}` }));
      const { detail, service } = await read(people);
      assert.equal(detail.people.length, 230);
      assert.deepEqual(service.paths.slice(1), [
        `/api/v1/sessions/${ended.id}/participants?limit=100`,
        `/api/v1/sessions/${ended.id}/participants?limit=100&after=p99`,
        `/api/v1/sessions/${ended.id}/participants?limit=100&after=p199`,
      ]);
    });

    it('tells how the rows of the people differ from the documentation', async () => {
      const people = Array.from({ length: 120 }, (_, at) => ({ ...participant, id: `p${at}`, external_id: null }));
      assert.equal((await read(people)).drift, undefined);
      const odd = people.map((each, at) => (at % 100 === 0 ? { ...each, role: 7, mood: 'fine' } : each));
      assert.deepEqual(
        (await read(odd)).drift?.map(({ path, expected, got, count }) => [path, expected, got, count]),
        [
          ['participants[].role', 'string', 'number', 2],
          ['participants[].mood', 'not documented', 'string', 2],
        ],
      );
    });

    it('gives the stays of one person one id', async () => {
      const again = {
        ...participant,
        id: 'other',
        join_time: '2024-03-03 09:05:00',
        leave_time: '2024-03-03 09:10:00',
      };
      const { detail } = await read([participant, again, { ...again, id: 'third', name: 'Somebody else' }]);
      assert.deepEqual(
        detail.people.map(({ id }) => id),
        [participant.id, participant.id, 'third'],
      );
    });

    it('knows who comes back by the name where there is no id of the customer, unless both are there at once', async () => {
      const stay = (id: string, join: string, leave: string | null, name: string | null = 'Ann') => ({
        ...participant,
        id,
        external_id: null,
        name,
        join_time: `2024-03-03 ${join}`,
        leave_time: leave && `2024-03-03 ${leave}`,
      });
      const { detail, byName } = await read([
        stay('third', '09:30:00', null),
        stay('first', '09:00:00', '09:10:00'),
        stay('second', '09:10:00', '09:20:00'),
        stay('namesake', '09:15:00', '09:40:00'),
        stay('nobody', '09:00:00', '09:01:00', null),
        stay('nobody else', '09:02:00', '09:03:00', null),
      ]);
      assert.deepEqual(
        detail.people.map(({ id }) => id),
        ['first', 'first', 'first', 'namesake', 'nobody', 'nobody else'],
      );
      assert.equal(byName, 2);
    });

    it('lets a minute a participant pass, and no more', async () => {
      const verdict = async (minutes: number) =>
        (await read([], { participation_minutes: minutes })).detail.checks.find(
          ({ name }) => name === 'participation_minutes',
        )?.ok;
      assert.deepEqual(
        [await verdict(67), await verdict(71), await verdict(72), await verdict(62)],
        [true, true, false, false],
      );
    });

    it('checks nothing that the service did not report', async () => {
      const { detail } = await read([], { tablet_participation_minutes: null, session_end_time: null });
      assert.deepEqual(
        detail.checks.map(({ name }) => name),
        ['active_participants', 'session_duration'],
      );
    });

    it('tells the figures even where the people cannot be read, and says so', async () => {
      assert.ok(held);
      const service = fakeService(url =>
        url.pathname.endsWith('/participants') ? json(403, { message: 'no' }) : statistics,
      );
      const answer = await digitalSamba.detail(connection, held, undefined, service);
      assert.ok(answer.ok);
      assert.ok(answer.value.detail.metrics.length > 20);
      assert.deepEqual(answer.value.facts.at(-1), {
        group: 'incomplete',
        name: 'participants',
        kind: 'text',
        value: 'forbidden',
      });
      assert.ok(!answer.value.detail.checks.some(({ name }) => name === 'max_concurrent_participants'));
    });

    it('says so where the list of people begins again instead of going on', async () => {
      assert.ok(held);
      const people = Array.from({ length: 100 }, (_, at) => ({ ...participant, external_id: null, id: `p${at}` }));
      const service = fakeService(url =>
        url.pathname.endsWith('/participants') ? { data: people, total_count: '230' } : { data: statistics },
      );
      const answer = await digitalSamba.detail(connection, held, undefined, service);
      assert.ok(answer.ok);
      assert.equal(answer.value.detail.people.length, 100);
      assert.equal(answer.value.facts.at(-1)?.value, 'repeated-page');
    });

    it('is none where the session cannot be had, is no session, or nobody waits for it any more', async () => {
      assert.ok(held);
      const read = (session: object, people: object = { data: [], total_count: '0' }) =>
        digitalSamba.detail(
          connection,
          held,
          undefined,
          fakeService(url => (url.pathname.endsWith('/participants') ? people : session)),
        );
      const problem = { code: 'unreachable', host: 'api.example.test', detail: 'ECONNRESET' } as const;
      assert.deepEqual(await read({ problem }), { ok: false, problem });
      assert.deepEqual(await read({ text: '[]' }), { ok: false, problem: { code: 'unexpected-shape', path: '' } });
      const cancelled = { ok: false, problem: { code: 'cancelled' } };
      assert.deepEqual(await read(statistics, { problem: { code: 'cancelled' } }), cancelled);
    });

    it('a session that is gone is not found', async () => {
      assert.ok(held);
      const answer = await digitalSamba.detail(
        connection,
        held,
        undefined,
        fakeService(() => json(404, {})),
      );
      assert.deepEqual(answer, { ok: false, problem: { code: 'not-found', status: 404, what: 'session' } });
    });
  });

  it('signs in with team and key, and links to the room where the domain is known', () => {
    assert.deepEqual(digitalSamba.authorize(connection, 'key'), {
      authorization: `Basic ${Buffer.from('team:key').toString('base64')}`,
    });
    const record = digitalSamba.reread(connection, ended, NOW);
    assert.ok(record);
    const link = (domain: Partial<typeof connection>, raw: object = ended) =>
      digitalSamba.link?.({ ...connection, ...domain }, record.session, raw);
    assert.equal(link({ teamDomain: 'acme' }), 'https://acme.digitalsamba.com/DailyEnglishLessons');
    assert.equal(link({}), undefined);
    assert.equal(link({ teamDomain: 'acme' }, { ...ended, room_is_deleted: true }), undefined);
    assert.equal(
      link({ teamDomain: 'acme' }, { ...ended, friendly_url: '../x' }),
      'https://acme.digitalsamba.com/..%2Fx',
    );
    const bare = { ...ended, friendly_url: null };
    const acme = { teamDomain: 'acme' };
    assert.equal(link(acme, { ...bare, room_friendly_url: 'hall' }), 'https://acme.digitalsamba.com/hall');
    assert.equal(link(acme, { ...bare, room_id: 'r1' }), 'https://acme.digitalsamba.com/r1');
    assert.equal(link(acme, {}), `https://acme.digitalsamba.com/${record.session.place?.id}`);
  });
});
