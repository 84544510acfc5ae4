import assert from 'node:assert/strict';
import '../vscode.ts';
import { parseQuery } from '../../../../src/query/parse.ts';
import { EVERYTHING, type Query } from '../../../../src/query/query.ts';

const { createCurrentQuery } = await import('../../../../src/ui/filter/current.ts');

const query = (text: string): Query => {
  const parsed = parseQuery(text);
  assert(parsed.ok);
  return parsed.query;
};

function memory(start: Record<string, unknown> = {}) {
  const held = new Map(Object.entries(start));
  return {
    held,
    get: (<T>(key: string, otherwise?: T) => (held.has(key) ? held.get(key) : otherwise) as T) as {
      <T>(key: string): T | undefined;
      <T>(key: string, otherwise: T): T;
    },
    async update(key: string, value: unknown): Promise<void> {
      if (value === undefined) held.delete(key);
      else held.set(key, value);
    },
  };
}

describe('the current query', () => {
  it('is remembered as text and forgotten when it is empty', () => {
    const remembered = memory();
    const current = createCurrentQuery(remembered, () => {});
    current.set(query('status:live'));
    assert.deepEqual([...remembered.held.values()], ['status:live']);
    assert.equal(createCurrentQuery(remembered, () => {}).text(), 'status:live');
    current.set(EVERYTHING);
    assert.equal(remembered.held.size, 0);
  });

  it('tells of a change once, and of none when nothing changed', () => {
    const current = createCurrentQuery(memory(), () => {});
    const told: string[] = [];
    current.onDidChange(() => told.push(current.text()));
    current.set(query('status:live'));
    current.set(query('  status:live'));
    assert.deepEqual(told, ['status:live']);
  });

  it('starts without a filter where what was remembered cannot be read', () => {
    for (const broken of ['stauts:live', 7, { terms: [] }]) {
      assert.equal(createCurrentQuery(memory({ query: broken }), () => {}).text(), '');
    }
  });

  it('knows that an order hides nothing', () => {
    const current = createCurrentQuery(memory(), () => {});
    current.set(query('sort:title'));
    assert.equal(current.isFilter(), false);
    assert.equal(current.text(), 'sort:title');
  });
});
