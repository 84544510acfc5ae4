import assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/query/parse.ts';
import { printQuery } from '../../../../src/query/print.ts';
import type { Query } from '../../../../src/query/query.ts';
import { filterState, withChosen } from '../../../../src/ui/filter/choices.ts';

const query = (text: string): Query => {
  const parsed = parseQuery(text);
  assert(parsed.ok);
  return parsed.query;
};
const HOSTS = [
  { value: 'u1', label: 'Ana', count: 7 },
  { value: 'u2', label: 'Béa', count: 3 },
];
const rows = (text: string): string[] =>
  filterState(query(text), 'host', HOSTS).choices.map(
    ({ label, count, chosen }) => `${chosen ? '*' : ''}${label} ${count}`,
  );

describe('what can be chosen in a filter', () => {
  it('is what there is, the most frequent first', () => assert.deepEqual(rows(''), ['Ana 7', 'Béa 3']));
  it('starts with what is chosen', () => assert.deepEqual(rows('host:u2'), ['*Béa 3', 'Ana 7']));
  it('knows a choice by its name too', () => assert.deepEqual(rows('host:bea'), ['*Béa 3', 'Ana 7']));
  it('keeps what nothing has', () => assert.deepEqual(rows('host:Zoe,An*'), ['*Zoe 0', '*An* 0', 'Ana 7', 'Béa 3']));
  it('is what is left out where nothing is asked for', () => {
    const { negated, choices } = filterState(query('-host:u1'), 'host', HOSTS);
    assert(negated);
    assert.deepEqual(
      choices.map(({ chosen }) => chosen),
      [true, false],
    );
  });

  it('replaces what the query said of it, and nothing else', () => {
    const chosen = [{ text: 'u2', prefix: false }];
    const before = query('word host:u1 -host:u3 sort:title');
    assert.equal(printQuery(withChosen(before, 'host', chosen, true)), 'word -host:u2 sort:title');
    assert.equal(printQuery(withChosen(before, 'host', [], false)), 'word sort:title');
  });
});
