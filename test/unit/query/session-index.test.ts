import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold } from '../../../src/query/fold.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import { EVERYTHING, type Query, type Reading } from '../../../src/query/query.ts';
import { DIMENSIONS, type Dimension, FACETS, type Facet, type Facets } from '../../../src/query/selection.ts';
import { createSessionIndex, type SessionIndex } from '../../../src/query/session-index.ts';
import { type Person, type Session, type SessionEntry, STATUSES } from '../../../src/session/session.ts';
import * as arbitrary from './arbitrary.ts';
import { inOrder, matches } from './plain-reading.ts';

const UTC: Reading = { timeZone: 'UTC', now: Date.parse('2026-11-22T10:00Z'), me: [] };

function indexOf(entries: readonly SessionEntry[]): SessionIndex {
  const index = createSessionIndex();
  index.put(entries);
  return index;
}

function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

const keysOf = (entries: readonly SessionEntry[]): string[] => entries.map(({ session }) => session.key);

const found = (entries: readonly SessionEntry[], query: Query, reading: Reading): SessionEntry[] =>
  entries.filter(entry => matches(entry, query, reading)).sort(inOrder(query.sort));

/** The query with one more choice by a facet, in the place of all that it says of that facet. */
const choosing = (query: Query, name: Facet, value: string): Query => ({
  ...query,
  terms: [
    ...query.terms.filter(term => term.kind === 'text' || term.name !== name),
    { kind: 'qualifier', name, values: [{ text: value, prefix: false }], negated: false },
  ],
});

/** Holds every count against the plain reading, and looks for choices that are missing. */
function checkFacets(facets: Facets, entries: readonly SessionEntry[], query: Query, reading: Reading): void {
  for (const facet of FACETS) {
    for (const { value, count } of facets[facet]) {
      assert.equal(count, found(entries, choosing(query, facet, value), reading).length, `${facet}:${value}`);
    }
    const values = facets[facet].map(({ value }) => (facet === 'kind' ? fold(value) : value));
    assert.equal(new Set(values).size, values.length, `${facet}: each value once`);
    const counts = facets[facet].map(({ count }) => count);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
      `${facet}: most frequent first`,
    );
    const expected = found(entries, query, reading).flatMap(entry => choicesOf(entry, facet));
    for (const value of expected) assert.ok(values.includes(value), `${facet}: ${value} is missing`);
  }
}

const personId = ({ id, name, displayName }: Person): string => id || displayName || name || '';
const thingId = (thing: { id?: string; name?: string } | undefined): string => thing?.id ?? thing?.name ?? '';

function choicesOf({ session, attendees }: SessionEntry, facet: Facet): string[] {
  const all: Record<Facet, string[]> = {
    provider: [session.provider],
    connection: [session.connectionId],
    status: [session.status],
    host: [session.host ? personId(session.host) : ''],
    place: [thingId(session.place)],
    kind: session.kind ? [session.kind.name, ...session.kind.name.split(', ')].map(fold) : [],
    client: [thingId(session.client)],
    attendee: attendees.map(personId),
    flag: session.flags,
  };
  return all[facet].filter(value => value !== '');
}

