import assert from 'node:assert/strict';
import { listQuery, series } from '../../../src/providers/series/provider.ts';
import { connectionTo, drain, fakeService, fixture, json, NOW, only, planned } from './fake-service.ts';

const DAY = 86_400_000;
const connection = connectionTo('series', { baseUrl: 'https://api.series.hr' });
const empty = { success: true, data: { WorkspaceId: 'w', Page: 1, Sessions: [] } };
const [example] = fixture('series-list').data.Sessions;
const page = (...rows: object[]) => ({ success: true, data: { WorkspaceId: 'w', Page: 1, Sessions: rows } });

async function pathsOf(intent: Parameters<typeof planned>[2]) {
  const service = fakeService(() => empty);
  for (const scope of planned(series, connection, intent)) await drain(scope, service);
  return service.paths;
}

const asked = (filter: object) => pathsOf({ kind: 'question', filter });

describe('series', () => {
  it('asks a window by its UTC days and its pages', async () => {
    const window = { kind: 'window', from: NOW - 30 * DAY, to: NOW + 30 * DAY, includeLive: true } as const;
    assert.deepEqual(await pathsOf(window), ['/sessions/list?start=2023-12-21&end=2024-02-19&page=1']);
    const changes = { kind: 'changes', since: NOW - DAY, ahead: NOW + DAY, known: () => true } as const;
    assert.deepEqual(await pathsOf(changes), ['/sessions/list?start=2024-01-19&end=2024-01-21&page=1']);
  });

  it('sends every filter that its page documents', async () => {
    assert.deepEqual(await asked({ status: 'live' }), ['/sessions/list?status=ongoing&page=1']);
    assert.deepEqual(await asked({ host: '714760171' }), ['/sessions/list?host=714760171&page=1']);
    const day = Date.parse('2024-01-15');
    assert.deepEqual(await asked({ from: day, to: day + DAY }), ['/sessions/list?date=2024-01-15&page=1']);
    assert.deepEqual(await asked({ from: day, to: day + 2 * DAY, status: 'completed' }), [
      '/sessions/list?status=completed&start=2024-01-15&end=2024-01-16&page=1',
    ]);
    assert.deepEqual(await asked({ to: day }), ['/sessions/list?start=2014-01-17&end=2024-01-14&page=1']);
    const [open] = await asked({ from: day });
    assert.match(open ?? '', /\?start=2024-01-15&end=20\d\d-\d\d-\d\d&page=1$/);
  });

  it('is asked at its own address where the connection names none', async () => {
    const { baseUrl: _, ...bare } = connection;
    const service = fakeService(() => empty);
    await drain(only(planned(series, bare, { kind: 'question', filter: {} })), service);
    assert.equal(service.asked[0]?.origin, 'https://api.series.hr');
  });

  it('asks nothing where no session can match', async () => {
    for (const filter of [{ place: 'x' }, { kind: 'x' }, { client: 'x' }]) assert.deepEqual(await asked(filter), []);
  });

  it('refuses what its page rules out, before a request', () => {
    assert.deepEqual(listQuery({ date: '2024-01-15', start: '2024-01-01', end: '2024-01-31' }), {
      ok: false,
      problem: { code: 'impossible-filter', reason: 'date-with-range' },
    });
    assert.deepEqual(listQuery({ start: '2024-01-01' }), {
      ok: false,
      problem: { code: 'impossible-filter', reason: 'range-needs-both' },
    });
    assert.deepEqual(series.plan(connection, { kind: 'question', filter: { from: NOW + 9 * DAY, to: NOW } }, NOW), {
      ok: false,
      problem: { code: 'impossible-filter', reason: 'reversed-range' },
    });
  });

  it('reads pages to an empty one, and to one with nothing unseen', async () => {
    const rows = Array.from({ length: 5 }, (_, at) => ({ ...example, SessionId: `s${at}` }));
    const scope = () => only(planned(series, connection, { kind: 'question', filter: {} }));
    const paged = fakeService(url => page(...rows.slice((Number(url.searchParams.get('page')) - 1) * 2).slice(0, 2)));
    const read = await drain(scope(), paged);
    assert.deepEqual([read.ids.length, read.end, paged.requests], [5, { stopped: 'end' }, 4]);
    const deaf = fakeService(() => page(...rows));
    const same = await drain(scope(), deaf);
    assert.deepEqual([same.ids.length, same.end, deaf.requests], [5, { stopped: 'end' }, 2]);
  });

  it('normalises each status, and shows a new word under unknown', () => {
    for (const [word, status] of [
      ['upcoming', 'upcoming'],
      ['ongoing', 'live'],
      ['completed', 'completed'],
      ['cancelled', 'cancelled'],
      ['postponed', 'unknown'],
      ['constructor', 'unknown'],
    ]) {
      const session = series.reread(connection, { ...example, Status: word }, NOW)?.session;
      assert.deepEqual([session?.status, session?.rawStatus, session?.statusSource], [status, word, 'reported']);
    }
  });

  it('reads the roster: who fills what, what is vacant, who attended', async () => {
    const raw = {
      ...example,
      Status: 'completed',
      CoHost: '77',
      Supervisor: '88',
      MinHostRank: 200,
      Delayed: true,
      CustomRoles: {
        Trainer: {
          MinRank: 25,
          Permissions: { ChangeSessionStatus: false, ModifyAttendance: true },
          Slots: { '101': { Attended: true }, '102': { Attended: false }, VACANT_0: { Attended: false } },
        },
      },
    };
    const held = series.reread(connection, raw, NOW);
    assert.ok(held);
    assert.deepEqual(held.attendees, [{ id: '101' }, { id: '102' }]);
    assert.deepEqual(held.session.participants, { total: 2, capacity: 3, filled: 2, attended: 1 });
    assert.deepEqual(held.session.flags, ['delayed', 'claimable']);
    const service = fakeService(() => ({ success: true, data: raw }));
    const read = await series.detail(connection, held, undefined, service);
    assert.ok(read.ok);
    assert.deepEqual(service.paths, [`/sessions/get/${example.SessionId}`]);
    assert.deepEqual(read.value.detail.people, [
      { id: '101', role: 'Trainer', attended: true },
      { id: '102', role: 'Trainer', attended: false },
    ]);
    assert.deepEqual(read.value.detail.coHosts, [{ id: '77' }]);
    assert.deepEqual(read.value.rosters[0]?.hosts, [{ id: '714760171' }, { id: '77' }]);
    assert.deepEqual(read.value.rosters[0]?.groups[0], {
      name: 'Trainer',
      rank: 25,
      permissions: [
        { name: 'ChangeSessionStatus', allowed: false },
        { name: 'ModifyAttendance', allowed: true },
      ],
      slots: [
        { role: 'Trainer', person: { id: '101' }, attended: true },
        { role: 'Trainer', person: { id: '102' }, attended: false },
        { role: 'Trainer' },
      ],
    });
    assert.ok(read.value.facts.some(fact => fact.name === 'MinHostRank' && fact.value === 200));
    const wrapped = await series.detail(
      connection,
      held,
      undefined,
      fakeService(() => ({ success: true, data: { Session: raw } })),
    );
    assert.deepEqual(wrapped, read);
    const none = await series.detail(
      connection,
      held,
      undefined,
      fakeService(() => ({ success: true, data: [] })),
    );
    assert.deepEqual(none, { ok: false, problem: { code: 'unexpected-shape', path: 'data' } });
  });

  it('says of nobody that they missed what did not take place, yet or at all', async () => {
    const CustomRoles = { Trainer: { Slots: { '101': { Attended: true }, '102': { Attended: false } } } };
    for (const Status of ['upcoming', 'cancelled']) {
      const raw = { ...example, Status, CustomRoles };
      const held = series.reread(connection, raw, NOW);
      assert.ok(held);
      assert.equal(held.session.participants?.attended, undefined);
      const { Status: _, ...silent } = raw;
      const service = fakeService(() => ({ success: true, data: silent }));
      const read = await series.detail(connection, held, undefined, service);
      assert.deepEqual(read.ok && read.value.rosters[0]?.groups[0]?.slots, [
        { role: 'Trainer', person: { id: '101' }, attended: true },
        { role: 'Trainer', person: { id: '102' } },
      ]);
    }
  });

  it('reports a duration that can only be seconds, and derives no end from it', async () => {
    const scope = only(planned(series, connection, { kind: 'question', filter: {} }));
    const read = await drain(
      scope,
      fakeService((_, n) => (n === 1 ? page({ ...example, Duration: 3600 }) : empty)),
    );
    assert.equal(read.records[0]?.session.end, undefined);
    assert.ok(read.records[0]?.session.flags.includes('implausible-duration'));
    assert.deepEqual(
      read.pages[0]?.drift.map(({ path, expected, example: shown }) => [path, expected, shown]),
      [['data.Sessions[].Duration', 'minutes', '3600']],
    );
  });

  it('counts a row without an id as unreadable, and goes on', async () => {
    const scope = only(planned(series, connection, { kind: 'question', filter: {} }));
    const rows = [{ Title: 'no id' }, null, 7, example];
    const read = await drain(
      scope,
      fakeService((_, n) => (n === 1 ? page(...rows) : empty)),
    );
    assert.deepEqual([read.ids, read.pages[0]?.unreadable], [[example.SessionId], [{ Title: 'no id' }, null, 7]]);
    assert.deepEqual(read.end, { stopped: 'end' });
  });

  it('tells what is wrong with an answer', async () => {
    const end = async (answer: object) =>
      (
        await drain(
          only(planned(series, connection, { kind: 'question', filter: {} })),
          fakeService(() => answer),
        )
      ).end;
    const problem = async (answer: object) => {
      const ended = await end(answer);
      assert.ok(ended.stopped !== 'end');
      return ended.problem;
    };
    assert.deepEqual(await problem(json(401, { success: false, message: 'Invalid API key' })), {
      code: 'unauthorized',
      status: 401,
      said: 'Invalid API key',
    });
    assert.deepEqual(await problem({ success: false, message: 'maintenance' }), {
      code: 'service-said-no',
      said: 'maintenance',
    });
    assert.deepEqual(await problem({ success: true, data: {} }), { code: 'unexpected-shape', path: 'data.Sessions' });
    assert.equal((await end(json(429, {}))).stopped, 'budget');
    assert.deepEqual(await problem(json(429, {})), { code: 'rate-limited' });
  });

  it('keeps the key out of every address', async () => {
    const service = fakeService(() => empty);
    assert.deepEqual(await series.check(connection, service), { ok: true, value: undefined });
    assert.deepEqual(service.paths, ['/sessions/list?page=1']);
    assert.deepEqual(series.authorize(connection, 'k'), { apikey: 'k' });
  });

  it('no id leads out of its path', () => {
    const held = series.reread(connection, { ...example, SessionId: '../basic/check-key?x#y' }, NOW);
    assert.ok(held);
    assert.equal(
      series.curlUrl(connection, held.session).href,
      'https://api.series.hr/sessions/get/..%2Fbasic%2Fcheck-key%3Fx%23y',
    );
    const dots = { ...held.session, id: '..' };
    assert.equal(series.curlUrl(connection, dots).pathname, '/sessions/get/%252E%252E');
  });
});
