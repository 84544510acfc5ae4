import assert from 'node:assert/strict';
import { printQuery } from '../../../src/query/print.ts';
import * as compare from '../../../src/ui/compare/messages.ts';
import * as detail from '../../../src/ui/detail/messages.ts';
import './vscode.ts';

// After the stub of `vscode`, which it asks for words.
const overview = await import('../../../src/ui/overview/messages.ts');

const NONSENSE = [
  undefined,
  null,
  'text',
  7,
  [],
  {},
  { key: 5 },
  { keys: ['a/1'] },
  { query: {} },
  { keys: 'a/1,b/2' },
  { keys: ['a/1', 'command:x'] },
  { keys: ['a/1', 'b/\u0000'] },
  { keys: ['a/1', 'b/2', 'c/3'] },
  { key: 'javascript:alert(1)' },
  { key: '../../etc/passwd' },
];

describe('what VS Code kept of a panel', () => {
  it('is taken as far as it can be read', () => {
    assert.deepEqual(detail.readState({ key: 'video/1' }), { key: 'video/1' });
    assert.deepEqual(compare.readState({ keys: ['a/1', 'b/2'] }), { keys: ['a/1', 'b/2'] });
    const { query, unit } = overview.readState({ query: 'status:live', unit: 'week' });
    assert.deepEqual([query && printQuery(query), unit], ['status:live', 'week']);
  });

  it('is nothing where it is nonsense', () => {
    for (const kept of NONSENSE) {
      assert.equal(detail.readState(kept), undefined);
      assert.equal(compare.readState(kept), undefined);
      assert.deepEqual(overview.readState(kept), {});
    }
    assert.deepEqual(overview.readState({ query: 'status:sleeping', unit: 'week' }), { unit: 'week' });
  });
});
