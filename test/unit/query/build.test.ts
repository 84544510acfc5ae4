import assert from 'node:assert/strict';
import { where } from '../../../src/query/build.ts';
import { parseQuery } from '../../../src/query/parse.ts';

describe('a built query', () => {
  it('is what its text reads as', () => {
    const read = parseQuery('connection:a,b status:live after:-1d sort:start');
    assert.ok(read.ok);
    assert.deepEqual(where({ connection: ['a', 'b'], status: ['live'], after: ['-1d'] }, 'start'), read.query);
  });
});
