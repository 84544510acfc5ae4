import assert from 'node:assert/strict';
import './vscode.ts';

const { connectionIdOf, isGiven, sessionKeys, textOf } = await import('../../../src/ui/arguments.ts');

const place = { parent: undefined, node: {} };
const row = (key: string) => ({ ...place, id: `path/${key}`, key, connectionId: 'c' });
const group = { ...place, id: 'provider="hyra"', connectionId: 'my-hyra' };
const other = { ...place, id: 'status="live"' };

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

  it('means no session where it is nothing, or a row that is about something else', () => {
    for (const args of [[], [undefined], [null], [group], [other]]) assert.deepEqual(sessionKeys(args), []);
  });

  it('is refused where it is meant to be a session and is none', () => {
    for (const odd of [7, '', 'my-hyra', { key: 7 }, [], [null, group], ['my-hyra']])
      assert.throws(() => sessionKeys([odd]), /It takes: "<connection>\/<session>" \| /);
  });

  it('is nothing of its own where it is the row that has the focus', () => {
    for (const none of [undefined, null, group, row('c/1')]) assert.equal(isGiven(none), false);
    for (const own of ['', 0, false, {}, [], { parent: 1 }]) assert.equal(isGiven(own), true);
  });

  it('is a text, or is refused', () => {
    assert.equal(textOf(''), '');
    assert.equal(textOf(group), undefined);
    for (const odd of [7, ['a'], {}]) assert.throws(() => textOf(odd), /It takes: string$/);
  });

  it('means a connection by id or by a row that is about one', () => {
    assert.equal(connectionIdOf('my-hyra'), 'my-hyra');
    assert.equal(connectionIdOf(group), 'my-hyra');
    for (const none of [undefined, null, other]) assert.equal(connectionIdOf(none), undefined);
    for (const odd of [7, {}, [], { connectionId: 7 }])
      assert.throws(() => connectionIdOf(odd), /It takes: "<connection>"$/);
  });
});
