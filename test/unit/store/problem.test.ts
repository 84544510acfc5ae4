import assert from 'node:assert/strict';
import { isStoreFailure, StoreError, storeProblem } from '../../../src/store/problem.ts';

const sqlite = (errcode: number) => Object.assign(new Error('/home/person/secret.db'), { errcode });
const system = (code: string) => Object.assign(new Error('/home/person/secret.db'), { code, syscall: 'open' });

describe('what keeps sessions from the disk', () => {
  for (const [error, problem] of [
    [sqlite(5), { code: 'locked' }],
    [sqlite(6), { code: 'locked' }],
    // SQLITE_BUSY_SNAPSHOT: extended codes count as what they extend.
    [sqlite(517), { code: 'locked' }],
    [sqlite(3), { code: 'read-only' }],
    [sqlite(8), { code: 'read-only' }],
    [sqlite(1032), { code: 'gone' }],
    [sqlite(11), { code: 'corrupt' }],
    [sqlite(26), { code: 'corrupt' }],
    [sqlite(13), { code: 'full' }],
    [sqlite(14), { code: 'unusable', detail: 'sqlite 14' }],
    [sqlite(10), { code: 'unusable', detail: 'sqlite 10' }],
    [sqlite(1), { code: 'unusable', detail: 'sqlite 1' }],
    [system('EACCES'), { code: 'read-only' }],
    [system('EPERM'), { code: 'read-only' }],
    [system('EROFS'), { code: 'read-only' }],
    [system('ENOSPC'), { code: 'full' }],
    [system('EDQUOT'), { code: 'full' }],
    [system('ENOTDIR'), { code: 'unusable', detail: 'ENOTDIR' }],
    [new StoreError({ code: 'newer', version: 9 }), { code: 'newer', version: 9 }],
  ] as const)
    it(`is told by a code, without a path: ${JSON.stringify(problem)}`, () => {
      assert.deepEqual(storeProblem(error), problem);
      assert.ok(isStoreFailure(error));
    });

  it('is unknown where something else than an error was thrown', () => {
    assert.deepEqual(storeProblem('a text'), { code: 'unusable', detail: 'unknown' });
  });

  it('is no mistake of the program', () => {
    assert.equal(isStoreFailure(new TypeError('x is undefined')), false);
    assert.equal(isStoreFailure('a text'), false);
  });
});
