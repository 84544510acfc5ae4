import assert from 'node:assert/strict';
import { connectionIdOf, sessionKeys } from '../../../src/ui/session-argument.ts';

const row = (key: string) => ({ id: `path/${key}`, key, connectionId: 'c' });
const group = { id: 'provider="hyra"', connectionId: 'my-hyra' };

describe('what a command is called with', () => {
  it('means sessions by key, by keys, by row', () => {
    assert.deepEqual(sessionKeys(['c/1']), ['c/1']);
    assert.deepEqual(sessionKeys([['c/1', 'c/2', 'c/1']]), ['c/1', 'c/2']);
    assert.deepEqual(sessionKeys([row('c/1')]), ['c/1']);
    assert.deepEqual(sessionKeys([[row('c/1'), 'c/2']]), ['c/1', 'c/2']);
  });

  it('means all selected rows where a menu was opened on one of them', () => {
    assert.deepEqual(sessionKeys([row('c/2'), [row('c/1'), row('c/2'), group]]), ['c/1', 'c/2']);
    assert.deepEqual(sessionKeys([row('c/2'), []]), ['c/2']);
    assert.deepEqual(sessionKeys([row('c/2'), undefined]), ['c/2']);
  });

  it('means no session where it is about something else', () => {
    for (const args of [[], [undefined], [null], [7], [group], [{ key: 7 }], [[]], [[null, group]]])
      assert.deepEqual(sessionKeys(args), []);
  });

  it('means a connection by id or by a row that is about one', () => {
    assert.equal(connectionIdOf('my-hyra'), 'my-hyra');
    assert.equal(connectionIdOf(group), 'my-hyra');
    for (const odd of [undefined, null, 7, {}, { connectionId: 7 }]) assert.equal(connectionIdOf(odd), undefined);
  });
});
