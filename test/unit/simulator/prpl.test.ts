import assert from 'node:assert/strict';
import type { PrplShape } from '../../../src/simulator/service.ts';
import { type Asking, asking, DAY, HOUR, MINUTE, NOON } from './asking.ts';

const starting = (shape: PrplShape) => asking({ sessions: 260, prplShape: shape });
const base = (ask: Asking): string =>
  `/api/public/v1/workspace/${ask.connection('prplManagement').workspaceId}/sessions`;
const truth = (ask: Asking, from: number, to: number, ascending: boolean): string[] =>
  [...ask.simulator.world.prplManagement.select({ from, to, ascending })].map(({ id }) => id);
const EVER = [0, NOON * 2] as const;

describe('simulator/prplManagement as documented', () => {
  let ask: Asking;
  before(async () => {
    ask = await starting('documented');
  });
  after(() => ask.close());
  const get = async (query: string) => (await ask.get('prplManagement', `${base(ask)}?${query}`)).body;
  async function all(
    query: string,
  ): Promise<{ id: string; startTime: string; type: { id: string }; host: { userId: number } | null }[]> {
    const found = [];
    for (let page = 1; ; page += 1) {
      const body = await get(`${query}&page=${page}`);
      assert.equal(body.success, true);
      assert.equal(body.pages, Math.ceil(body.total / body.limit));
      found.push(...body.sessions);
      if (page >= body.pages) {
        assert.equal(found.length, body.total);
        return found;
      }
    }
  }

  it('lists upcoming ones by default, fifty a page', async () => {
    const body = await get('');
    assert.equal(body.limit, 50);
    assert.equal(body.page, 1);
    assert.deepEqual(
      (await all('')).map(({ id }) => id),
      truth(ask, NOON + 1, NOON * 2, true),
    );
  });

  it('lists past ones apart, and no more than a hundred a page', async () => {
    assert.equal((await get('upcoming=false&limit=500')).sessions.length, 100);
    assert.deepEqual(
      (await all('upcoming=false&limit=100')).map(({ id }) => id),
      truth(ask, 0, NOON + 1, false),
    );
  });

  it('filters by type, host and day', async () => {
    const past = await all('upcoming=false');
    const { type } = past[0] ?? assert.fail();
    const host = past.find(session => session.host)?.host?.userId;
    assert.deepEqual(
      await all(`upcoming=false&type=${type.id}`),
      past.filter(one => one.type.id === type.id),
    );
    assert.deepEqual(
      await all(`upcoming=false&host=${host}`),
      past.filter(one => one.host?.userId === host),
    );
    const day = past[20]?.startTime.slice(0, 10) ?? '';
    assert.deepEqual(
      await all(`upcoming=false&date=${day}T09:30:00Z`),
      past.filter(one => one.startTime.startsWith(day)),
    );
  });

  it('refuses in its own words', async () => {
    assert.deepEqual((await ask.get('prplManagement', base(ask), {})).body, {
      success: false,
      error: 'Missing API key',
    });
    const wrong = await ask.get('prplManagement', base(ask), { authorization: 'Bearer no' });
    assert.deepEqual([wrong.status, wrong.body.error], [401, 'Invalid API key']);
    assert.equal((await ask.get('prplManagement', '/api/public/v1/workspace/1/sessions')).status, 401);
    for (const query of ['page=0', 'limit=x', 'upcoming=maybe', 'date=soon', 'host=me']) {
      assert.equal((await ask.get('prplManagement', `${base(ask)}?${query}`)).status, 400, query);
    }
  });
});

describe('simulator/prplManagement as Orbit', () => {
  let ask: Asking;
  before(async () => {
    ask = await starting('orbit');
  });
  after(() => ask.close());
  const get = async (query: string) => (await ask.get('prplManagement', `${base(ask)}?${query}`)).body;

  it('counts only what it returns, and knows no page', async () => {
    const body = await get('upcoming=false&page=2');
    assert.deepEqual(Object.keys(body), ['success', 'sessions', 'total']);
    assert.equal(body.total, 20);
    assert.deepEqual(
      body.sessions.map(({ id }: { id: string }) => id),
      truth(ask, ...EVER, false).slice(0, 20),
    );
  });

  it('divides upcoming from past only for the exact word', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await get(query)).sessions.map(({ id }: { id: string }) => id);
    assert.deepEqual(await ids('upcoming=true&past=true&limit=1000'), truth(ask, NOON, NOON * 2, true));
    assert.deepEqual(await ids('upcoming=false&past=true&limit=1000'), truth(ask, 0, NOON, false));
    assert.deepEqual(await ids('upcoming=1&limit=1000'), truth(ask, ...EVER, false));
  });

  it('reports its four statuses with their times', async () => {
    interface Item {
      status: string;
      startedAt: string | null;
      ended: string | null;
      date: string;
    }
    const items: Item[] = (await get('limit=1000')).sessions;
    assert.deepEqual(
      new Set(items.map(({ status }) => status)),
      new Set(['scheduled', 'in-progress', 'ended', 'missed']),
    );
    for (const { status, startedAt, ended } of items) {
      assert.equal(ended !== null, status === 'ended');
      assert.equal(startedAt !== null, status === 'ended' || status === 'in-progress');
    }
  });

  it('counts a session that began early as upcoming and one under way as past', async () => {
    const world = ask.simulator.world.prplManagement;
    const early = world.add({ start: NOON + 10 * MINUTE, end: NOON + HOUR, began: NOON - MINUTE, cancelled: false });
    const { sessions } = await get('upcoming=true&limit=1000');
    assert.equal(sessions.find(({ id }: { id: string }) => id === early.id).status, 'in-progress');
    world.remove(early.id);
  });

  it('breaks on a type that is no UUID', async () => {
    const { status } = await ask.get('prplManagement', `${base(ask)}?type=Training`);
    assert.equal(status, 500);
  });
});

describe('simulator/prplManagement as the newest Orbit', () => {
  let ask: Asking;
  before(async () => {
    ask = await starting('orbit-newest');
  });
  after(() => ask.close());
  const get = (query: string) => ask.get('prplManagement', `${base(ask)}/upcoming?${query}`);

  it('has nothing at the old address but a page', async () => {
    const { status, headers, text } = await ask.get('prplManagement', base(ask));
    assert.equal(status, 404);
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    assert.match(text, /<html>/);
  });

  it('lists the next day unless dates are given, with pages', async () => {
    const day = (await get('')).body;
    assert.deepEqual(
      day.sessions.map(({ id }: { id: string }) => id),
      truth(ask, NOON, NOON + DAY + 1, true),
    );
    const found: string[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await get(`startDate=2024-01-01&endDate=2028-01-01&limit=100&page=${page}`);
      found.push(...body.sessions.map(({ id }: { id: string }) => id));
      assert.equal(Object.values(body.sessionsByDate).flat().length, body.sessions.length);
      if (page === body.pagination.totalPages) break;
    }
    assert.deepEqual(found, truth(ask, ...EVER, true));
  });

  it('tells cancelled ones apart, breaks on a status filter, turns other workspaces away', async () => {
    const { body } = await get('startDate=2024-01-01&endDate=2028-01-01&limit=100');
    const cancelled = body.sessions.filter((one: { cancelled: boolean }) => one.cancelled);
    assert.ok(cancelled.length > 0);
    assert.ok(cancelled.every((one: { status: string }) => one.status === 'scheduled'));
    assert.equal((await get('status=ended')).status, 500);
    assert.equal((await ask.get('prplManagement', '/api/public/v1/workspace/1/sessions/upcoming')).status, 403);
  });
});
