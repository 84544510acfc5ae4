import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Completion, complete } from '../../../src/query/complete.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import { type Choice, FACETS, type Facets } from '../../../src/query/selection.ts';

const facets: Facets = {
  ...(Object.fromEntries(FACETS.map(facet => [facet, [] as Choice[]])) as Facets),
  status: [
    { value: 'completed', label: 'completed', count: 90 },
    { value: 'live', label: 'live', count: 3 },
  ],
  host: [
    { value: '17', label: 'Ahmed Ali', count: 5 },
    { value: '4', label: 'Jane Doe', count: 2 },
    { value: 'a b', label: 'a b', count: 1 },
  ],
};

/** The answer at the bar in a text. */
function at(marked: string): Completion[] {
  const cursor = marked.indexOf('|');
  return complete(marked.replace('|', ''), cursor, facets);
}
const apply = (marked: string, { from, to, insert }: Completion): string => {
  const text = marked.replace('|', '');
  return text.slice(0, from) + insert + text.slice(to);
};

describe('complete', () => {
  it('offers the qualifiers that begin as typed', () => {
    assert.deepEqual(
      at('a st|').map(({ insert }) => insert),
      ['status:'],
    );
    assert.deepEqual(
      at('-pl|').map(offer => apply('-pl|', offer)),
      ['-place:'],
    );
    assert.ok(at('a |').length > 10);
    assert.ok(at('|').length > 10);
    assert.deepEqual(
      at('ho|st:x').map(offer => apply('ho|st:x', offer)),
      ['host:x', 'hour:x'],
    );
  });

  it('offers values with counts, most frequent first, then those without a session', () => {
    const offers = at('status:|');
    assert.deepEqual(
      offers.slice(0, 2).map(({ value, count }) => [value, count]),
      [
        ['completed', 90],
        ['live', 3],
      ],
    );
    assert.equal(offers.length, 6);
    assert.equal(offers[2]?.count, undefined);
  });

  it('finds people by any word of the name and writes the id', () => {
    assert.deepEqual(
      at('host:ali|').map(offer => apply('host:ali|', offer)),
      ['host:17'],
    );
    assert.deepEqual(
      at('host:"Jane D|').map(offer => apply('host:"Jane D|', offer)),
      ['host:4'],
    );
    assert.deepEqual(
      at('x host:4,a|').map(offer => apply('x host:4,a|', offer)),
      ['x host:4,17', 'x host:4,"a b"'],
    );
  });

  it('does not offer what stands there already', () =>
    assert.ok(at('status:live,|').every(({ value }) => value !== 'live')));

  it('offers me, dates and sorts', () => {
    assert.deepEqual(
      at('host:m|').map(({ value }) => value),
      ['me'],
    );
    assert.ok(at('after:|').some(({ value }) => value === 'today'));
    assert.deepEqual(
      at('sort:t|').map(({ value }) => value),
      ['title'],
    );
  });

  it('offers nothing in a phrase or after an unknown qualifier', () => {
    assert.deepEqual(at('"sta|'), []);
    assert.deepEqual(at('nope:a|'), []);
  });

  it('never makes a readable value unreadable', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('status:', 'host:', '-host:4,', 'sort:', 'weekday:', 'provider:'),
        fc.string({ maxLength: 2 }).filter(typed => !typed.includes(',')),
        (start, typed) => {
          const text = start + typed;
          for (const offer of complete(text, text.length, facets)) {
            if (offer.kind === 'value' && offer.to === text.length) {
              const done = text.slice(0, offer.from) + offer.insert;
              assert.ok(parseQuery(done).ok, done);
            }
          }
        },
      ),
    ));
});
