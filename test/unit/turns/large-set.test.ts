import assert from 'node:assert/strict';
import fc from 'fast-check';
import { largeSet } from '../../../src/turns/large-set.ts';

const text = fc.oneof(fc.string({ maxLength: 3, unit: 'binary' }), fc.integer({ min: 0, max: 9 }).map(String));

describe('a large set', () => {
  it('holds what a set would', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 60 }), steps => {
        const [large, plain] = [largeSet(3), new Set<string>()];
        for (const [text, adds] of steps) {
          if (adds) assert.equal(large.add(text), !plain.has(text));
          else large.delete(text);
          if (adds) plain.add(text);
          else plain.delete(text);
          assert.equal(large.has(text), adds);
        }
        assert.equal(large.size, plain.size);
        assert.deepEqual([...large.values()].sort(), [...plain].sort());
      }),
    ));
});