describe('session index', () => {
  it('orders what it holds anew as it is asked for, from either end', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.entries, async (entries, later) => {
        const index = createSessionIndex();
        const held = new Map<string, SessionEntry>();
        for (const some of [entries, later]) {
          index.put(some);
          for (const entry of some) held.set(entry.session.key, entry);
          for (const sort of ['-start', 'start', 'participants', '-start', 'start'] as const) {
            const { selection } = await index.search({ terms: [], sort }, UTC);
            const expected = [...held.values()].sort(inOrder(sort));
            assert.deepEqual(selection.keys(0, selection.total), keysOf(expected));
          }
        }
      }),
    ));

  it('finds and orders what the plain reading finds', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        const { selection } = await indexOf(entries).search(query, reading);
        const expected = keysOf(found(entries, query, reading));
        assert.equal(selection.total, expected.length);
        assert.deepEqual(selection.keys(0, 1000), expected);
        for (const [at, key] of expected.entries()) assert.equal(selection.indexOf(key), at);
      }),
      { numRuns: 250 },
    ));

  it('counts each choice as a query for it would', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        // `host:me` as the name of a person is the one value that means something else in a query.
        const named = { ...reading, me: ['Me'] };
        checkFacets((await indexOf(entries).search(query, named)).facets, entries, query, named);
      }),
      { numRuns: 150 },
    ));

  it('knows after puts and removals what one that was made anew knows', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: arbitrary.entries.map(entries => ({ put: entries })) },
      { weight: 2, arbitrary: fc.array(fc.nat(80), { maxLength: 10 }).map(places => ({ remove: places })) },
      { weight: 1, arbitrary: fc.constantFrom('one', 'two').map(connection => ({ connection })) },
    );
    return fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        arbitrary.query,
        arbitrary.reading,
        async (steps, query, reading) => {
          const index = createSessionIndex();
          const held = new Map<string, SessionEntry>();
          for (const step of steps) {
            if ('put' in step) {
              index.put(step.put);
              for (const entry of step.put) held.set(entry.session.key, entry);
            } else if ('remove' in step) {
              const keys = step.remove.map(place => [...held.keys()][place] ?? 'one/nobody');
              index.remove(keys);
              for (const key of keys) held.delete(key);
            } else {
              await index.removeConnection(step.connection);
              for (const { session } of held.values())
                if (session.connectionId === step.connection) held.delete(session.key);
            }
            // Asking in between fills what the index keeps from one question to the next.
            await index.search(query, reading);
          }
          const entries = [...held.values()];
          const named = { ...reading, me: ['Me'] };
          const { selection, facets } = await index.search(query, named);
          assert.deepEqual(selection.keys(0, 1000), keysOf(found(entries, query, named)));
          checkFacets(facets, entries, query, named);
          assert.equal(index.size, held.size);
          const count = (test: (session: Session) => boolean): number =>
            entries.filter(({ session }) => test(session)).length;
          assert.equal(
            index.countIn('two'),
            count(session => session.connectionId === 'two'),
          );
          assert.equal(
            index.liveIn('two'),
            count(({ connectionId, status }) => connectionId === 'two' && status === 'live') > 0,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('divides a selection by any dimension', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        const { selection } = await indexOf(entries).search(query, reading);
        const day = new Intl.DateTimeFormat('en-CA', { timeZone: reading.timeZone, dateStyle: 'short' });
        const groupOf = ({ session }: SessionEntry, dimension: Dimension): string => {
          const shown = session.start === undefined ? '' : day.format(Date.parse(session.start));
          const all: Record<Dimension, string> = {
            provider: session.provider,
            connection: session.connectionId,
            status: session.status,
            day: shown,
            month: shown.slice(0, 7),
            host: session.host ? personId(session.host) : '',
            place: thingId(session.place),
            kind: fold(session.kind?.name ?? ''),
          };
          return all[dimension];
        };
        for (const dimension of DIMENSIONS) {
          const expected = Map.groupBy(found(entries, query, reading), entry => groupOf(entry, dimension));
          const groups = await selection.groups(dimension);
          assert.equal(groups.length, expected.size);
          for (const { value, count, selection: part } of groups) {
            const keys = keysOf(expected.get(dimension === 'kind' ? fold(value) : value) ?? []);
            assert.deepEqual(part.keys(0, 1000), keys, `${dimension}: ${value}`);
            assert.equal(count, keys.length);
          }
        }
      }),
      { numRuns: 100 },
    ));

  it('cuts a selection anywhere without losing its order', () =>
    fc.assert(
      fc.asyncProperty(
        arbitrary.entries,
        fc.nat(40),
        fc.nat(40),
        arbitrary.query,
        async (entries, from, size, { sort }) => {
          const query = { ...EVERYTHING, sort };
          const expected = keysOf(found(entries, query, UTC)).slice(from, from + size);
          const page = (await indexOf(entries).search(query, UTC)).selection;
          assert.deepEqual(page.keys(from, size), expected);
          const part = (await indexOf(entries).search(query, UTC)).selection.slice(from, from + size);
          assert.deepEqual(part.keys(0, 100), expected);
          assert.equal(part.total, expected.length);
        },
      ),
      { numRuns: 150 },
    ));
});

/** A session of one connection, with what matters to a test. */
const session = (id: string, more: Partial<Session> = {}): SessionEntry => ({
  session: {
    key: `c/${id}`,
    connectionId: 'c',
    provider: 'hyra',
    id,
    title: `Session ${id}`,
    status: 'completed',
    statusSource: 'reported',
    coHosts: [],
    flags: [],
    ...more,
  },
  attendees: [],
});

