import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addKey, compareKeys, createKeys, idBegins, keyAt, rowOf, rowsOf } from '../../../../src/query/table/keys.ts';

/** Any UTF-16 unit, halves of pairs too: ids are whatever a service sends. */
const unit = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff }));
const id = fc.oneof(
  fc.array(unit, { maxLength: 5 }).map(units => String.fromCharCode(...units)),
  fc.integer({ min: 0, max: 300 }).map(String),
);
const key = fc.tuple(fc.constantFrom('one', 'another'), id).map(([connection, id]) => `${connection}/${id}`);
const keys = fc.array(key, { maxLength: 200, size: 'max' });

function filled(texts: readonly string[]) {
  const keys = createKeys();
  for (const text of texts) addKey(keys, text);
  return keys;
}

describe('the keys of the table', () => {
  it('lead to their last row and back, as a map and a list would', () =>
    fc.assert(
      fc.property(keys, key, (texts, other) => {
        const table = filled(texts);
        const rows = new Map(texts.map((text, row) => [text, row]));
        assert.equal(rowsOf(table), texts.length);
        assert.deepEqual(
          texts.map((_, row) => keyAt(table, row)),
          texts,
        );
        for (const text of [...texts, other]) assert.equal(rowOf(table, text), rows.get(text));
      }),
    ));

  it('are compared, and their ids begin, as texts', () =>
    fc.assert(
      fc.property(key, key, id, (one, other, begin) => {
        const table = filled([one, other]);
        if (one !== other) assert.equal(compareKeys(table, 0, 1) < 0, one < other);
        assert.equal(idBegins(table, 0, begin), one.slice(one.indexOf('/') + 1).startsWith(begin));
      }),
    ));
});
