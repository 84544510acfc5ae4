import assert from 'node:assert/strict';
import fc from 'fast-check';
import '../vscode.ts';

const { bucketsBetween, startOf, UNITS, unitFor } = await import('../../../../src/ui/overview/buckets.ts');
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

  it('are the shortest that are not too many', () => {
    assert.equal(unitFor('2025-10-01', '2025-10-01'), 'day');
    assert.equal(unitFor('2025-10-01', '2025-12-01'), 'day');
    assert.equal(unitFor('2025-10-01', '2025-12-02'), 'week');
    assert.equal(unitFor('2024-10-01', '2025-12-09'), 'month');
    assert.equal(unitFor('1970-01-01', '2025-12-01'), 'year');
  });
});

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
