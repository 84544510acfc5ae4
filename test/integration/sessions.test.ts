import assert from 'node:assert/strict';
import type { Session } from '../../src/session/session.ts';
import { command, suiteServices } from './services.ts';
import { isTurning, type Truth, truthOf } from './truth.ts';

const PROVIDERS = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'] as const;

describe('sessions of five services through the API', () => {
  const suite = suiteServices('real', { sessions: 260 }, { historyDays: 400, aheadDays: 60 });

  const ask = (query: string) => suite().api.query(query, { limit: 100_000 });

  describe('coverage', () => {
    for (const provider of PROVIDERS) {
      it(`is complete only after the end, and counts what there is: ${provider}`, async () => {
        const before = truthOf(suite().simulator.world, Date.now())[provider].length;
        const log = suite().simulator.log.length;
        const [coverage, ...others] = await suite().api.refresh(suite().idOf(provider));
        const after = truthOf(suite().simulator.world, Date.now())[provider].length;
        const asked = suite().simulator.log.slice(log);
        assert.deepEqual(others, []);
        assert.ok(coverage);
        assert.equal(coverage.connectionId, suite().idOf(provider));
        assert.equal(coverage.complete, true);
        assert.equal(coverage.stopped, 'end');
        assert.equal(coverage.problem, undefined);
        assert.equal(coverage.unreadable, 0);
        // Hyra sends two fields that its page does not name.
        assert.equal(coverage.drift, provider === 'hyra' ? 2 : 0);
        assert.ok(
          coverage.fetched >= before && coverage.fetched <= after,
          `${before} ≤ ${coverage.fetched} ≤ ${after}`,
        );
        assert.equal(coverage.requests, asked.length);
        assert.ok(asked.every(({ method }) => method === 'GET'));
        if (provider === 'digitalSamba' || provider === 'prplManagement')
          assert.equal(coverage.reportedTotal, coverage.fetched);
        else assert.equal(coverage.reportedTotal, undefined);
        assert.ok(Math.abs(Date.parse(coverage.fetchedAt ?? '') - Date.now()) < 60_000, coverage.fetchedAt);
        assert.equal(
          (await suite().api.query(`connection:${suite().idOf(provider)}`, { limit: 0 })).total,
          coverage.fetched,
        );
      });
    }

    it('of all connections comes with every answer, in their order', async () => {
      const { coverage } = await suite().api.query('status:live');
      assert.deepEqual(
        coverage.map(({ connectionId }) => connectionId),
        suite().services.connections.map(({ id }) => id),
      );
    });

    it('is nothing for a connection that does not exist', async () => {
      assert.deepEqual(await suite().api.refresh('nobody'), []);
    });
  });

  describe('what is held', () => {
    for (const provider of PROVIDERS) {
      it(`is what the service has, field by field: ${provider}`, async () => {
        await suite().api.refresh(suite().idOf(provider));
        const now = Date.now();
        const held = new Map((await ask(`provider:${provider}`)).sessions.map(session => [session.id, session]));
        const truth = truthOf(suite().simulator.world, now)[provider];
        const wrong: unknown[] = [];
        for (const expected of truth) {
          const session = held.get(expected.id);
          held.delete(expected.id);
          if (!session) {
            wrong.push({ missing: expected });
            continue;
          }
          const actual = Object.fromEntries(Object.keys(expected).map(name => [name, session[name as keyof Session]]));
          if (!isTurning(expected, now)) {
            if (!same(actual, expected)) wrong.push({ actual, expected });
          }
          assert.equal(session.key, `${suite().idOf(provider)}/${session.id}`);
          assert.equal(session.connectionId, suite().idOf(provider));
          assert.equal(session.provider, provider);
        }
        assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${truth.length} are wrong`);
        assert.deepEqual([...held.values()], [], 'held though the service has no such session');
      });
    }

    it('has the shape that the contract promises', async () => {
      for (const session of (await ask('')).sessions) {
        assert.ok(session.title !== '' && session.id !== '', session.key);
        for (const time of [session.start, session.end].filter(at => at !== undefined))
          assert.equal(new Date(time).toISOString(), time);
        assert.equal(session.start === undefined, session.startSource === undefined);
        assert.equal(session.end === undefined, session.endSource === undefined);
        assert.ok(Array.isArray(session.coHosts) && Array.isArray(session.flags));
        if (session.host) assert.ok(session.host.id !== '');
        for (const value of Object.values(session)) assert.notEqual(value, null);
      }
    });

    it('follows the service: new ones, changed ones, ended ones and removed ones', async () => {
      const { series } = suite().simulator.world;
      const hour = 3_600_000;
      const start = Math.ceil(Date.now() / hour) * hour + 2 * hour;
      const added = series.add({ start, title: 'Übung für Neue', host: undefined });
      const [other] = series.select({ from: start + 1, where: ({ cancelled }) => !cancelled }).slice(0, 1);
      assert.ok(other);
      series.update(other.id, { cancelled: true });
      let told = 0;
      const heard = suite().api.onDidChangeSessions(() => {
        told += 1;
      });
      await suite().api.refresh(suite().idOf('series'));
      const fresh = await ask('"ubung fur neue"');
      assert.deepEqual(
        fresh.sessions.map(({ id, status, flags }) => ({ id, status, flags })),
        [{ id: added.id, status: 'upcoming', flags: ['claimable'] }],
      );
      assert.equal((await ask(`connection:${suite().idOf('series')} ${other.id}`)).sessions[0]?.status, 'cancelled');
      series.remove(added.id);
      await suite().api.refresh(suite().idOf('series'));
      const [gone] = (await ask('"ubung fur neue"')).sessions;
      assert.ok(gone === undefined || gone.flags.includes('gone'), JSON.stringify(gone));
      heard.dispose();
      assert.ok(told > 0, 'nobody was told');
    });
  });

  describe('a cleared cache', () => {
    it('holds nothing, says so, and fills again', async () => {
      await command('clearCache');
      const { total, coverage } = await suite().api.query('');
      assert.equal(total, 0);
      for (const each of coverage)
        assert.deepEqual({ fetched: each.fetched, complete: each.complete }, { fetched: 0, complete: false });
      const [again] = await suite().api.refresh(suite().idOf('hyra'));
      assert.equal(again?.fetched, suite().simulator.world.hyra.size);
      assert.equal(again?.complete, true);
    });
  });
});

function same(actual: object, expected: Truth): boolean {
  try {
    assert.deepStrictEqual(actual, { ...expected });
    return true;
  } catch {
    return false;
  }
}
