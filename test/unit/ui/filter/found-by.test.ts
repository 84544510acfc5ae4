import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../../src/query/parse.ts';
import type { Query } from '../../../../src/query/query.ts';
import type { SessionEntry } from '../../../../src/session/session.ts';
import { foundBy } from '../../../../src/ui/filter/found-by.ts';
import { query as anyQuery, entry as entryOf } from '../../query/arbitrary.ts';
import { matches } from '../../query/plain-reading.ts';
import { session } from '../world.ts';

const query = (text: string): Query => {
  const parsed = parseQuery(text);
  assert(parsed.ok);
  return parsed.query;
};

const ENTRY: SessionEntry = {
  session: session('pl', 'abc-77', {
    title: 'جلسة استشارة',
    host: { id: 'u1', name: 'Amina Yusuf', displayName: 'Dr. Amina' },
    coHosts: [{ id: 'u2', name: 'Bea' }],
    kind: { id: 's1,s2', name: 'Recruit Training, Talk' },
    place: { id: 'r9', name: 'Lobby' },
    client: { id: 'c5', name: 'Núria' },
  }),
  attendees: [{ id: 'u7', displayName: 'Çelik' }],
};
const SHOWN = [ENTRY.session.title, 'Dr. Amina'];
const found = (text: string): string =>
  foundBy(query(text), ENTRY, SHOWN, { me: ['u7'] })
    .map(({ field, text }) => `${field} ${text}`)
    .join(' · ');

describe('what a session was found by', () => {
  const cases: [query: string, found: string][] = [
    ['', ''],
    ['جَلسه', ''],
    ['amina', ''],
    ['yusuf', 'host Amina Yusuf'],
    ['u1', 'host u1'],
    ['train', 'kind Recruit Training, Talk'],
    ['s2', 'kind s1,s2'],
    ['lobby', 'place Lobby'],
    ['nuria', 'client Núria'],
    ['bea', 'coHost Bea'],
    ['celik', 'attendee Çelik'],
    ['ABC', 'id abc-77'],
    ['train lobby talk', 'kind Recruit Training, Talk · place Lobby'],
    ['"recruit training"', 'kind Recruit Training, Talk'],
    ['amina train', 'kind Recruit Training, Talk'],
    ['-lobby train', 'kind Recruit Training, Talk'],
    ['kind:talk', 'kind Recruit Training, Talk'],
    ['place:lob*', 'place Lobby'],
    ['client:c5', 'client Núria'],
    ['attendee:me', 'attendee Çelik'],
    ['-kind:other status:completed host:u1 place:""', ''],
  ];
  for (const [text, expected] of cases) {
    it(`is said of “${text}”: ${expected === '' ? 'nothing' : expected}`, () => assert.equal(found(text), expected));
  }

  it('leaves no word without an answer: each stands in what is shown or in what is said', () => {
    const reading = { timeZone: 'UTC', now: 0, me: ['Ahmed'] };
    fc.assert(
      fc.property(entryOf, anyQuery, (entry, asked) => {
        const texts = asked.terms.filter(term => term.kind === 'text' && !term.negated);
        for (const term of texts) {
          const one: Query = { terms: [term], sort: asked.sort };
          if (!matches(entry, one, reading)) continue;
          const shown = [entry.session.title];
          const said = foundBy(one, entry, shown, reading).map(({ text }) => text);
          // A session that has nothing but these texts is found as well.
          const bare = { ...session('one', said.at(-1) ?? 'none', { title: [...shown, ...said].join(' | ') }) };
          assert(matches({ session: bare, attendees: [] }, one, reading), JSON.stringify({ term, said }));
        }
      }),
      { numRuns: 500 },
    );
  });
});
