import assert from 'node:assert/strict';
import { metricsOf, peak, type SambaSession, staysOf } from '../../src/simulator/stays.ts';
import { suiteServices } from './services.ts';
import { isTurning } from './truth.ts';

const PROVIDERS = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'];

describe('details through the API', () => {
  const suite = suiteServices('real', { sessions: 260 }, { historyDays: 400, aheadDays: 60 });

  const books = () => suite().simulator.world.digitalSamba;
  const ended = (where: (session: SambaSession) => boolean) =>
    books().select({ to: Date.now() - 3_600_000, where: session => session.end < Date.now() && where(session) });

  it('of Digital Samba hold every metric under its own name, and nothing else', async () => {
    for (const session of ended(({ people }) => people > 2).slice(0, 12)) {
      const detail = await suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`);
      const { session_duration, ...expected } = metricsOf(session, Date.now());
      assert.deepEqual(Object.fromEntries(detail.metrics.map(({ name, value }) => [name, value])), expected);
      for (const { name, unit } of detail.metrics)
        assert.equal(unit, name.endsWith('_minutes') ? 'minutes' : 'count', name);
    }
  });

  it('of Digital Samba name everyone who came, with times', async () => {
    const crowded = ended(({ people }) => people > 39).slice(0, 1);
    for (const session of [
      ...crowded,
      ...ended(({ people }) => people > 2).slice(0, 5),
      ...ended(({ people }) => people === 0).slice(0, 1),
    ]) {
      const detail = await suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`);
      const told = detail.people.map(({ name, role, joined, left }) => JSON.stringify({ name, role, joined, left }));
      const truth = staysOf(session).map(({ name, role, join, leave }) =>
        JSON.stringify({ name, role, joined: new Date(join).toISOString(), left: new Date(leave).toISOString() }),
      );
      assert.deepEqual(told.sort(), truth.sort());
    }
  });

  it('of Digital Samba check the figures against each other, and find each one that is odd', async () => {
    const looked: Record<string, string> = {
      'device-minutes': 'participation_minutes',
      'device-people': 'active_participants',
      peak: 'max_concurrent_participants',
      duration: 'session_duration',
    };
    for (const [odd, name] of Object.entries(looked)) {
      const [session] = ended(each => each.odd === odd && each.people > 0).slice(0, 1);
      assert.ok(session, `no session is odd in ${odd}`);
      const { checks } = await suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`);
      assert.deepEqual(
        checks.filter(({ ok }) => !ok).map(check => check.name),
        [name],
        odd,
      );
    }
    for (const session of ended(({ odd, people }) => odd === undefined && people > 0).slice(0, 12)) {
      const { checks } = await suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`);
      assert.deepEqual(
        checks.filter(({ ok }) => !ok),
        [],
        session.id,
      );
      assert.deepEqual(checks.map(({ name }) => name).sort(), Object.values(looked).sort());
      const rebuilt = checks.find(({ name }) => name === 'max_concurrent_participants');
      assert.equal(rebuilt?.actual, peak(staysOf(session), Date.now()));
    }
  });

  it('of a live room say who is there now', async () => {
    const [live] = books().select({
      from: Date.now() - books().longest,
      to: Date.now(),
      where: ({ end, people }) => end > Date.now() + 60_000 && people > 0,
    });
    assert.ok(live);
    const detail = await suite().api.detail(`${suite().idOf('digitalSamba')}/${live.id}`);
    assert.equal(detail.status, 'live');
    assert.ok(detail.people.some(({ left }) => left === undefined));
    assert.ok(detail.metrics.some(({ name, value }) => name === 'live_participants' && value > 0));
  });

  for (const provider of PROVIDERS) {
    it(`say at least what the list says, with the raw record: ${provider}`, async () => {
      for (const session of (await suite().api.query(`provider:${provider}`, { limit: 8 })).sessions) {
        const { metrics, people, checks, raw, ...detail } = await suite().api.detail(session.key);
        assert.equal(detail.key, session.key);
        assert.equal(detail.id, session.id);
        assert.equal(detail.title, session.title);
        assert.equal(detail.start, session.start);
        if (!isTurning(session, Date.now())) assert.equal(detail.status, session.status);
        for (const name of ['host', 'kind', 'place', 'client'] as const)
          if (session[name]) assert.ok(detail[name], `${name} of ${session.key} is lost`);
        assert.ok(raw !== null && typeof raw === 'object');
        assert.ok(Array.isArray(metrics) && Array.isArray(people) && Array.isArray(checks));
        assert.equal(metrics.length > 0, provider === 'digitalSamba');
      }
    });
  }

  it('know the series co-host, who stands in no list', async () => {
    const { series } = suite().simulator.world;
    const [session] = series.select({ where: ({ coHost }) => coHost !== undefined }).slice(0, 1);
    assert.ok(session);
    const { coHosts } = await suite().api.detail(`${suite().idOf('series')}/${session.id}`);
    assert.deepEqual(
      coHosts.map(({ id }) => id),
      [session.coHost],
    );
  });

  it('of what is not there are refused in a sentence', async () => {
    await assert.rejects(suite().api.detail(`${suite().idOf('series')}/session_none`), /session/i);
    await assert.rejects(suite().api.detail('nobody/1'), Error);
    await assert.rejects(suite().api.detail(''), Error);
  });

  it('say why when the service fails, once there is nothing held of them', async () => {
    const [session] = books()
      .select({ to: Date.now() - 60 * 86_400_000, where: ({ people }) => people === 1 })
      .slice(0, 1);
    assert.ok(session);
    suite().simulator.faults.set('digitalSamba', { kind: 'status', code: 401 }, { times: 1 });
    await assert.rejects(suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`), /401/);
    assert.equal((await suite().api.detail(`${suite().idOf('digitalSamba')}/${session.id}`)).id, session.id);
  });
});
