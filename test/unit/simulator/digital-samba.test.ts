import assert from 'node:assert/strict';
import type { SambaSession } from '../../../src/simulator/stays.ts';
import { begun, DEVICES, peak, staysOf } from '../../../src/simulator/stays.ts';
import { type Asking, asking, DAY, HOUR, MINUTE, NOON } from './asking.ts';

interface Row {
  id: string;
  start_time: string;
  end_time?: string | null;
  room_id: string;
  participants_live?: number;
  participants_total: number;
  participants_max: number;
  live: boolean;
}
interface Participant {
  id: string;
  name: string;
  join_time: string;
  leave_time: string | null;
  live: boolean;
}

describe('simulator/digitalSamba', () => {
  let ask: Asking;
  before(async () => {
    ask = await asking({ sessions: 330 });
  });
  after(() => ask.close());

  const sessions = '/api/v1/sessions';
  const get = async (path: string) => (await ask.get('digitalSamba', path)).body;
  const world = () => ask.simulator.world.digitalSamba;
  const known = (where?: (session: SambaSession) => boolean): string[] =>
    [...world().select({ to: NOON + 1, where })].map(({ id }) => id);

  /** A list read to its end the way that the page recommends. */
  async function all<T extends { id: string }>(path: string, query = ''): Promise<T[]> {
    const found: T[] = [];
    for (;;) {
      const last = found.at(-1);
      const page: T[] = (await get(`${path}?limit=40&${query}${last ? `&after=${last.id}` : ''}`)).data;
      found.push(...page);
      if (page.length < 40) return found;
    }
  }
  const ids = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

  it('lists all sessions newest first, by `after` and by `offset`', async () => {
    assert.equal(known().length, 330);
    assert.deepEqual(ids(await all(sessions)), known());
    const body = await get(`${sessions}?offset=300`);
    assert.equal(body.total_count, 330);
    assert.deepEqual(ids(body.data), known().slice(300));
  });

  it('gives a hundred by default and at most', async () => {
    assert.equal((await get(sessions)).data.length, 100);
    assert.equal((await get(`${sessions}?limit=500`)).data.length, 100);
    assert.equal((await get(`${sessions}?limit=7`)).data.length, 7);
  });

  it('lists oldest first where asked to', async () => {
    assert.deepEqual(ids(await all(sessions, 'order=asc')), known().reverse());
  });

  it('filters by live', async () => {
    const live = await all<Row>(sessions, 'live=true');
    assert.ok(live.length >= 3);
    assert.ok(live.every(row => row.live && !row.end_time));
    const ended = await all<Row>(sessions, 'live=false');
    assert.ok(ended.every(row => !row.live && row.end_time));
    assert.deepEqual(new Set(ids([...live, ...ended])), new Set(known()));
    assert.equal((await get(`${sessions}?live=true`)).total_count, live.length);
  });

  it('filters by days, both included', async () => {
    const today = NOON - (NOON % DAY);
    const rows = await all<Row>(sessions, 'date_start=2026-03-12&date_end=2026-03-14');
    assert.ok(rows.length > 0);
    assert.deepEqual(
      ids(rows),
      known(({ start }) => start >= today - 3 * DAY && start < today),
    );
  });

  it('filters by room, in both ways', async () => {
    const [row] = await all<Row>(sessions);
    const one = await all<Row>(sessions, `room_id=${row?.room_id}`);
    const other = await all<Row>(`/api/v1/rooms/${row?.room_id}/sessions`);
    assert.ok(one.length > 1 && one.length < 330);
    assert.ok(one.every(session => session.room_id === row?.room_id));
    assert.deepEqual(ids(one), ids(other));
    assert.match(one[0]?.start_time ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.match(other[0]?.start_time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
    assert.deepEqual(await get(`${sessions}?room_id=none`), { total_count: 0, data: [] });
  });

  it('says no to what it cannot read', async () => {
    for (const query of ['limit=0', 'offset=-1', 'order=up', 'live=maybe', 'date_start=12.3.2026', 'after=nobody']) {
      const { status, body } = await ask.get('digitalSamba', `${sessions}?${query}`);
      assert.equal(status, 422, query);
      assert.deepEqual(Object.keys(body.errors), [query.split('=')[0]]);
    }
    assert.equal((await ask.get('digitalSamba', `${sessions}/none`)).status, 404);
    assert.equal((await ask.get('digitalSamba', '/api/v1/rooms/none/sessions')).status, 404);
  });

  it('takes basic and bearer keys', async () => {
    const { teamId, key } = ask.connection('digitalSamba');
    const basic = (user: string | undefined, password: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    });
    assert.equal((await ask.get('digitalSamba', sessions, basic(teamId, key))).status, 200);
    assert.equal((await ask.get('digitalSamba', sessions, { authorization: `Bearer ${key}` })).status, 200);
    for (const headers of [{}, basic('other', key), basic(teamId, 'no'), { authorization: 'Bearer no' }]) {
      const refused = await ask.get('digitalSamba', sessions, headers as Record<string, string>);
      assert.deepEqual([refused.status, refused.body], [401, { message: 'Unauthenticated.' }]);
    }
  });

  it('reports metrics that follow from the participants, save where it deliberately does not', async () => {
    const odd = new Set<string>();
    for (const session of [...world().select({ to: NOON + 1 })]) {
      const metrics = await get(`${sessions}/${session.id}`);
      const people = await all<Participant>(`${sessions}/${session.id}/participants`);
      const seconds = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);
      const stays = people.map(
        one => [seconds(one.join_time), one.leave_time ? seconds(one.leave_time) : NOON] as const,
      );
      const sum = (suffix: string): number =>
        DEVICES.reduce((total, device) => total + metrics[`${device}_${suffix}`], 0);
      const minutes = stays.reduce((total, [join, leave]) => total + Math.round((leave - join) / MINUTE), 0);
      const most = Math.max(
        0,
        ...stays.map(
          ([join]) => stays.filter(stay => stay[0] <= join && join < (stay[1] === NOON ? NOON + 1 : stay[1])).length,
        ),
      );
      const agrees = {
        'device-minutes': metrics.participation_minutes === minutes,
        'device-people': sum('participants') === metrics.active_participants,
        peak: metrics.max_concurrent_participants === most,
        duration: metrics.session_duration === Math.floor((Math.min(session.end, NOON) - session.start) / MINUTE),
      };
      assert.equal(sum('participation_minutes'), minutes);
      for (const [name, ok] of Object.entries(agrees)) assert.equal(ok, session.odd !== name, `${session.id} ${name}`);
      assert.equal(metrics.live_participants, people.filter(one => one.live).length);
      if (session.odd) odd.add(session.odd);
    }
    assert.deepEqual(odd, new Set(['device-minutes', 'device-people', 'peak', 'duration']));
  });

  it('counts the same people in the list', async () => {
    for (const row of await all<Row>(sessions, 'date_start=2026-03-13')) {
      const stays = staysOf(world().get(row.id) ?? assert.fail());
      assert.equal(row.participants_total, begun(stays, NOON).length);
      assert.equal(row.participants_max, peak(stays, NOON));
    }
  });

  it('has people who come twice, people on several devices, and sessions that nobody came to', async () => {
    const all = [...world().select()].map(session => staysOf(session));
    assert.ok(all.some(stays => new Set(stays.map(stay => stay.person)).size < stays.length));
    assert.ok(all.some(stays => stays.length === 0));
    assert.ok(all.some(stays => stays.length > 50));
    assert.deepEqual(new Set(all.flat().map(stay => stay.device)), new Set(DEVICES));
  });

  it('narrows metrics, pages participants, and knows each of them', async () => {
    const crowd = world().add({ start: NOON - 40 * MINUTE, end: NOON + HOUR, people: 150 });
    const path = `${sessions}/${crowd.id}`;
    const some = await get(`${path}/statistics?metrics=participation_minutes,polls`);
    assert.ok('polls' in some && 'session_live' in some && !('questions' in some));
    const people = await all<Participant>(`${path}/participants`);
    assert.equal(new Set(ids(people)).size, people.length);
    assert.equal((await get(`${path}/participants`)).total_count, String(people.length));
    assert.ok(people.length > 100);
    assert.deepEqual(ids(await all(`${path}/participants`, 'order=asc')), ids(people).reverse());
    const here = await all<Participant>(`${path}/participants`, 'live=true');
    assert.deepEqual(ids(here), ids(people.filter(one => one.live)));
    const one = await get(`/api/v1/participants/${people[3]?.id}/statistics`);
    assert.equal(one.participant_name, people[3]?.name);
    assert.equal(one.session_id, crowd.id);
    world().remove(crowd.id);
    assert.equal((await ask.get('digitalSamba', path)).status, 404);
  });

  it('counts live rooms, and summarises what has ended', async () => {
    const live = await all<Row>(sessions, 'live=true');
    const rooms = await get('/api/v1/rooms/live');
    assert.equal(rooms.total_count, live.length);
    assert.deepEqual(
      rooms.data.map((room: { live_participants: number }) => room.live_participants),
      live.map(row => row.participants_live),
    );
    assert.deepEqual(await get(`/api/v1/rooms/${live[0]?.room_id}/live`), rooms.data[0]);
    assert.equal((await get(`${sessions}/${live[0]?.id}/summary`)).status, 'IN_PROGRESS');
    const [ended] = await all<Row>(sessions, 'live=false');
    assert.equal((await get(`${sessions}/${ended?.id}/summary`)).status, 'READY');
  });

  it('lets people come and go, sessions end and others begin as time passes', async () => {
    const own = await asking({ sessions: 60 });
    try {
      const live = async (): Promise<Row[]> => (await own.get('digitalSamba', `${sessions}?live=true`)).body.data;
      const total = async (): Promise<number> => (await own.get('digitalSamba', sessions)).body.total_count;
      const before = { live: await live(), total: await total() };
      own.pass(10 * MINUTE);
      const counts = (rows: Row[]): string => rows.map(row => `${row.id} ${row.participants_live}`).join();
      assert.notEqual(counts(await live()), counts(before.live));
      own.pass(4 * HOUR);
      assert.ok((await total()) > before.total);
      const later = new Set(ids(await live()));
      assert.ok(later.size > 0);
      assert.ok(before.live.every(row => !later.has(row.id)));
    } finally {
      await own.close();
    }
  });
});
