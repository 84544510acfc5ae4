import assert from 'node:assert/strict';
import { valuesOf, without, withValues } from '../../../src/query/edit.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import { printQuery } from '../../../src/query/print.ts';
import type { Query } from '../../../src/query/query.ts';

function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  return parsed.query;
}

describe('edits of a query', () => {
  const query = read('weekly status:live -status:missed host:Jane* status:upcoming sort:title');

  it('reads the values of a qualifier by sign', () => {
    assert.deepEqual(
      valuesOf(query, 'status').map(({ text }) => text),
      ['live', 'upcoming'],
    );
    assert.deepEqual(
      valuesOf(query, 'status', true).map(({ text }) => text),
      ['missed'],
    );
    assert.deepEqual(valuesOf(query, 'place'), []);
  });

  it('replaces them where they first stood, and leaves the other sign', () => {
    assert.equal(
      printQuery(withValues(query, 'status', ['completed'])),
      'weekly status:completed -status:missed host:Jane* sort:title',
    );
    assert.equal(printQuery(withValues(query, 'status', [])), 'weekly -status:missed host:Jane* sort:title');
    assert.equal(
      printQuery(withValues(query, 'place', ['Room 7'], true)),
      `${printQuery(query)}`.replace(' sort', ' -place:"Room 7" sort'),
    );
  });

  it("takes a facet's value to the letter", () =>
    assert.equal(printQuery(withValues(read(''), 'host', ['a*', '', 'x,y'])), 'host:"a*","","x,y"'));

  it('removes a qualifier whole', () =>
    assert.equal(printQuery(without(query, 'status')), 'weekly host:Jane* sort:title'));

  it('leaves the query it was given as it is', () => {
    const before = structuredClone(query);
    without(query, 'status');
    withValues(query, 'status', []);
    assert.deepEqual(query, before);
  });
});
