import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold } from '../../../src/query/fold.ts';
import { EVERYTHING, type Query, type Reading } from '../../../src/query/query.ts';
import { DIMENSIONS, type Dimension, FACETS, type Facet, type Facets } from '../../../src/query/selection.ts';
import { createSessionIndex } from '../../../src/query/session-index.ts';
import { type Person, type Session, type SessionEntry, STATUSES } from '../../../src/session/session.ts';
import * as arbitrary from './arbitrary.ts';
import { indexOf, session, UTC } from './indexed.ts';
import { inOrder, matches } from './plain-reading.ts';

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
        checkFacets(await (await indexOf(entries).search(query, named)).facets(FACETS), entries, query, named);
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
          const result = await index.search(query, named);
          assert.deepEqual(result.selection.keys(0, 1000), keysOf(found(entries, query, named)));
          checkFacets(await result.facets(FACETS), entries, query, named);
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
    assert.deepEqual((await facets(['host'])).host, [
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
    const { provider, connection, host } = await facets(['provider', 'connection', 'host']);
    assert.deepEqual(provider, [{ value: 'hyra', label: 'The hyra', count: 2 }]);
    assert.deepEqual(connection, [{ value: 'c', label: 'Our c', count: 2 }]);
    assert.deepEqual(host, [{ value: '7', label: 'Jane Doe', count: 2 }]);
    assert.equal((await selection.groups('connection'))[0]?.label, 'Our c');
  });
});