describe('the order of groups and choices', () => {
  const values = async (dimension: Dimension, entries: SessionEntry[]): Promise<string[]> =>
    (await (await indexOf(entries).search(EVERYTHING, UTC)).selection.groups(dimension)).map(({ value }) => value);

  it('is fixed for services and statuses', async () => {
    const services = ['series', 'hyra', 'placio', 'digitalSamba', 'prplManagement'];
    assert.deepEqual(
      await values(
        'provider',
        services.map(provider => session(provider, { provider })),
      ),
      ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'],
    );
    assert.deepEqual(
      await values(
        'status',
        STATUSES.toReversed().map(status => session(status, { status })),
      ),
      [...STATUSES],
    );
  });

  it('is newest first for days and months, and those without come last', async () => {
    const entries = ['2026-10-31', '2026-11-22', '2026-11-01'].map(day =>
      session(day, { start: `${day}T12:00:00.000Z` }),
    );
    entries.push(session('none'));
    assert.deepEqual(await values('day', entries), ['2026-11-22', '2026-11-01', '2026-10-31', '']);
    assert.deepEqual(await values('month', entries), ['2026-11', '2026-10', '']);
  });

  it('is by count, then label for the rest', async () => {
    const hosts = [
      ['1', 'Zoe'],
      ['1', 'Zoe'],
      ['2', 'Bob'],
      ['3', 'Ann'],
      ['', ''],
    ];
    const entries = hosts.map(([id = '', name = ''], at) => session(String(at), id ? { host: { id, name } } : {}));
    assert.deepEqual(await values('host', entries), ['1', '3', '2', '']);
    const { facets } = await indexOf(entries).search(EVERYTHING, UTC);
    assert.deepEqual(facets.host, [
      { value: '1', label: 'Zoe', count: 2 },
      { value: '3', label: 'Ann', count: 1 },
      { value: '2', label: 'Bob', count: 1 },
    ]);
  });

  it('labels services, connections and people as they are called', async () => {
    const index = createSessionIndex({
      providerLabel: id => `The ${id}`,
      connectionLabel: id => `Our ${id}`,
    });
    index.put([
      session('1', { host: { id: '7', name: 'jd', displayName: 'Jane Doe' } }),
      session('2', { host: { id: '7' } }),
    ]);
    const { facets, selection } = await index.search(EVERYTHING, UTC);
    assert.deepEqual(facets.provider, [{ value: 'hyra', label: 'The hyra', count: 2 }]);
    assert.deepEqual(facets.connection, [{ value: 'c', label: 'Our c', count: 2 }]);
    assert.deepEqual(facets.host, [{ value: '7', label: 'Jane Doe', count: 2 }]);
    assert.equal((await selection.groups('connection'))[0]?.label, 'Our c');
  });
});

