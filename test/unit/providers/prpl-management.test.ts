import assert from 'node:assert/strict';
import { prplManagement } from '../../../src/providers/prpl-management/provider.ts';
import { connectionTo, drain, fakeService, fixture, html, json, NOW, planned } from './fake-service.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const fresh = () => connectionTo('prplManagement');
const [example] = fixture('prpl-management-list').sessions;
const LIST = '/api/public/v1/workspace/w1/sessions';
const window = { kind: 'window', from: NOW - 400 * DAY, to: NOW + 400 * DAY, includeLive: true } as const;

const documented = (n: number, start: number) => ({
  ...example,
  id: `d${n}`,
  startTime: new Date(start).toISOString(),
  endTime: new Date(start + HOUR).toISOString(),
});

const orbit = (n: number, start: number, more: object = {}) => ({
  id: `o${n}`,
  date: new Date(start).toISOString(),
  startedAt: null,
  ended: null,
  status: start > NOW ? 'scheduled' : 'ended',
  type: { id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', name: 'Shift', gameId: null },
  host: { userId: 1, username: 'ana', thumbnail: 'https://example.com/a.png' },
  participants: [{ userId: 2, username: null, thumbnail: '', slot: 1, role: 'Guard' }],
  ...more,
});

type Read = Awaited<ReturnType<typeof drain>>;

async function load(
  service: ReturnType<typeof fakeService>,
  connection = fresh(),
  intent: Parameters<typeof planned>[2] = window,
) {
  const ids = new Set<string>();
  const scopes: Record<string, Read> = {};
  for (const scope of planned(prplManagement, connection, intent)) {
    const read = await drain(scope, service);
    scopes[scope.name] = read;
    for (const id of read.ids) ids.add(id);
  }
  return { ids, scopes, end: (name: string) => scopes[name]?.end };
}

/** The vendor's page: numbered pages of two lists. */
const paged = (upcoming: object[], past: object[], cap = 100) =>
  fakeService(({ searchParams: query }) => {
    const all = query.get('upcoming') === 'false' ? past : upcoming;
    const limit = Math.min(cap, Number(query.get('limit') ?? 50));
    const page = Number(query.get('page') ?? 1);
    const sessions = all.slice((page - 1) * limit, page * limit);
    return { success: true, sessions, total: all.length, page, limit, pages: Math.ceil(all.length / limit) };
  });

/** Orbit: one answer, its total the rows in it. `cap`: what some server in front may cut it to. */
const envelope = (upcoming: object[], past: object[], cap = Number.POSITIVE_INFINITY) =>
  fakeService(({ searchParams: query }) => {
    const all =
      query.get('upcoming') === 'true'
        ? upcoming
        : query.get('past') === 'true'
          ? past
          : [...upcoming].reverse().concat(past);
    const sessions = all.slice(0, Math.min(cap, Number(query.get('limit') ?? 20)));
    return { success: true, sessions, total: sessions.length };
  });

const ahead = (count: number, make: typeof documented | typeof orbit) =>
  Array.from({ length: count }, (_, at) => make(at, NOW + (at + 1) * HOUR));
const behind = (count: number, make: typeof documented | typeof orbit) =>
  Array.from({ length: count }, (_, at) => make(10_000 + at, NOW - (at + 1) * HOUR));

describe('prplManagement', () => {
  it('the documented shape: both lists to an empty page, and a total of both', async () => {
    const service = paged(ahead(120, documented), behind(30, documented));
    const { ids, scopes } = await load(service);
    assert.equal(ids.size, 150);
    assert.deepEqual(service.paths, [
      `${LIST}?upcoming=true&page=1&limit=100`,
      `${LIST}?upcoming=true&page=2&limit=100`,
      `${LIST}?upcoming=true&page=3&limit=100`,
      `${LIST}?upcoming=false&past=true&page=1&limit=100`,
      `${LIST}?upcoming=false&past=true&page=2&limit=100`,
    ]);
    assert.deepEqual(scopes.upcoming?.end, { stopped: 'end' });
    assert.equal(scopes.upcoming?.pages[0]?.reportedTotal, undefined);
    assert.equal(scopes.past?.pages[0]?.reportedTotal, 150);
  });

  it('the documented shape with a smaller page than asked for', async () => {
    const { ids, end } = await load(paged(ahead(120, documented), [], 50));
    assert.equal(ids.size, 120);
    assert.deepEqual(end('upcoming'), { stopped: 'end' });
  });

  it('leaves the past once it is older than the window', async () => {
    const service = paged([], behind(1000, documented));
    await load(service, fresh(), { ...window, from: NOW - 5 * DAY });
    assert.deepEqual(service.asked.filter(url => url.searchParams.has('past')).length, 2);
  });

  it('the envelope: never a second page; twice the limit where it is full', async () => {
    const service = envelope(ahead(30, orbit), behind(250, orbit));
    const { ids, end } = await load(service);
    assert.equal(ids.size, 280);
    assert.deepEqual([end('upcoming'), end('past')], [{ stopped: 'end' }, { stopped: 'end' }]);
    assert.deepEqual(service.paths, [
      `${LIST}?upcoming=true&page=1&limit=100`,
      `${LIST}?upcoming=false&past=true&page=1&limit=100`,
      `${LIST}?upcoming=false&past=true&limit=200`,
      `${LIST}?upcoming=false&past=true&limit=400`,
    ]);
  });

  it('the envelope exactly full is told from one that is cut', async () => {
    const exact = await load(envelope(ahead(100, orbit), behind(3, orbit)));
    assert.deepEqual(exact.end('upcoming'), { stopped: 'end' });
    const alone = await load(envelope(ahead(100, orbit), []));
    assert.deepEqual(alone.end('upcoming'), { stopped: 'end' });
    const cut = await load(envelope(ahead(250, orbit), behind(3, orbit), 100));
    assert.deepEqual(cut.end('upcoming'), { stopped: 'page-cap', problem: { code: 'list-cut', rows: 100 } });
    const past = await load(envelope(ahead(1, orbit), behind(250, orbit), 100));
    assert.deepEqual(past.end('past'), { stopped: 'page-cap', problem: { code: 'list-cut', rows: 100 } });
  });

  it('a poll of the envelope is two requests', async () => {
    const service = envelope(ahead(30, orbit), behind(250, orbit));
    await load(service, fresh(), { kind: 'changes', since: NOW - DAY, ahead: NOW + DAY, known: () => true });
    assert.equal(service.requests, 2);
  });

  it('the newest Orbit: falls back on its other path, and remembers that', async () => {
    const rows = [...behind(30, orbit).reverse(), ...ahead(130, orbit)];
    const service = fakeService(({ pathname, searchParams: query }) => {
      if (pathname === LIST) return html(404);
      const [from, to] = ['startDate', 'endDate'].map(name => Date.parse(query.get(name) ?? ''));
      const wanted = rows.filter(({ date }: { date?: string }) => {
        const at = Date.parse(date ?? '');
        return at >= (from ?? 0) && at <= (to ?? 0);
      });
      const page = Number(query.get('page'));
      const pagination = { total: wanted.length, page, pageSize: 100, totalPages: Math.ceil(wanted.length / 100) };
      return {
        success: true,
        sessions: wanted.slice((page - 1) * 100, page * 100),
        sessionsByDate: {},
        dateRange: {},
        pagination,
      };
    });
    const connection = fresh();
    const { ids, end } = await load(service, connection);
    assert.equal(ids.size, 160);
    assert.deepEqual([end('upcoming'), end('past')], [{ stopped: 'end' }, { stopped: 'end' }]);
    assert.equal(service.asked.filter(({ pathname }) => pathname === LIST).length, 1);
    await load(service, connection, { kind: 'changes', since: NOW - DAY, ahead: NOW + DAY, known: () => true });
    assert.equal(service.asked.filter(({ pathname }) => pathname === LIST).length, 1);
    assert.equal(service.requests, 1 + 2 + 1 + 2);
  });

  it('a server without either path says that it no longer has the list', async () => {
    const { end } = await load(fakeService(() => html(404)));
    assert.deepEqual(end('upcoming'), {
      stopped: 'error',
      problem: { code: 'not-found', status: 404, what: 'sessions-path' },
    });
  });

  it('sends every filter that its page documents', async () => {
    const service = paged([], []);
    const filter = { host: '123', kind: 't1', from: Date.parse('2024-01-15'), to: Date.parse('2024-01-16') };
    await load(service, fresh(), { kind: 'question', filter });
    assert.deepEqual(service.paths, [
      `${LIST}?upcoming=false&past=true&type=t1&host=123&date=2024-01-15T00%3A00%3A00.000Z&page=1&limit=100`,
    ]);
    const sides = (status: 'upcoming' | 'completed' | 'live') =>
      planned(prplManagement, fresh(), { kind: 'question', filter: { status } }).map(({ name }) => name);
    assert.deepEqual(sides('upcoming'), ['question-upcoming']);
    assert.deepEqual(sides('completed'), ['question-past']);
    assert.deepEqual(sides('live'), ['question-upcoming', 'question-past']);
    for (const none of [{ place: 'x' }, { client: 'x' }])
      assert.deepEqual(planned(prplManagement, fresh(), { kind: 'question', filter: none }), []);
  });

  it('asks for what is older or later than anybody looks back or ahead', () => {
    const sides = (filter: { from?: number; to?: number }) =>
      planned(prplManagement, fresh(), { kind: 'question', filter }).map(({ name }) => name);
    assert.deepEqual(sides({ to: Date.parse('1999-01-01') }), ['question-past']);
    assert.deepEqual(sides({ from: Date.parse('2099-01-01') }), ['question-upcoming']);
  });

  it('reads one list alone where the other can hold nothing that is wanted', () => {
    const sides = (from: number, to: number) =>
      planned(prplManagement, fresh(), { kind: 'window', from, to, includeLive: false }).map(({ name }) => name);
    assert.deepEqual(sides(NOW - 2 * DAY, NOW - DAY), ['past']);
    assert.deepEqual(sides(NOW, NOW + DAY), ['upcoming']);
    assert.deepEqual(sides(NOW - DAY, NOW + DAY), ['upcoming', 'past']);
  });

  it('the envelope: many rows are told in several pages, and in their order', async () => {
    const long = (n: number, start: number) => orbit(n, start, { notes: 'x'.repeat(1500) });
    const { ids, scopes, end } = await load(envelope(ahead(700, long), []));
    assert.equal(ids.size, 700);
    assert.deepEqual(
      scopes.upcoming?.pages.map(({ records }) => records.length),
      [500, 200],
    );
    assert.deepEqual(end('upcoming'), { stopped: 'end' });
  });

  it('the envelope: a row that cannot be read does not end it', async () => {
    const long = (n: number, start: number) => orbit(n, start, { name: 'x'.repeat(600) });
    const { ids, scopes, end } = await load(envelope([...ahead(700, long), { name: 'nobody' }], []));
    assert.deepEqual([ids.size, end('upcoming')], [700, { stopped: 'end' }]);
    assert.equal(scopes.upcoming?.pages.flatMap(page => page.unreadable).length, 1);
  });

  it('the envelope: what was read is told where more of it cannot be had', async () => {
    const rows = ahead(100, orbit);
    const broken = { success: true, sessions: 7, total: 7 };
    for (const [second, problem] of [
      [json(500, { error: 'down' }), { code: 'server-error', status: 500, said: 'down' }],
      [broken, { code: 'unexpected-shape', path: 'sessions' }],
      [{ problem: { code: 'cancelled' } }, { code: 'cancelled' }],
    ] as const) {
      const service = fakeService((_, n) => (n === 1 ? { success: true, sessions: rows, total: 100 } : second));
      const [upcoming] = planned(prplManagement, fresh(), window);
      assert.ok(upcoming);
      const read = await drain(upcoming, service);
      assert.equal(read.ids.length, 100);
      assert.ok(read.end.stopped !== 'end');
      assert.deepEqual(read.end.problem, problem);
    }
  });

  it('the envelope: a list that is full, where the list of both cannot be had, may be cut', async () => {
    const rows = ahead(100, orbit);
    const service = fakeService(({ searchParams: query }) =>
      query.get('upcoming') === 'true' ? { success: true, sessions: rows, total: 100 } : json(500, {}),
    );
    const [upcoming] = planned(prplManagement, fresh(), window);
    assert.ok(upcoming);
    assert.deepEqual((await drain(upcoming, service)).end, {
      stopped: 'page-cap',
      problem: { code: 'list-cut', rows: 100 },
    });
  });

  it('derives the status of the documented shape: the start included, the end not', () => {
    const at = (now: number, more: object = {}) =>
      prplManagement.reread(fresh(), { ...documented(1, NOW), ...more }, now);
    for (const [record, status, until] of [
      [at(NOW - 1), 'upcoming', NOW],
      [at(NOW), 'live', NOW + HOUR],
      [at(NOW + HOUR - 1), 'live', NOW + HOUR],
      [at(NOW + HOUR), 'completed', undefined],
      [at(NOW, { endTime: null }), 'unknown', undefined],
      [at(NOW - 1, { endTime: null }), 'upcoming', NOW],
    ] as const) {
      assert.deepEqual([record?.session.status, record?.session.statusSource], [status, 'derived']);
      assert.equal(record?.statusUntil, until);
    }
  });

  it('believes the status that Orbit reports', () => {
    const read = (more: object) => prplManagement.reread(fresh(), orbit(1, NOW - DAY, more), NOW)?.session;
    for (const [status, expected] of [
      ['scheduled', 'upcoming'],
      ['in-progress', 'live'],
      ['ended', 'completed'],
      ['missed', 'missed'],
      ['paused', 'unknown'],
    ])
      assert.deepEqual([read({ status })?.status, read({ status })?.statusSource], [expected, 'reported']);
    assert.equal(read({ status: 'scheduled', cancelled: true })?.status, 'cancelled');
    assert.equal(read({})?.title, 'Shift');
    assert.equal(read({ name: 'Night shift' })?.title, 'Night shift');
  });

  it('ends where Orbit says it ended, else where it was planned to', () => {
    const read = (more: object) => prplManagement.reread(fresh(), orbit(1, NOW, more), NOW)?.session;
    const iso = (offset: number) => new Date(NOW + offset).toISOString();
    assert.equal(read({ ended: iso(2 * HOUR), endTime: iso(HOUR) })?.end, iso(2 * HOUR));
    assert.equal(read({ endTime: iso(HOUR) })?.end, iso(HOUR));
    const derived = read({ duration: 30 });
    assert.deepEqual([derived?.end, derived?.endSource, derived?.durationMinutes], [iso(HOUR / 2), 'derived', 30]);
    assert.equal(read({})?.end, undefined);
  });

  it('keeps the digits of user ids, and shows who fills which role', async () => {
    const text = JSON.stringify({ success: true, sessions: [orbit(1, NOW)], total: 1 }).replace(
      '"userId":2',
      '"userId":9007199254740993',
    );
    const { scopes } = await load(fakeService(() => ({ text })));
    const record = scopes.upcoming?.records[0];
    assert.ok(record);
    assert.equal(record.attendees[0]?.id, '9007199254740993');
    const read = await prplManagement.detail(
      fresh(),
      record,
      undefined,
      fakeService(() => ({})),
    );
    assert.ok(read.ok);
    assert.deepEqual(read.value.detail.people, [{ id: '9007199254740993', role: 'Guard' }]);
    assert.equal(read.value.rosters[0]?.groups[0]?.name, 'Guard');
  });

  it('says both things that a refused key can mean', async () => {
    const problem = async (status: number, error: string) => {
      const checked = await prplManagement.check(
        fresh(),
        fakeService(() => json(status, { success: false, error })),
      );
      assert.ok(!checked.ok);
      return checked.problem;
    };
    const hint = async (status: number, error: string) => {
      const found = await problem(status, error);
      assert.ok(found.code === 'unauthorized');
      return found.hint;
    };
    assert.equal(await hint(401, 'Invalid API key'), 'other-workspace');
    assert.equal(await hint(401, 'API key expired'), 'expired');
    assert.equal(await hint(401, 'Missing API key'), undefined);
    assert.deepEqual(await problem(403, 'Access denied'), { code: 'forbidden', status: 403, said: 'Access denied' });
    assert.deepEqual(await problem(400, 'Missing workspace ID'), {
      code: 'rejected',
      status: 400,
      said: 'Missing workspace ID',
    });
    assert.deepEqual(await prplManagement.check(fresh(), paged([], [])), { ok: true, value: undefined });
  });
});
