import fc from 'fast-check';
import { QUALIFIERS, type Query, type Reading, SORTS, type Term, type Value } from '../../../src/query/query.ts';
import { PROVIDER_IDS } from '../../../src/session/connection.ts';
import { type Person, type SessionEntry, STATUSES, sessionKey } from '../../../src/session/session.ts';

// Few words, so that queries find something, and awkward ones, so that folding is needed to find it.
const WORDS = [
  'Weekly',
  'wéekly',
  'TRAINING',
  'train',
  'Q&A',
  'جلسة',
  'جَلْسَه',
  'أحمد',
  'احمد',
  '٤٢',
  '42',
  '会議室',
  '🎉',
  "O'Neil",
  '-',
  '',
];
const word = fc.constantFrom(...WORDS);
const title = fc.array(word, { minLength: 1, maxLength: 4 }).map(some => some.join(' '));
const id = fc.constantFrom('1', '12', '123', 'ab-1', 'AB-1', 'Ahmed', 'weekly', 'أحمد', 'x9');
const name = fc.constantFrom(
  'Ahmed',
  'ahmed',
  'Áhmed',
  'Ahmed Ali',
  'أحمد',
  'احمد',
  '12',
  'Jane "JJ" Doe',
  'a*',
  'Me',
  'ab-1',
);

const person: fc.Arbitrary<Person> = fc.record(
  { id: fc.oneof(id, fc.constant('')), name, displayName: name },
  { requiredKeys: ['id'] },
);
const thing = fc.record({ id, name }, { requiredKeys: [] });
const kind = fc.record(
  {
    id: fc.array(id, { minLength: 1, maxLength: 2 }).map(all => all.join(',')),
    name: fc
      .array(fc.constantFrom('Massage', 'massage', 'Talk', 'Q, A', 'ab-1'), { minLength: 1, maxLength: 3 })
      .map(all => all.join(', ')),
  },
  { requiredKeys: ['name'] },
);

/** Instants around the days on which two zones change their clocks, on the hour and a millisecond off it. */
const MOMENTS = [
  '2026-03-28T22:00Z',
  '2026-03-29T00:00Z',
  '2026-03-29T01:00Z',
  '2026-03-29T22:00Z',
  '2026-10-24T22:00Z',
  '2026-10-25T01:00Z',
  '2026-10-25T23:00Z',
  '2026-11-01T04:00Z',
  '2026-11-01T05:00Z',
  '2026-11-22T10:00Z',
  '2026-11-22T00:00Z',
  '2026-11-21T18:15Z',
  '1969-12-31T12:00Z',
];
const instant = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -30, max: 30 }), fc.constantFrom(-1, 0, 0, 1))
  .map(([moment, hours, ms]) => new Date(Date.parse(moment) + hours * 3_600_000 + ms).toISOString());

export const entry: fc.Arbitrary<SessionEntry> = fc
  .record({
    connectionId: fc.constantFrom('one', 'two', 'three'),
    provider: fc.constantFrom(...PROVIDER_IDS),
    id: fc.oneof(
      fc.integer({ min: 0, max: 60 }).map(String),
      fc.integer({ min: 0, max: 30 }).map(n => `Sess-${n}`),
    ),
    title,
    status: fc.constantFrom(...STATUSES),
    start: fc.option(instant, { nil: undefined }),
    host: fc.option(person, { nil: undefined }),
    coHosts: fc.array(person, { maxLength: 2 }),
    place: fc.option(thing, { nil: undefined }),
    kind: fc.option(kind, { nil: undefined }),
    client: fc.option(thing, { nil: undefined }),
    total: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    flags: fc.uniqueArray(fc.constantFrom('delayed', 'claimable', 'gone'), { maxLength: 3 }),
    attendees: fc.array(person, { maxLength: 4 }),
  })
  .map(({ connectionId, id, start, host, place, kind, client, total, attendees, ...rest }) => ({
    session: {
      key: sessionKey(connectionId, id),
      connectionId,
      id,
      statusSource: 'reported' as const,
      ...(start === undefined ? {} : { start }),
      ...(host === undefined ? {} : { host }),
      ...(place === undefined ? {} : { place }),
      ...(kind === undefined ? {} : { kind }),
      ...(client === undefined ? {} : { client }),
      ...(total === undefined ? {} : { participants: { total } }),
      ...rest,
    },
    attendees,
  }));

/** Sessions with distinct keys. */
export const entries = fc.uniqueArray(entry, { selector: ({ session }) => session.key, maxLength: 40 });

const nameValue: fc.Arbitrary<Value> = fc.record({
  text: fc.oneof(id, name, fc.constantFrom('', 'me', 'a', 'Massage', 'Massage, Talk', 'q')),
  prefix: fc.boolean(),
});
const plain = (...texts: readonly string[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...texts).map(text => ({ text, prefix: false }));
const day = plain(
  'today',
  'yesterday',
  'tomorrow',
  '-7d',
  '+2w',
  '-1m',
  '2026-03-29',
  '2026-10-25',
  '2026-11-01',
  '2026-11-22',
  '2026-11',
  '2026-10',
);
const values: Record<Exclude<(typeof QUALIFIERS)[number], 'sort'>, fc.Arbitrary<Value>> = {
  provider: plain(...PROVIDER_IDS),
  connection: fc.oneof(plain('one', 'two'), fc.constant({ text: 't', prefix: true })),
  status: plain(...STATUSES),
  host: nameValue,
  attendee: nameValue,
  place: nameValue,
  kind: nameValue,
  client: nameValue,
  flag: fc.oneof(plain('delayed', 'gone', ''), fc.constant({ text: '', prefix: true })),
  after: fc.oneof(day, plain('now', '+24h', '-3h')),
  before: fc.oneof(day, plain('now', '+24h', '-3h')),
  on: day,
  weekday: plain('mon', 'sat', 'sun'),
  hour: plain('0', '1', '3', '10', '23'),
  'min-participants': plain('0', '1', '3'),
};

const qualifier: fc.Arbitrary<Term> = fc
  .constantFrom(...QUALIFIERS)
  .filter(name => name !== 'sort')
  .chain(name =>
    fc.record({
      kind: fc.constant('qualifier' as const),
      name: fc.constant(name),
      values: fc.array(values[name], { minLength: 1, maxLength: 3 }),
      negated: fc.boolean(),
    }),
  );
const text: fc.Arbitrary<Term> = fc
  .record({
    text: fc.oneof(word, title, id, fc.constantFrom('tr', 'week', 'se', 'sess-1', '1', 'ام', 'عة', '議')),
    negated: fc.boolean(),
  })
  .filter(({ text }) => text !== '')
  .map(term => ({ kind: 'text', phrase: /\s|^[-"]/.test(term.text), ...term }));

export const query: fc.Arbitrary<Query> = fc.record({
  terms: fc.array(fc.oneof({ weight: 3, arbitrary: qualifier }, { weight: 2, arbitrary: text }), { maxLength: 3 }),
  sort: fc.constantFrom(...SORTS),
});

export const reading: fc.Arbitrary<Reading> = fc.record({
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Africa/Cairo',
  ),
  now: instant.map(Date.parse),
  me: fc.constantFrom([], ['12'], ['Ahmed', '123']),
});
