import assert from 'node:assert/strict';
import type { Session } from '../../src/session/session.ts';
import { metricsOf, peak, type SambaSession, staysOf } from '../../src/simulator/stays.ts';
import type { QueryResult, SessionExplorerApi } from '../../src/ui/api/api.ts';
import { activated, command, connect, disconnect, type Services, setting, startServices } from './services.ts';
import { isTurning, type Truth, truthOf } from './truth.ts';

const PROVIDERS = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'] as const;
const COUNT = 260;
const ZONE = 'Asia/Kathmandu';

describe('sessions of five services through the API', () => {
  let api: SessionExplorerApi;
  let services: Services;
  let all: Session[];

  before(async () => {
    api = await activated();
    await disconnect(api);
    services = await startServices('real', { sessions: COUNT });
    await setting('historyDays', 400);
    await setting('aheadDays', 60);
    await setting('timeZone', ZONE);
    await setting('me', ['nobody']);
    await connect(api, services);
    await api.refresh();
    all = (await api.query('', { limit: 100_000 })).sessions;
  });

  after(async () => {
    await disconnect(api, 'historyDays', 'aheadDays', 'timeZone', 'me');
    await services.close();
  });

  const idOf = (provider: string): string => `real-${provider.toLowerCase()}`;
  const keys = ({ sessions }: QueryResult): string[] => sessions.map(({ key }) => key);
  const ask = (query: string): Promise<QueryResult> => api.query(query, { limit: 100_000 });

  describe('coverage', () => {
    for (const provider of PROVIDERS) {
      it(`is complete only after the end, and counts what there is: ${provider}`, async () => {
        const before = truthOf(services.simulator.world, Date.now())[provider].length;
        const log = services.simulator.log.length;
        const [coverage, ...others] = await api.refresh(idOf(provider));
        const after = truthOf(services.simulator.world, Date.now())[provider].length;
        const asked = services.simulator.log.slice(log);
        assert.deepEqual(others, []);
        assert.ok(coverage);
        assert.equal(coverage.connectionId, idOf(provider));
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
        assert.equal((await api.query(`connection:${idOf(provider)}`, { limit: 0 })).total, coverage.fetched);
      });
    }

    it('of all connections comes with every answer, in their order', async () => {
      const { coverage } = await api.query('status:live');
      assert.deepEqual(
        coverage.map(({ connectionId }) => connectionId),
        services.connections.map(({ id }) => id),
      );
    });

    it('is nothing for a connection that does not exist', async () => {
      assert.deepEqual(await api.refresh('nobody'), []);
    });
  });

  describe('what is held', () => {
    for (const provider of PROVIDERS) {
      it(`is what the service has, field by field: ${provider}`, async () => {
        await api.refresh(idOf(provider));
        const now = Date.now();
        const held = new Map((await ask(`provider:${provider}`)).sessions.map(session => [session.id, session]));
        const truth = truthOf(services.simulator.world, now)[provider];
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
          assert.equal(session.key, `${idOf(provider)}/${session.id}`);
          assert.equal(session.connectionId, idOf(provider));
          assert.equal(session.provider, provider);
        }
        assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${truth.length} are wrong`);
        assert.deepEqual([...held.values()], [], 'held though the service has no such session');
      });
    }

    it('has the shape that the contract promises, and no field beside it', () => {
      for (const session of all) {
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
      const { series } = services.simulator.world;
      const hour = 3_600_000;
      const start = Math.ceil(Date.now() / hour) * hour + 2 * hour;
      const added = series.add({ start, title: 'Übung für Neue', host: undefined });
      const [other] = series.select({ from: start + 1, where: ({ cancelled }) => !cancelled }).slice(0, 1);
      assert.ok(other);
      series.update(other.id, { cancelled: true });
      let told = 0;
      const heard = api.onDidChangeSessions(() => {
        told += 1;
      });
      await api.refresh(idOf('series'));
      const fresh = await ask('"ubung fur neue"');
      assert.deepEqual(
        fresh.sessions.map(({ id, status, flags }) => ({ id, status, flags })),
        [{ id: added.id, status: 'upcoming', flags: ['claimable'] }],
      );
      assert.equal((await ask(`connection:${idOf('series')} ${other.id}`)).sessions[0]?.status, 'cancelled');
      series.remove(added.id);
      await api.refresh(idOf('series'));
      const [gone] = (await ask('"ubung fur neue"')).sessions;
      assert.ok(gone === undefined || gone.flags.includes('gone'), JSON.stringify(gone));
      heard.dispose();
      assert.ok(told > 0, 'nobody was told');
    });
  });

  describe('queries', () => {
    const plainly: readonly [query: string, test: (session: Session) => boolean][] = [
      ['', () => true],
      ['status:live', ({ status }) => status === 'live'],
      ['status:live,upcoming', ({ status }) => status === 'live' || status === 'upcoming'],
      ['-status:completed', ({ status }) => status !== 'completed'],
      ['provider:hyra', ({ provider }) => provider === 'hyra'],
      [
        'provider:series,digitalSamba -status:cancelled',
        ({ provider, status }) => ['series', 'digitalSamba'].includes(provider) && status !== 'cancelled',
      ],
      ['connection:real-hyra', ({ provider }) => provider === 'hyra'],
      ['connection:real-p*', ({ provider }) => provider === 'placio' || provider === 'prplManagement'],
      ['flag:adhoc', ({ flags }) => flags.includes('adhoc')],
      ['flag:delayed,claimable', ({ flags }) => flags.includes('delayed') || flags.includes('claimable')],
      ['host:""', ({ host }) => host === undefined],
      ['-host:""', ({ host }) => host !== undefined],
      ['host:*', ({ host }) => host !== undefined],
      ['host:me', () => false],
      ['place:Scrum', ({ place }) => place?.name === 'Scrum'],
      ['place:scr*', ({ place }) => place?.name?.toLowerCase().startsWith('scr') ?? false],
      ['kind:"recruit training"', ({ kind }) => kind?.name === 'Recruit Training'],
      [
        'training',
        ({ title, kind, host, coHosts }) =>
          /\btraining/i.test(
            [title, kind?.name, host?.name, host?.displayName, ...coHosts.map(({ name }) => name)].join(' '),
          ),
      ],
      ['"evaluation des"', ({ title }) => title === 'Évaluation des stagiaires'],
      ['"جلسه استشاره"', ({ title }) => title === 'جلسة استشارة'],
      ['-provider:placio -provider:hyra', ({ provider }) => provider !== 'placio' && provider !== 'hyra'],
      [
        'after:today',
        ({ start }) => start !== undefined && dayIn(ZONE, start) >= dayIn(ZONE, new Date().toISOString()),
      ],
      [
        'before:today',
        ({ start }) => start !== undefined && dayIn(ZONE, start) < dayIn(ZONE, new Date().toISOString()),
      ],
      ['on:today', ({ start }) => start !== undefined && dayIn(ZONE, start) === dayIn(ZONE, new Date().toISOString())],
      ['-on:today', ({ start }) => start === undefined || dayIn(ZONE, start) !== dayIn(ZONE, new Date().toISOString())],
      [
        'after:-7d before:+2w',
        ({ start }) =>
          start !== undefined && dayIn(ZONE, start) >= dayFromNow(-7) && dayIn(ZONE, start) < dayFromNow(14),
      ],
    ];
    for (const [query, test] of plainly) {
      it(`mean what they say: ${query === '' ? 'nothing' : query}`, async () => {
        const held = (await ask('')).sessions;
        const expected = held
          .filter(test)
          .map(({ key }) => key)
          .sort();
        const answer = await ask(query);
        assert.deepEqual(keys(answer).sort(), expected);
        assert.equal(answer.total, expected.length);
        if (!query.startsWith('host:me')) assert.ok(expected.length > 0, 'proves nothing');
      });
    }

    it('count participants by the total, else by the people listed', async () => {
      const { sessions } = await ask('min-participants:5');
      assert.ok(sessions.length > 0);
      for (const { participants, key } of sessions)
        if (participants?.total !== undefined) assert.ok(participants.total >= 5, key);
      const few = all.filter(({ participants }) => participants?.total !== undefined && participants.total < 5);
      const found = new Set(sessions.map(({ key }) => key));
      assert.deepEqual(
        few.filter(({ key }) => found.has(key)),
        [],
      );
    });

    const orders: readonly [sort: string, value: (session: Session) => number | undefined, sign: number][] = [
      ['', ({ start }) => (start === undefined ? undefined : Date.parse(start)), -1],
      ['sort:-start', ({ start }) => (start === undefined ? undefined : Date.parse(start)), -1],
      ['sort:start', ({ start }) => (start === undefined ? undefined : Date.parse(start)), 1],
      ['sort:participants provider:digitalSamba,prplManagement', ({ participants }) => participants?.total, -1],
    ];
    for (const [sort, value, sign] of orders) {
      it(`are ordered, missing last, ties by key: ${sort || 'by default'}`, async () => {
        const { sessions } = await ask(sort);
        const expected = sessions.toSorted((a, b) => {
          const [one, other] = [value(a), value(b)];
          if (one === undefined || other === undefined)
            return Number(one === undefined) - Number(other === undefined) || byKey(a, b);
          return sign * (one - other) || byKey(a, b);
        });
        assert.deepEqual(
          sessions.map(({ key }) => key),
          expected.map(({ key }) => key),
        );
      });
    }

    it('are ordered by title as people order titles', async () => {
      const { sessions } = await ask('sort:title');
      const { compare } = new Intl.Collator(undefined, { sensitivity: 'base' });
      for (const [at, session] of sessions.entries()) {
        const before = sessions[at - 1];
        if (before) assert.ok(compare(before.title, session.title) <= 0, `${before.title} > ${session.title}`);
      }
    });

    it('are answered in pages that join without gap or overlap', async () => {
      const { total } = await api.query('', { limit: 0 });
      const joined: string[] = [];
      for (let offset = 0; offset < total; offset += 97)
        joined.push(...keys(await api.query('', { offset, limit: 97 })));
      assert.deepEqual(joined, keys(await ask('')));
      assert.equal(new Set(joined).size, total);
    });

    it('are answered a hundred at a time by default', async () => {
      const { total, sessions } = await api.query('');
      assert.ok(total > 100);
      assert.equal(sessions.length, 100);
    });

    it('answer nothing beyond the end, and never throw over a page', async () => {
      const { total } = await api.query('', { limit: 0 });
      assert.deepEqual((await api.query('', { offset: total, limit: 10 })).sessions, []);
      assert.deepEqual((await api.query('', { offset: total + 1000 })).sessions, []);
      assert.equal((await api.query('', { offset: total - 1, limit: 10 })).sessions.length, 1);
      assert.equal((await api.query('', { limit: 0 })).sessions.length, 0);
      assert.equal((await api.query('', { limit: -1 })).sessions.length, 0);
      const [first] = (await api.query('', { limit: 1 })).sessions;
      assert.equal((await api.query('', { offset: -5, limit: 3 })).sessions[0]?.key, first?.key);
      assert.equal((await api.query('', { limit: Number.POSITIVE_INFINITY })).sessions.length, total);
    });

    const bad: readonly [query: string, said: RegExp][] = [
      ['colour:red', /colour/],
      ['status:sleeping', /sleeping/],
      ['provider:zoom', /zoom/],
      ['after:someday', /someday/],
      ['on:2025-02-30', /2025-02-30/],
      ['sort:colour', /colour/],
      ['status:', /status/],
      ['host:"Ana', /quote/i],
      ['min-participants:many', /many/],
      ['live after:today status:sleeping', /sleeping/],
    ];
    for (const [query, said] of bad) {
      it(`that cannot be read are refused at the place: ${query}`, async () => {
        await assert.rejects(api.query(query), said);
      });
    }
  });

  describe('facets', () => {
    it('add up, and each value can be asked for and brings what it promised', async () => {
      const { facets, total } = await api.query('', { limit: 0 });
      assert.deepEqual(Object.keys(facets).sort(), ['connection', 'host', 'kind', 'place', 'provider', 'status']);
      for (const name of ['provider', 'connection', 'status'] as const)
        assert.equal(
          facets[name].reduce((sum, { count }) => sum + count, 0),
          total,
          name,
        );
      for (const [name, choices] of Object.entries(facets)) {
        assert.equal(new Set(choices.map(({ value }) => value)).size, choices.length, `${name}: a value twice`);
        for (const { value, label, count } of choices) {
          assert.ok(count > 0, `${name}:${value}`);
          assert.notEqual(label, '', `${name}:${value} has no label`);
          const answer = await api.query(`${name}:${quoted(value)}`, { limit: 0 });
          assert.equal(answer.total, count, `${name}:${quoted(value)}`);
        }
      }
    });

    it('ignore their own qualifier and heed all others', async () => {
      const plain = await api.query('', { limit: 0 });
      const live = await api.query('status:live', { limit: 0 });
      assert.deepEqual(live.facets.status, plain.facets.status);
      assert.notDeepEqual(live.facets.provider, plain.facets.provider);
      assert.equal(
        live.facets.provider.reduce((sum, { count }) => sum + count, 0),
        live.total,
      );
    });

    it('name people and rooms by what they are called', async () => {
      const { facets } = await api.query('provider:digitalSamba,prplManagement', { limit: 0 });
      assert.ok(
        facets.place.some(({ label }) => label === 'Scrum'),
        JSON.stringify(facets.place.slice(0, 3)),
      );
      assert.ok(
        facets.host.every(({ label }) => !/^\d+$/.test(label)),
        JSON.stringify(facets.host.slice(0, 3)),
      );
    });
  });

  describe('details', () => {
    const books = () => services.simulator.world.digitalSamba;
    const ended = (where: (session: SambaSession) => boolean) =>
      books().select({ to: Date.now() - 3_600_000, where: session => session.end < Date.now() && where(session) });

    it('of Digital Samba hold every metric under its own name, and nothing else', async () => {
      for (const session of ended(({ people }) => people > 2).slice(0, 12)) {
        const detail = await api.detail(`${idOf('digitalSamba')}/${session.id}`);
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
        const detail = await api.detail(`${idOf('digitalSamba')}/${session.id}`);
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
        const { checks } = await api.detail(`${idOf('digitalSamba')}/${session.id}`);
        assert.deepEqual(
          checks.filter(({ ok }) => !ok).map(check => check.name),
          [name],
          odd,
        );
      }
      for (const session of ended(({ odd, people }) => odd === undefined && people > 0).slice(0, 12)) {
        const { checks } = await api.detail(`${idOf('digitalSamba')}/${session.id}`);
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
      const detail = await api.detail(`${idOf('digitalSamba')}/${live.id}`);
      assert.equal(detail.status, 'live');
      assert.ok(detail.people.some(({ left }) => left === undefined));
      assert.ok(detail.metrics.some(({ name, value }) => name === 'live_participants' && value > 0));
    });

    for (const provider of PROVIDERS) {
      it(`say at least what the list says, with the raw record: ${provider}`, async () => {
        for (const session of (await api.query(`provider:${provider}`, { limit: 8 })).sessions) {
          const { metrics, people, checks, raw, ...detail } = await api.detail(session.key);
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
      const { series } = services.simulator.world;
      const [session] = series.select({ where: ({ coHost }) => coHost !== undefined }).slice(0, 1);
      assert.ok(session);
      const { coHosts } = await api.detail(`${idOf('series')}/${session.id}`);
      assert.deepEqual(
        coHosts.map(({ id }) => id),
        [session.coHost],
      );
    });

    it('of what is not there are refused in a sentence', async () => {
      await assert.rejects(api.detail(`${idOf('series')}/session_none`), /session/i);
      await assert.rejects(api.detail('nobody/1'), Error);
      await assert.rejects(api.detail(''), Error);
    });

    it('say why when the service fails, once there is nothing held of them', async () => {
      const [session] = books()
        .select({ to: Date.now() - 60 * 86_400_000, where: ({ people }) => people === 1 })
        .slice(0, 1);
      assert.ok(session);
      services.simulator.faults.set('digitalSamba', { kind: 'status', code: 401 }, { times: 1 });
      await assert.rejects(api.detail(`${idOf('digitalSamba')}/${session.id}`), /401/);
      assert.equal((await api.detail(`${idOf('digitalSamba')}/${session.id}`)).id, session.id);
    });
  });

  describe('a cleared cache', () => {
    it('holds nothing, says so, and fills again', async () => {
      await command('clearCache');
      const { total, coverage } = await api.query('');
      assert.equal(total, 0);
      for (const each of coverage)
        assert.deepEqual({ fetched: each.fetched, complete: each.complete }, { fetched: 0, complete: false });
      const [again] = await api.refresh(idOf('hyra'));
      assert.equal(again?.fetched, services.simulator.world.hyra.size);
      assert.equal(again?.complete, true);
    });
  });
});

const byKey = (a: Session, b: Session): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
const dayIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
const dayFromNow = (days: number): string => {
  const [year = 0, month = 0, day = 0] = dayIn(ZONE, new Date().toISOString()).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};

function same(actual: object, expected: Truth): boolean {
  try {
    assert.deepStrictEqual(actual, { ...expected });
    return true;
  } catch {
    return false;
  }
}
