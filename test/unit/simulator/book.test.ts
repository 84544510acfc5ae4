import assert from 'node:assert/strict';
import fc from 'fast-check';
import { book, type Traits } from '../../../src/simulator/book.ts';
import { idStyle, objectIdStyle, partStyle, uuidStyle } from '../../../src/simulator/ids.ts';
import { scramble, unscramble } from '../../../src/simulator/random.ts';
import { timeline } from '../../../src/simulator/timeline.ts';
import { HOUR, NOON } from './asking.ts';

describe('simulator/ids', () => {
  const uint = fc.integer({ min: 0, max: 0xffffffff });

  it('scrambles numbers so that they come back', () => {
    fc.assert(fc.property(uint, uint, (index, seed) => unscramble(scramble(index, seed), seed) === index));
  });

  it('writes ids that tell the number of their record and of no other', () => {
    for (const style of [uuidStyle(3), objectIdStyle(3), idStyle(3, digits => `x${digits}`, 1)]) {
      fc.assert(fc.property(uint, index => style.index(style.of(index)) === index));
      assert.equal(style.index('no such id'), undefined);
    }
    assert.equal(uuidStyle(3).index(uuidStyle(4).of(1)), undefined);
    fc.assert(
      fc.property(uint, fc.integer({ min: 0, max: 0xffff }), (index, part) => {
        assert.deepEqual(partStyle(9).parts(partStyle(9).of(index, part)), [index, part]);
      }),
    );
  });
});

describe('simulator/timeline', () => {
  for (const count of [0, 1, 2, 96, 5000]) {
    it(`has ${count} starts, newest first, some of them just before the origin`, () => {
      const starts = timeline({ count, origin: NOON, seed: 1, step: 1000, planned: true });
      assert.equal(starts.length, count);
      for (let n = 1; n < count; n += 1) assert.ok((starts[n - 1] ?? 0) >= (starts[n] ?? 0));
      const live = starts.filter(start => start <= NOON && start > NOON - HOUR / 2).length;
      assert.ok(live >= Math.min(3, count));
    });
  }

  it('adds sessions to come on top where a service does not list them', () => {
    const starts = timeline({ count: 10, origin: NOON, seed: 1, step: 1000, planned: false });
    assert.equal(starts.filter(start => start <= NOON).length, 10);
    assert.ok(starts.length > 10);
  });
});

describe('simulator/book', () => {
  interface Mark extends Traits {
    mark: number;
  }
  const style = idStyle(5, digits => digits, 0);
  const made = (starts: number[]) =>
    book<Mark>(
      {
        ids: style,
        starts: Float64Array.from(starts),
        longest: 1,
        traits: (index, start) => ({ start, end: start + 1, mark: index }),
      },
      () => 50,
    );

  it('selects a span from its start on and before its end', () => {
    const four = made([40, 30, 30, 10]);
    const starts = (from?: number, to?: number): number[] => [...four.select({ from, to })].map(({ start }) => start);
    assert.deepEqual(starts(), [40, 30, 30, 10]);
    assert.deepEqual(starts(30), [40, 30, 30]);
    assert.deepEqual(starts(undefined, 30), [10]);
    assert.deepEqual(starts(10, 40), [30, 30, 10]);
    assert.deepEqual(starts(31, 31), []);
    assert.deepEqual(
      [...four.select({ ascending: true })].map(({ mark }) => mark),
      [3, 2, 1, 0],
    );
  });

  it('keeps ids and order through any changes, as a plain sorted list would', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), start: fc.nat(60), at: fc.nat() }),
      fc.record({ kind: fc.constant('move' as const), start: fc.nat(60), at: fc.nat() }),
      fc.record({ kind: fc.constant('remove' as const), start: fc.nat(60), at: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 8 }), fc.array(change, { maxLength: 20 }), (seed, changes) => {
        const starts = [...seed].sort((a, b) => b - a);
        const held = made(starts);
        const plain = new Map([...held.select()].map(({ id, start }) => [id, start]));
        for (const { kind, start, at } of changes) {
          const id = [...plain.keys()][at % Math.max(1, plain.size)];
          if (kind === 'add') plain.set(held.add({ start }).id, start);
          else if (id !== undefined && kind === 'move') plain.set(held.update(id, { start }).id, start);
          else if (id !== undefined) assert.equal(held.remove(id), plain.delete(id));
        }
        const all = [...held.select()];
        assert.equal(held.size, plain.size);
        assert.deepEqual(new Map(all.map(({ id, start }) => [id, start])), plain);
        for (const ascending of [true, false]) {
          for (const where of [undefined, ({ start }: Mark) => start % 2 === 0]) {
            const found = held.select({ from: 5, to: 55, ascending, where });
            const listed = [...found];
            for (const [n, { id }] of listed.entries()) assert.equal(found.through(id), n + 1);
            const wanted = all.filter(one => one.start >= 5 && one.start < 55 && (where?.(one) ?? true));
            assert.deepEqual(listed, ascending ? wanted.reverse() : wanted);
          }
        }
      }),
    );
  });

  it('forgets what was removed and ends what is ended', () => {
    const one = made([10]);
    const [{ id } = { id: '' }] = one.select().slice(0, 1);
    assert.equal(one.end(id).end, 50);
    assert.equal(one.longest, 40);
    assert.equal(one.remove(id), true);
    assert.equal(one.get(id), undefined);
    assert.equal(one.remove(id), false);
    assert.throws(() => one.update(id, {}), RangeError);
  });
});
