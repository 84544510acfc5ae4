import assert from 'node:assert/strict';
import { type SeriesSession, seriesStatus } from '../../../src/simulator/series.ts';
import { type Asking, asking, DAY, NOON } from './asking.ts';

interface Wire {
  SessionId: string;
  Scheduled: string;
  Status: string;
  Host: string | null;
  Duration: number;
  CustomRoles?: Record<string, { Slots: Record<string, { Attended: boolean }> }>;
}

describe('simulator/series', () => {
  let ask: Asking;
  before(async () => {
    ask = await asking({ sessions: 180 });
  });
  after(() => ask.close());

  async function all(query: string): Promise<Wire[]> {
    const found: Wire[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await ask.get('series', `/sessions/list?page=${page}&${query}`);
      assert.equal(body.success, true);
      assert.equal(body.data.Page, page);
      if (body.data.Sessions.length === 0) return found;
      found.push(...body.data.Sessions);
    }
  }
  const truth = (wanted: (session: SeriesSession) => boolean): string[] =>
    [...ask.simulator.world.series.select({ where: wanted })].map(({ id }) => id);
  const ids = (rows: Wire[]): string[] => rows.map(({ SessionId }) => SessionId);

  it('lists all sessions over its pages', async () => {
    const rows = await all('');
    assert.equal(rows.length, 180);
    assert.deepEqual(
      ids(rows),
      truth(() => true),
    );
  });

  for (const status of ['upcoming', 'ongoing', 'completed', 'cancelled']) {
    it(`filters by status ${status}`, async () => {
      const rows = await all(`status=${status}`);
      assert.ok(rows.length > 0);
      assert.ok(rows.every(row => row.Status === status));
      assert.deepEqual(
        ids(rows),
        truth(session => seriesStatus(session, NOON) === status),
      );
    });
  }

  it('filters by host', async () => {
    const host = truth(() => true).map(id => ask.simulator.world.series.get(id)?.host)[0] ?? '';
    const rows = await all(`host=${host}`);
    assert.ok(rows.length > 1);
    assert.deepEqual(
      ids(rows),
      truth(session => session.host === host),
    );
  });

  it('filters by one UTC day, and by a span whose both ends count', async () => {
    const today = NOON - (NOON % DAY);
    assert.deepEqual(
      ids(await all('date=2026-03-15')),
      truth(({ start }) => start >= today && start < today + DAY),
    );
    assert.deepEqual(
      ids(await all('start=2026-03-10&end=2026-03-15')),
      truth(({ start }) => start >= today - 5 * DAY && start < today + DAY),
    );
  });

  it('refuses filters that cannot go together or mean nothing', async () => {
    for (const query of [
      'date=2026-03-15&start=2026-03-01&end=2026-03-02',
      'start=2026-03-01',
      'end=2026-03-01',
      'date=15.03.2026',
      'date=2026-02-30',
      'status=live',
      'page=0',
      'page=two',
    ]) {
      const { status, body } = await ask.get('series', `/sessions/list?${query}`);
      assert.equal(status, 400, query);
      assert.equal(body.success, false);
    }
  });

  it('tells more of one session than the list does', async () => {
    const [row] = await all('');
    const { status, body } = await ask.get('series', `/sessions/get/${row?.SessionId}`);
    assert.equal(status, 200);
    const { CoHost, Supervisor, MinHostRank, ...same } = body.data;
    assert.deepEqual(same, row);
    assert.equal(typeof MinHostRank, 'number');
    assert.ok(CoHost !== undefined && Supervisor !== undefined);
    assert.equal((await ask.get('series', '/sessions/get/session_0_no')).status, 404);
  });

  it('has vacant, filled and attended slots, and sessions without a host or without roles', async () => {
    const rows = await all('');
    const slots = rows.flatMap(row => Object.values(row.CustomRoles ?? {}).flatMap(role => Object.entries(role.Slots)));
    assert.ok(slots.some(([name]) => name.startsWith('VACANT_')));
    assert.ok(slots.some(([name, { Attended }]) => /^\d+$/.test(name) && Attended));
    assert.ok(rows.some(row => row.Host === null));
    assert.ok(rows.some(row => row.CustomRoles === undefined));
  });

  it('accepts both names of the header and nothing else', async () => {
    const { key } = ask.connection('series');
    assert.equal((await ask.get('series', '/sessions/list', { 'x-api-key': key })).status, 200);
    for (const headers of [{}, { apikey: 'wrong' }, { authorization: `Bearer ${key}` }] as Record<string, string>[]) {
      const { status, body } = await ask.get('series', '/sessions/list', headers);
      assert.equal(status, 401);
      assert.equal(body.success, false);
    }
  });

  it('moves on with time: what was upcoming begins and ends', async () => {
    const own = await asking({ sessions: 40 });
    try {
      const session = own.simulator.world.series.add({
        start: NOON + DAY,
        cancelled: false,
        delayed: false,
        minutes: 60,
        end: NOON + DAY + 60 * 60_000,
      });
      const status = async (): Promise<string> =>
        (await own.get('series', `/sessions/get/${session.id}`)).body.data.Status;
      assert.equal(await status(), 'upcoming');
      own.pass(DAY);
      assert.equal(await status(), 'ongoing');
      own.pass(60 * 60_000);
      assert.equal(await status(), 'completed');
    } finally {
      await own.close();
    }
  });
});
