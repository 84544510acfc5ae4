import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inOrder, matches } from '../../../src/query/match.ts';
import type { Query, Reading } from '../../../src/query/query.ts';
import { EVERYTHING } from '../../../src/query/query.ts';
import { FACETS, type Facet } from '../../../src/query/selection.ts';
import { createSessionIndex, type SessionIndex } from '../../../src/query/session-index.ts';
import type { SessionEntry } from '../../../src/session/session.ts';
import * as arbitrary from './arbitrary.ts';

const UTC: Reading = { timeZone: 'UTC', now: Date.parse('2026-11-22T10:00Z'), me: [] };

function indexOf(entries: readonly SessionEntry[]): SessionIndex {
  const index = createSessionIndex();
  index.put(entries);
  return index;
}

const found = (entries: readonly SessionEntry[], query: Query, reading: Reading): string[] =>
  entries
    .filter(entry => matches(entry, query, reading))
    .sort(inOrder(query.sort))
    .map(({ session }) => session.key);

/** What a facet counts, one session at a time: those that the query without the facet's own terms and `value` finds. */
function expectedCount(entries: readonly SessionEntry[], query: Query, reading: Reading, facet: Facet, value: string) {
  const others = query.terms.filter(term => term.kind === 'text' || term.name !== facet);
  const own = { kind: 'qualifier' as const, name: facet, values: [{ text: value, prefix: false }], negated: false };
  return found(entries, { ...query, terms: [...others, own] }, reading).length;
}

describe('session index', () => {
  it('finds and orders what the plain reading finds', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        const { selection } = await indexOf(entries).search(query, reading);
        const expected = found(entries, query, reading);
        assert.equal(selection.total, expected.length);
        assert.deepEqual(selection.keys(0, 1000), expected);
      }),
      { numRuns: 500 },
    ));

  it('counts each choice as a query for it would, and leaves none out', () =>
    fc.assert(
      fc.asyncProperty(arbitrary.entries, arbitrary.query, arbitrary.reading, async (entries, query, reading) => {
        const { facets } = await indexOf(entries).search(query, { ...reading, me: [] });
        for (const facet of FACETS) {
          for (const { value, count } of facets[facet]) {
            if (value.toLowerCase() === 'me') continue;
            assert.equal(
              count,
              expectedCount(entries, query, { ...reading, me: [] }, facet, value),
              `${facet}:${value}`,
            );
          }
          const offered = new Set(facets[facet].map(({ value }) => value));
          assert.equal(offered.size, facets[facet].length, 'each value once');
        }
      }),
      { numRuns: 500 },
    ));
});