describe('questions to the index', () => {
  it('mean a kind of several services by the whole and by each, in names and in ids', async () => {
    const kind = { id: 's-1,s-2', name: 'Massage, Talk' };
    const index = indexOf([session('1', { kind }), session('2', { kind: { id: 's-2', name: 'Talk' } })]);
    for (const [text, keys] of [
      ['kind:s-1', ['c/1']],
      ['kind:s-2', ['c/1', 'c/2']],
      ['kind:"s-1,s-2"', ['c/1']],
      ['kind:massage', ['c/1']],
      ['kind:"massage, talk"', ['c/1']],
      ['-kind:s-1', ['c/2']],
      ['kind:s-*', ['c/1', 'c/2']],
    ] as const)
      assert.deepEqual((await index.search(read(text), UTC)).selection.keys(0, 9), keys, text);
  });

  it('tell the span of what was found', async () => {
    const entries = [
      session('a', { start: '2026-11-22T10:00:00.000Z' }),
      session('b', { start: '2026-11-20T10:00:00.000Z' }),
      session('c'),
    ];
    const { selection } = await indexOf(entries).search(EVERYTHING, UTC);
    assert.deepEqual(selection.span(), { from: Date.parse('2026-11-20T10:00Z'), to: Date.parse('2026-11-22T10:00Z') });
    assert.equal((await indexOf([session('c')]).search(EVERYTHING, UTC)).selection.span(), undefined);
  });

  it('are answered anew only when something changed that can be seen', async () => {
    const index = indexOf([session('a')]);
    const first = await index.search(EVERYTHING, UTC);
    index.put([session('a')]);
    assert.equal(await index.search(EVERYTHING, { ...UTC, now: UTC.now + 60_000 }), first);
    index.put([session('a', { status: 'live' })]);
    assert.deepEqual((await index.search(EVERYTHING, UTC)).facets.status, [{ value: 'live', label: 'live', count: 1 }]);
  });

  it('mean another day tomorrow and another hour in an hour', async () => {
    const index = indexOf([session('a', { start: '2026-11-23T12:00:00.000Z' })]);
    const total = async (text: string, now: string): Promise<number> =>
      (await index.search(read(text), { ...UTC, now: Date.parse(now) })).selection.total;
    assert.equal(await total('on:today', '2026-11-22T23:00Z'), 0);
    assert.equal(await total('on:today', '2026-11-23T00:00Z'), 1);
    assert.equal(await total('before:+2h', '2026-11-23T09:00Z'), 0);
    assert.equal(await total('before:+2h', '2026-11-23T10:30Z'), 1);
  });

  it('mean another person for another reader', async () => {
    const index = indexOf([session('a', { host: { id: '1' } }), session('b', { host: { id: '2' } })]);
    const mine = async (me: string[]): Promise<string[]> =>
      (await index.search(read('host:me'), { ...UTC, me })).selection.keys(0, 9);
    assert.deepEqual(await mine(['1']), ['c/a']);
    assert.deepEqual(await mine(['2']), ['c/b']);
    assert.deepEqual(await mine([]), []);
  });

  it("reject with the signal's reason", async () => {
    const reason = new Error('typed on');
    await assert.rejects(indexOf([session('a')]).search(EVERYTHING, UTC, AbortSignal.abort(reason)), reason);
  });

  it('are not answered from before a change', async () => {
    const index = indexOf([session('a')]);
    const early = index.search(EVERYTHING, UTC);
    index.put([session('b')]);
    await early;
    assert.equal((await index.search(EVERYTHING, UTC)).selection.total, 2);
  });

  it('follow a session that moves, is renamed or fills', async () => {
    const at = (day: number): Partial<Session> => ({ start: `2026-11-0${day}T10:00:00.000Z` });
    const index = indexOf([session('a', at(1)), session('b', at(2)), session('c', at(3))]);
    const order = async (text: string): Promise<string> =>
      (await index.search(read(text), UTC)).selection.keys(0, 9).join(' ');
    assert.equal(await order(''), 'c/c c/b c/a');
    assert.equal(await order('sort:title'), 'c/a c/b c/c');
    assert.equal(await order('sort:participants'), 'c/a c/b c/c');
    index.put([session('a', { ...at(9), title: 'Session z', participants: { total: 0 } })]);
    index.put([session('b', { ...at(2), participants: { total: 5 } })]);
    assert.equal(await order(''), 'c/a c/c c/b');
    assert.equal(await order('sort:title'), 'c/b c/c c/a');
    assert.equal(await order('sort:participants'), 'c/b c/a c/c');
  });

  it('order by title what came while they were asked', async () => {
    const index = indexOf([session('m'), session('z')]);
    const asked = index.search(read('sort:title'), UTC);
    index.put([session('n')]);
    assert.deepEqual((await asked).selection.keys(0, 9), ['c/m', 'c/n', 'c/z']);
  });

  it('offer a person under the newest name, and in its place', async () => {
    const host = (id: string, name: string): SessionEntry => session(id, { host: { id, name } });
    const index = indexOf([host('1', 'Ann'), host('2', 'Bob')]);
    const labels = async (): Promise<string[]> =>
      (await index.search(EVERYTHING, UTC)).facets.host.map(({ label }) => label);
    assert.deepEqual(await labels(), ['Ann', 'Bob']);
    index.put([host('1', 'Zoe')]);
    assert.deepEqual(await labels(), ['Bob', 'Zoe']);
  });

  it('leave an older answer with its own sessions', async () => {
    const index = indexOf([session('a'), session('b')]);
    const { selection } = await index.search(EVERYTHING, UTC);
    index.remove(['c/a']);
    index.put([session('z')]);
    assert.deepEqual(selection.keys(0, 9), ['c/a', 'c/b']);
    index.clear();
    index.put([session('y')]);
    assert.deepEqual(selection.keys(0, 9), ['c/a', 'c/b']);
    assert.equal(index.size, 1);
  });

  it("tell a connection's keys within a span, and those without a start, but for some ids", async () => {
    const index = indexOf([
      session('a', { start: '2026-11-22T00:00:00.000Z' }),
      session('b', { start: '2026-11-23T00:00:00.000Z' }),
      session('c'),
    ]);
    const [from, to] = [Date.parse('2026-11-22T00:00Z'), Date.parse('2026-11-23T00:00Z')];
    assert.deepEqual(await index.keysWithin('c', { from, to }), ['c/a', 'c/c']);
    assert.deepEqual(await index.keysWithin('c', { from, to }, new Set(['a', 'b'])), ['c/c']);
    assert.deepEqual(await index.keysWithin('c'), ['c/a', 'c/b', 'c/c']);
    assert.deepEqual(await index.keysWithin('other'), []);
  });
});
