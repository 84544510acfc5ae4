import assert from 'node:assert/strict';
import type { ProviderName } from '../../../src/simulator/answer.ts';
import { busiestMinute, slidingBudget } from '../../../src/simulator/budget.ts';
import { type Asking, asking, MINUTE, NOON } from './asking.ts';

const PATHS: Record<ProviderName, (ask: Asking) => string> = {
  digitalSamba: () => '/api/v1/sessions',
  hyra: ask => `/activity/sessions/${ask.connection('hyra').workspaceId}`,
  placio: ask => `/v1/workspace/${ask.connection('placio').workspaceId}/sessions`,
  prplManagement: ask => `/api/public/v1/workspace/${ask.connection('prplManagement').workspaceId}/sessions`,
  series: () => '/sessions/list',
};
const PROVIDERS = Object.keys(PATHS) as ProviderName[];

describe('simulator', () => {
  let ask: Asking;
  beforeEach(async () => {
    ask = await asking({ sessions: 30, rateLimit: true });
  });
  afterEach(() => ask.close());

  it('has one connection for each service, on loopback, each with a key of its own', () => {
    const { connections } = ask.simulator;
    assert.deepEqual(connections.map(({ provider }) => provider).sort(), [...PROVIDERS].sort());
    assert.equal(new Set(connections.map(({ key }) => key)).size, 5);
    for (const { baseUrl, key } of connections) {
      assert.equal(new URL(baseUrl).hostname, '127.0.0.1');
      assert.match(key, /^demo-/);
    }
  });

  it('tells its own clock in `Date`', async () => {
    const { headers } = await ask.get('series', '/sessions/list');
    assert.equal(Date.parse(headers.get('date') ?? ''), NOON);
  });

  it('makes the same world of the same seed, and another of another', async () => {
    const body = async (one: Asking): Promise<string> => (await one.get('series', '/sessions/list')).text;
    const [same, other] = await Promise.all([asking({ sessions: 30 }), asking({ sessions: 30, seed: 8 })]);
    try {
      assert.equal(await body(same), await body(ask));
      assert.notEqual(await body(other), await body(ask));
    } finally {
      await Promise.all([same.close(), other.close()]);
    }
  });

  for (const provider of PROVIDERS) {
    it(`starts ${provider} with any number of sessions`, async () => {
      for (const sessions of [0, 1, 2]) {
        const own = await asking({ sessions });
        assert.equal((await own.get(provider, PATHS[provider](own))).status, 200);
        await own.close();
      }
    });
  }

  it('keeps a log without keys', async () => {
    const { key } = ask.connection('series');
    await ask.get('series', '/sessions/list?page=1');
    await ask.get('series', `/basic/check-key/${key}?again=${key}`, { apikey: 'wrong' });
    assert.deepEqual(
      ask.simulator.log.map(({ at, provider, method, path, query, status, auth }) => [
        at,
        provider,
        method,
        path,
        query,
        status,
        auth,
      ]),
      [
        [NOON, 'series', 'GET', '/sessions/list', 'page=1', 200, 'ok'],
        [NOON, 'series', 'GET', '/basic/check-key/[key]', 'again=[key]', 401, 'wrong'],
      ],
    );
    assert.ok(ask.simulator.log[0]?.headersSeen.includes('apikey'));
    assert.ok(!JSON.stringify(ask.simulator.log).includes(key));
  });

  it('only reads', async () => {
    const { baseUrl, key } = ask.connection('digitalSamba');
    const response = await fetch(`${baseUrl}/api/v1/sessions`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${key}` },
    });
    assert.equal(response.status, 405);
  });

  it('turns prplManagement’s callers away after a hundred requests in any minute', async () => {
    const get = () => ask.get('prplManagement', PATHS.prplManagement(ask));
    for (let n = 0; n < 100; n += 1) {
      assert.equal((await get()).status, 200);
      if (n === 49) ask.pass(30_000);
    }
    const refused = await get();
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '30']);
    ask.pass(30_000);
    assert.equal((await get()).status, 200);
    assert.equal(busiestMinute(ask.simulator.log, 'prplManagement'), 101);
    assert.equal(busiestMinute(ask.simulator.log, 'series'), 0);
  });

  it('tells Hyra’s callers how much is left', async () => {
    const get = () => ask.get('hyra', PATHS.hyra(ask));
    const first = await get();
    assert.deepEqual(
      ['limit', 'remaining', 'reset'].map(name => first.headers.get(`x-ratelimit-${name}`)),
      ['120', '119', '60'],
    );
    for (let n = 1; n < 120; n += 1) await get();
    const refused = await get();
    assert.equal(refused.status, 429);
    assert.equal(refused.body.statusCode, 429);
    assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
  });

  it('counts a sliding minute', () => {
    const budget = slidingBudget(2);
    assert.equal(budget.take(0).granted, true);
    assert.equal(budget.take(MINUTE / 2).granted, true);
    assert.deepEqual(budget.take(MINUTE - 1), { granted: false, retryAfterSeconds: 1 });
    assert.equal(budget.take(MINUTE).granted, true);
    assert.equal(budget.take(MINUTE + 1).granted, false);
    const at = (...times: number[]) => times.map(time => ({ at: time, provider: 'x' }));
    assert.equal(busiestMinute(at(0, 1, MINUTE, MINUTE + 1), 'x'), 2);
    assert.equal(busiestMinute(at(0, 1, MINUTE - 1), 'x'), 3);
  });
});
