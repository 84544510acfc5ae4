import assert from 'node:assert/strict';
import { detailFrom, memoryFrom } from '../../../src/store/rows.ts';

describe('a row of the store that another version or a failing disk wrote', () => {
  it('is none where it lacks what the product relies on', () => {
    const memory = { coverage: { fetched: 1 }, drift: [], unreadable: [] };
    assert.deepEqual(memoryFrom(JSON.stringify(memory)), memory);
    for (const lacking of ['coverage', 'drift', 'unreadable'])
      assert.equal(memoryFrom(JSON.stringify({ ...memory, [lacking]: undefined })), undefined, lacking);
    const detail = { detail: { key: 'a/1' }, facts: [], rosters: [] };
    assert.deepEqual(detailFrom(JSON.stringify(detail)), detail);
    for (const lacking of ['detail', 'facts', 'rosters'])
      assert.equal(detailFrom(JSON.stringify({ ...detail, [lacking]: undefined })), undefined, lacking);
    for (const odd of ['{"half', 'null', '7', null]) assert.equal(memoryFrom(odd), undefined);
  });
});
