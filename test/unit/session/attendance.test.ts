import assert from 'node:assert/strict';
import fc from 'fast-check';
import { concurrency, peak, presencesOf } from '../../../src/session/attendance.ts';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const stay = (id: string, from: number, to?: number) => ({
  id,
  joined: at(from),
  ...(to === undefined ? {} : { left: at(to) }),
});
const minutes = (curve: { at: number; count: number }[]) => curve.map(each => [each.at / 60_000, each.count]);

describe('attendance', () => {
  it('rebuilds who was there', () => {
    const people = [stay('a', 0, 10), stay('b', 5, 15), stay('c', 10, 20)];
    assert.deepEqual(minutes(concurrency(people, { now: 0 })), [
      [0, 1],
      [5, 2],
      [15, 1],
      [20, 0],
    ]);
    assert.equal(peak(people, { now: 0 }), 2);
  });

  it('nobody, one for a second, and people who never left', () => {
    assert.equal(peak([], { now: 0 }), 0);
    const second = [{ id: 'a', joined: '2024-01-01T00:00:00.000Z', left: '2024-01-01T00:00:01.000Z' }];
    assert.equal(peak(second, { now: 0 }), 1);
    assert.deepEqual(minutes(concurrency([stay('a', 0)], { now: 30 * 60_000 })).at(-1), [30, 0]);
    assert.deepEqual(minutes(concurrency([stay('a', 0)], { end: 20 * 60_000, now: 30 * 60_000 })).at(-1), [20, 0]);
  });

  it('stays of one person that overlap or touch are one', () => {
    const people = [stay('a', 0, 10), stay('a', 5, 12), stay('a', 12, 14), stay('a', 20, 21)];
    assert.deepEqual(
      presencesOf(people, { now: 0 })
        .get('a')
        ?.map(({ from, to }) => [from / 60_000, to / 60_000]),
      [
        [0, 14],
        [20, 21],
      ],
    );
    assert.equal(peak(people, { now: 0 }), 1);
  });

  it('clocks that run backwards and joins that are missing break nothing', () => {
    assert.equal(peak([stay('a', 10, 5), { id: 'b', left: at(3) }, { id: 'c', joined: 'soon' }], { now: 0 }), 0);
  });

  it('is what counting every minute gives', () => {
    const people = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(people, list => {
        let most = 0;
        for (let minute = 0; minute < 60; minute += 1) {
          const there = list.filter(([, from, length]) => from <= minute && minute < from + length);
          most = Math.max(most, new Set(there.map(([id]) => id)).size);
        }
        assert.equal(
          peak(
            list.map(([id, from, length]) => stay(id, from, from + length)),
            { now: 0 },
          ),
          most,
        );
      }),
    );
  });
});
