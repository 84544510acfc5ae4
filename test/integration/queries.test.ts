import assert from 'node:assert/strict';
import type { Session } from '../../src/session/session.ts';
import type { QueryResult } from '../../src/ui/api/api.ts';
import { suiteServices } from './services.ts';

const ZONE = 'Asia/Kathmandu';

describe('questions to the API', () => {
  const suite = suiteServices(
    'real',
    { sessions: 260 },
    { historyDays: 400, aheadDays: 60, timeZone: ZONE, me: ['nobody'] },
  );

  const keys = ({ sessions }: QueryResult): string[] => sessions.map(({ key }) => key);
  const ask = (query: string): Promise<QueryResult> => suite().api.query(query, { limit: 100_000 });

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
      const few = (await ask('')).sessions.filter(
        ({ participants }) => participants?.total !== undefined && participants.total < 5,
      );
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
      const { total } = await suite().api.query('', { limit: 0 });
      const joined: string[] = [];
      for (let offset = 0; offset < total; offset += 97)
        joined.push(...keys(await suite().api.query('', { offset, limit: 97 })));
      assert.deepEqual(joined, keys(await ask('')));
      assert.equal(new Set(joined).size, total);
    });

    it('are answered a hundred at a time by default', async () => {
      const { total, sessions } = await suite().api.query('');
      assert.ok(total > 100);
      assert.equal(sessions.length, 100);
    });

    it('answer nothing beyond the end, and never throw over a page', async () => {
      const { total } = await suite().api.query('', { limit: 0 });
      assert.deepEqual((await suite().api.query('', { offset: total, limit: 10 })).sessions, []);
      assert.deepEqual((await suite().api.query('', { offset: total + 1000 })).sessions, []);
      assert.equal((await suite().api.query('', { offset: total - 1, limit: 10 })).sessions.length, 1);
      assert.equal((await suite().api.query('', { limit: 0 })).sessions.length, 0);
      assert.equal((await suite().api.query('', { limit: -1 })).sessions.length, 0);
      const [first] = (await suite().api.query('', { limit: 1 })).sessions;
      assert.equal((await suite().api.query('', { offset: -5, limit: 3 })).sessions[0]?.key, first?.key);
      assert.equal((await suite().api.query('', { limit: Number.POSITIVE_INFINITY })).sessions.length, total);
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
        await assert.rejects(suite().api.query(query), said);
      });
    }
  });

  describe('facets', () => {
    it('add up, and each value can be asked for and brings what it promised', async () => {
      const { facets, total } = await suite().api.query('', { limit: 0 });
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
          const answer = await suite().api.query(`${name}:${quoted(value)}`, { limit: 0 });
          assert.equal(answer.total, count, `${name}:${quoted(value)}`);
        }
      }
    });

    it('ignore their own qualifier and heed all others', async () => {
      const plain = await suite().api.query('', { limit: 0 });
      const live = await suite().api.query('status:live', { limit: 0 });
      assert.deepEqual(live.facets.status, plain.facets.status);
      assert.notDeepEqual(live.facets.provider, plain.facets.provider);
      assert.equal(
        live.facets.provider.reduce((sum, { count }) => sum + count, 0),
        live.total,
      );
    });

    it('name people and rooms by what they are called', async () => {
      const { facets } = await suite().api.query('provider:digitalSamba,prplManagement', { limit: 0 });
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
});

const byKey = (a: Session, b: Session): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
const dayIn = (timeZone: string, instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
const dayFromNow = (days: number): string => {
  const [year = 0, month = 0, day = 0] = dayIn(ZONE, new Date().toISOString()).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};
