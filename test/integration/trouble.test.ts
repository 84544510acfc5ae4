import assert from 'node:assert/strict';
import { retryAfter } from '../../src/simulator/faults.ts';
import type { Coverage } from '../../src/ui/api/api.ts';
import { command, startServices, suiteServices } from './services.ts';

describe('services that misbehave', () => {
  const suite = suiteServices('bad', { sessions: 120 }, { historyDays: 400 });

  afterEach(() => {
    for (const { provider } of suite().simulator.connections) suite().simulator.faults.set(provider, undefined);
  });

  const refresh = async (provider: string): Promise<Coverage> => {
    const [coverage] = await suite().api.refresh(suite().idOf(provider));
    assert.ok(coverage);
    return coverage;
  };
  const stateOf = async (provider: string): Promise<string | undefined> =>
    (await suite().api.connections()).find(({ id }) => id === suite().idOf(provider))?.state;

  it('are not asked for ever when they ignore the page asked for', async () => {
    suite().simulator.faults.set('series', { kind: 'ignore-page' });
    const { requests, fetched } = await loadAnew('series');
    assert.ok(requests <= 3, `${requests}`);
    assert.equal(fetched, 50);
  });

  it('are complete when they repeat their last page', async () => {
    suite().simulator.faults.set('series', { kind: 'repeat-last-page' });
    const { complete, fetched } = await loadAnew('series');
    assert.equal(complete, true);
    assert.equal(fetched, suite().simulator.world.series.size);
  });

  for (const [what, fault] of [
    ['a sign-in page in place of data', { kind: 'html' }],
    ['half an answer', { kind: 'truncate' }],
    ['a connection that breaks', { kind: 'cut' }],
    ['a reset connection', { kind: 'reset' }],
    ['success: false', { kind: 'success-false' }],
    ['a server error', { kind: 'status', code: 500 }],
  ] as const) {
    it(`end a load with a reason and lose nothing: ${what}`, async () => {
      const before = await refresh('series');
      suite().simulator.faults.set('series', fault);
      const coverage = await refresh('series');
      assert.equal(coverage.complete, false);
      assert.equal(coverage.stopped, 'error');
      assert.equal(coverage.fetched, before.fetched);
      assert.match(coverage.problem ?? '', /^[^{}<>]{15,300}$/);
      assert.equal(await stateOf('series'), 'error');
      for (const other of await suite().api.connections())
        if (other.provider !== 'series') assert.equal(other.state, 'ready', other.id);
    });
  }

  it('do not get a key to send it elsewhere', async () => {
    const elsewhere = await startServices('bad');
    try {
      for (const { provider } of suite().simulator.connections) {
        suite().simulator.faults.set(provider, { kind: 'redirect', to: `${elsewhere.simulator.url}/${provider}/` });
        const coverage = await refresh(provider);
        assert.equal(coverage.stopped, 'error', provider);
        assert.ok(coverage.problem, provider);
      }
      assert.deepEqual(elsewhere.simulator.log, []);
    } finally {
      await elsewhere.close();
    }
  });

  it('cannot make a key be shown', async () => {
    const key = suite().services.keyOf(suite().idOf('hyra'));
    const body = { statusCode: 400, error: 'Bad Request', message: `The key ${key} (${btoa(key)}) is odd` };
    suite().simulator.faults.set('hyra', { kind: 'status', code: 400, body });
    const { problem = '' } = await refresh('hyra');
    assert.ok(problem.includes('400'), problem);
    assert.ok(!problem.includes(key) && !problem.includes(btoa(key)), problem);
  });

  it('may send records of any shape: what can be read is read, the rest is counted', async () => {
    const { size } = suite().simulator.world.hyra;
    let record = 0;
    const odd: readonly ((event: Record<string, unknown>) => unknown)[] = [
      ({ _id, ...event }) => event,
      () => null,
      () => 7,
      event => ({ ...event, start: 'soon' }),
      event => ({ ...event, schedule: null, servers: 'none', host: [] }),
      event => ({ ...event, in_progress: 'true', brandNew: { deep: [1] } }),
    ];
    suite().simulator.faults.set('hyra', {
      kind: 'mutate',
      change: event => odd[record++]?.(event as Record<string, unknown>) ?? (record <= odd.length ? null : event),
    });
    const coverage = await loadAnew('hyra');
    assert.equal(coverage.unreadable, 3);
    assert.ok(coverage.drift >= 4, `${coverage.drift}`);
    assert.equal(coverage.fetched, size - 3);
  });

  describe('and name things wildly', () => {
    const WILD = [
      'Comma, "quote"',
      'back\\slash',
      'star*',
      '*',
      '-minus',
      'me',
      'status:live',
      ' padded ',
      'ﷺ العربية',
      '𝕏',
    ];

    it('can be asked for by every facet value all the same', async () => {
      let record = 0;
      suite().simulator.faults.set('prplManagement', {
        kind: 'mutate',
        change: session => {
          const wild = WILD[record++ % WILD.length] ?? '';
          return {
            ...(session as object),
            type: { id: `id of ${wild}`, name: wild },
            host: { userId: wild, username: wild },
          };
        },
      });
      await loadAnew('prplManagement');
      const { api } = suite();
      const { facets } = await api.query('provider:prplManagement', { limit: 0 });
      assert.ok(facets.kind.length >= WILD.length && facets.host.length >= WILD.length - 1);
      for (const name of ['host', 'kind'] as const) {
        for (const { value, count } of facets[name]) {
          const query = `provider:prplManagement ${name}:"${value.replace(/["\\]/g, '\\$&')}"`;
          const answer = await api.query(query, { limit: 0 });
          if (value !== 'me') assert.equal(answer.total, count, query);
        }
      }
    });
  });

  it('that turn callers away for long stop the load, which is no error', async () => {
    suite().simulator.faults.set('series', retryAfter(900));
    const coverage = await refresh('series');
    assert.equal(coverage.stopped, 'budget');
    assert.equal(coverage.complete, false);
    assert.ok(coverage.problem);
    assert.notEqual(await stateOf('series'), 'error');
  });

  /** A load of everything, after all that was held is forgotten. */
  async function loadAnew(provider: string): Promise<Coverage> {
    await command('clearCache');
    return refresh(provider);
  }
});
