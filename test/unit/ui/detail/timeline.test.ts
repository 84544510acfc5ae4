import assert from 'node:assert/strict';
import fc from 'fast-check';
import { samples, spanFor, timeline } from '../../../../src/ui/detail/timeline.ts';
import { at } from './samples.ts';

const ended = { start: at('10:00'), end: at('11:00'), live: false, now: Date.parse(at('23:00')) };
const live = { start: at('10:00'), live: true, now: Date.parse(at('10:30')) };

describe('timeline of people', () => {
  it('is absent where nobody has a time', () => {
    assert.equal(timeline([], ended), undefined);
    assert.equal(timeline([{ id: 'a' }], ended), undefined);
  });

  it('puts several stays of one person on one line, in order, counting overlaps once', () => {
    const line = timeline(
      [
        { id: 'a', joined: at('10:30'), left: at('10:50') },
        { id: 'a', name: 'Ann', joined: at('10:00'), left: at('10:10') },
        { id: 'a', joined: at('10:40'), left: at('10:55') },
      ],
      ended,
    );
    assert.equal(line?.lines.length, 1);
    assert.equal(line?.lines[0]?.name, 'Ann');
    assert.deepEqual(
      line?.lines[0]?.stays.map(stay => stay.from),
      [at('10:00'), at('10:30'), at('10:40')].map(time => Date.parse(time)),
    );
    assert.equal(line?.lines[0]?.presentMs, 35 * 60_000);
    assert.equal(line?.peak, 1);
  });

  it('marks who is still there, who never left, who never came and whose clock ran backwards', () => {
    const marks = (people: Parameters<typeof timeline>[0], session: Parameters<typeof timeline>[1]): string[] =>
      timeline(people, session)?.lines.flatMap(line => line.stays.map(stay => stay.mark)) ?? [];
    assert.deepEqual(marks([{ id: 'a', joined: at('10:10') }], live), ['present']);
    assert.deepEqual(marks([{ id: 'a', joined: at('10:10') }], ended), ['open']);
    assert.deepEqual(marks([{ id: 'a', left: at('10:10') }], ended), ['left-only']);
    assert.deepEqual(marks([{ id: 'a', joined: at('10:10'), left: at('10:09') }], ended), ['backwards']);
  });

  it('gives somebody who was there for one second that second', () => {
    const line = timeline([{ id: 'a', joined: at('10:10:00'), left: at('10:10:01') }], ended);
    assert.equal(line?.lines[0]?.presentMs, 1000);
    assert.equal(line?.peak, 1);
  });

  it('widens the axis to what lies outside the session', () => {
    const line = timeline([{ id: 'a', joined: at('09:50'), left: at('11:20') }], ended);
    assert.equal(line?.from, Date.parse(at('09:50')));
    assert.equal(line?.to, Date.parse(at('11:20')));
  });

  it('ends the line of somebody who is there at the present', () => {
    const line = timeline([{ id: 'a', joined: at('10:10') }], live);
    assert.equal(line?.lines[0]?.presentMs, 20 * 60_000);
  });

  it('keeps on the curve who is there at the present, even by a clock that is ahead', () => {
    const line = timeline(
      [
        { id: 'a', joined: at('10:10') },
        { id: 'b', joined: at('10:15'), left: at('10:20') },
        { id: 'c', joined: at('10:31') },
      ],
      live,
    );
    assert.deepEqual(
      line?.steps.map(({ count }) => count),
      [0, 1, 2, 1, 2],
    );
  });
});

describe('what can be read off the curve', () => {
  const person = fc.record({ id: fc.nat(20).map(String), from: fc.nat(3600), length: fc.nat(3600) });
  const curve = (people: { id: string; from: number; length: number }[]) =>
    timeline(
      people.map(({ id, from, length }) => ({
        id,
        joined: new Date(from * 1000).toISOString(),
        left: new Date((from + length) * 1000).toISOString(),
      })),
      { live: false, now: 0 },
    );

  it('covers the axis without a gap and keeps the peak, however many changes there are', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 2, max: 40 }),
        (people, most) => {
          const line = curve(people);
          assert.ok(line);
          const read = samples(line, most);
          assert.equal(read[0]?.at, line.from);
          assert.equal(read.at(-1)?.until, line.to);
          for (const [i, sample] of read.entries()) if (i > 0) assert.equal(sample.at, read[i - 1]?.until);
          assert.equal(Math.max(...read.map(sample => sample.count)), line.peak);
          assert.ok(read.length <= Math.max(most, 2) + 1);
        },
      ),
    );
  });

  it('divides an axis by spans that a person expects', () => {
    assert.equal(spanFor(60 * 60_000, 6), 10 * 60_000);
    assert.equal(spanFor(10_000, 6), 2000);
    assert.equal(spanFor(30 * 86_400_000, 6), 5 * 86_400_000);
  });
});
