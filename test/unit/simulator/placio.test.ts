import assert from 'node:assert/strict';
import { placioStatus } from '../../../src/simulator/placio.ts';
import { type Asking, asking, DAY, HOUR, NOON } from './asking.ts';

interface Row {
  id: string;
  clientId: string;
  serviceIds: string[];
  date: string;
  startTime: string;
  endTime: string;
  durationMinutes: number;
  status: string;
  name: string | null;
  notes: { text: string }[];
}

describe('simulator/placio', () => {
  let ask: Asking;
  let path: string;
  before(async () => {
    ask = await asking({ sessions: 150 });
    path = `/v1/workspace/${ask.connection('placio').workspaceId}/sessions`;
  });
  after(() => ask.close());
  const rows = async (query = ''): Promise<Row[]> => (await ask.get('placio', `${path}?${query}`)).body.sessions;

  it('lists all in one answer', async () => {
    const all = await rows();
    assert.deepEqual(
      all.map(({ id }) => id),
      [...ask.simulator.world.placio.select({ ascending: true })].map(({ id }) => id),
    );
  });

  it('tells times as a date and wall clocks of its zone', async () => {
    const start = Date.parse('2026-07-01T21:30:00Z');
    const { id } = ask.simulator.world.placio.add({ start, end: start + HOUR, minutes: 60 });
    const row = (await rows()).find(one => one.id === id);
    assert.deepEqual(
      [row?.date, row?.startTime, row?.endTime, row?.durationMinutes],
      ['2026-07-02T00:00:00.000Z', '00:30', '01:30', 60],
    );
    ask.simulator.world.placio.remove(id);
  });

  for (const status of ['scheduled', 'in-progress', 'completed', 'cancelled']) {
    it(`filters by status ${status}`, async () => {
      const found = await rows(`status=${status}`);
      assert.ok(found.length > 0);
      const truth = ask.simulator.world.placio.select({ where: session => placioStatus(session, NOON) === status });
      assert.deepEqual(new Set(found.map(({ id }) => id)), new Set([...truth].map(({ id }) => id)));
    });
  }

  it('filters by client, by any of several services, and by dates with both ends', async () => {
    const all = await rows();
    const { clientId } = all[0] ?? assert.fail();
    assert.deepEqual(
      await rows(`clientId=${clientId}`),
      all.filter(row => row.clientId === clientId),
    );
    const services = [all[0]?.serviceIds[0], all[1]?.serviceIds[0]].map(String);
    assert.deepEqual(
      await rows(`serviceIds=${services.join(',')}`),
      all.filter(row => row.serviceIds.some(id => services.includes(id))),
    );
    const from = new Date(NOON - (NOON % DAY) - 3 * DAY).toISOString();
    const to = new Date(NOON - (NOON % DAY)).toISOString();
    const found = await rows(`dateFrom=${from}&dateTo=${to}`);
    assert.ok(found.length > 0);
    assert.deepEqual(
      found,
      all.filter(row => row.date >= from && row.date <= to),
    );
    assert.deepEqual(await rows('clientId=nobody'), []);
  });

  it('tells one session in another shape', async () => {
    const row = (await rows()).find(one => one.notes.length > 0);
    const { body } = await ask.get('placio', `${path}/${row?.id}`);
    const { session } = body;
    assert.equal(session.id, row?.id);
    assert.equal(session.duration, row?.durationMinutes);
    assert.equal(session.notes, row?.notes[0]?.text);
    assert.equal(session.scheduledAt, new Date(ask.simulator.world.placio.get(session.id)?.start ?? 0).toISOString());
    assert.ok(Array.isArray(session.customFields));
    assert.equal(session.startTime, undefined);
  });

  it('has Arabic and mixed names, and sessions known by their services alone', async () => {
    const text = (await ask.get('placio', path)).text;
    assert.match(text, /"clientName":"[\u0600-\u06ff ]+"/);
    assert.match(text, /"clientName":"[\u0600-\u06ff]+ [A-Za-z]/);
    assert.ok((await rows()).some(row => row.name === null));
  });

  it('refuses in its own words', async () => {
    assert.equal((await ask.get('placio', path, {})).status, 401);
    const claims = Buffer.from(JSON.stringify({ exp: NOON / 1000 - 1 })).toString('base64url');
    const old = await ask.get('placio', path, { authorization: `Bearer e30.${claims}.x` });
    assert.deepEqual([old.status, old.body.message], [401, 'Token expired']);
    assert.deepEqual((await ask.get('placio', '/v1/workspace/other/sessions')).body, {
      message: 'Workspace not found',
    });
    assert.equal((await ask.get('placio', `${path}/nothing`)).status, 404);
    assert.equal((await ask.get('placio', `${path}?status=live`)).status, 422);
    assert.equal((await ask.get('placio', `${path}?dateFrom=yesterday`)).status, 422);
  });
});
