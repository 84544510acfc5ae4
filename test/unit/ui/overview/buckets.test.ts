import assert from 'node:assert/strict';
import fc from 'fast-check';
import '../vscode.ts';

const { bucketsBetween, startOf, UNITS, windowFor } = await import('../../../../src/ui/overview/buckets.ts');
const { scaleTo } = await import('../../../../src/ui/overview/time.ts');

const day = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2100, 0, 1) / 86_400_000 })
  .map(number => new Date(number * 86_400_000).toISOString().slice(0, 10));

describe('buckets of days', () => {
  it('follow each other without gap or overlap, and each day is in its own', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 900 }), fc.constantFrom(...UNITS), (first, days, unit) => {
        const last = new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
        const buckets = bucketsBetween(startOf(first, unit), last, unit);
        for (const [at, { end }] of buckets.entries())
          if (at + 1 < buckets.length) assert.equal(buckets[at + 1]?.first, end);
        for (const each of [first, last]) {
          const own = buckets.filter(bucket => bucket.first <= each && each < bucket.end);
          assert.deepEqual(
            own.map(bucket => bucket.first),
            [startOf(each, unit)],
          );
        }
      }),
    ));

  it('are at most as many as can be told apart, and there is no better place for them', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ day, count: fc.integer({ min: 1, max: 50 }) }), {
          selector: each => each.day,
          minLength: 1,
          maxLength: 60,
        }),
        fc.constantFrom(...UNITS),
        (some, unit) => {
          const days = some.sort((a, b) => (a.day < b.day ? -1 : 1));
          const countIn = (first: string, end: string): number =>
            days.reduce((sum, { day: at, count }) => sum + (first <= at && at < end ? count : 0), 0);
          const { first, last, count } = windowFor(days, unit);
          const buckets = bucketsBetween(first, last, unit);
          assert.ok(buckets.length >= 1 && buckets.length <= 62);
          assert.equal(count, countIn(buckets[0]?.first ?? '', buckets.at(-1)?.end ?? ''));
          for (const { day: start } of days) {
            const far = new Date(Date.parse(start) + 62 * 367 * 86_400_000).toISOString().slice(0, 10);
            const others = bucketsBetween(
              start,
              unit === 'day' || unit === 'week' ? addYears(start, 2) : far,
              unit,
            ).slice(0, 62);
            assert.ok(count >= countIn(others[0]?.first ?? '', others.at(-1)?.end ?? ''));
          }
        },
      ),
      { numRuns: 40 },
    ));

  it('are the shortest that show most of the sessions', () => {
    const on = (...days: string[]) => days.map(each => ({ day: each, count: 1 }));
    assert.equal(windowFor(on('2025-10-01')).unit, 'day');
    assert.equal(windowFor(on('2025-10-01', '2025-12-01')).unit, 'day');
    assert.equal(windowFor(on('2025-10-01', '2025-12-02')).unit, 'week');
    assert.equal(windowFor(on('2024-10-01', '2025-12-09')).unit, 'month');
    assert.equal(windowFor(on('1970-01-01', '2025-12-01')).unit, 'year');
    assert.deepEqual(windowFor(on('2020-01-01', '2025-11-01', '2025-11-20')), {
      unit: 'day',
      first: '2025-11-01',
      last: '2025-11-20',
      count: 2,
    });
  });
});

const addYears = (date: string, years: number): string => `${Number(date.slice(0, 4)) + years}${date.slice(4, 8)}01`;

describe('an axis', () => {
  it('reaches just beyond the highest bar in few round steps', () =>
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true })), most => {
        const { top, lines } = scaleTo(most);
        assert.ok(top >= most);
        assert.ok(lines.length >= 2 && lines.length <= 6, String(lines.length));
        assert.equal(lines.at(-1), top);
        assert.ok(lines.every(Number.isInteger));
      }),
    ));
});
