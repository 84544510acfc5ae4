import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  epochOf,
  isoOf,
  isTimeZone,
  minutesAfter,
  minutesBetween,
  nextDay,
  readInstant,
  readWallClock,
  utcDay,
} from '../../../src/session/instant.ts';

describe('instants', () => {
  const cases: [string, string, string][] = [
    ['2024-01-20T15:00:00.000Z', '2024-01-20T15:00:00.000Z', 'explicit'],
    ['2024-03-21T05:09:31.000000Z', '2024-03-21T05:09:31.000Z', 'explicit'],
    ['2024-03-21T05:09:31.123456Z', '2024-03-21T05:09:31.123Z', 'explicit'],
    ['2024-03-21T05:09:31.5Z', '2024-03-21T05:09:31.500Z', 'explicit'],
    ['2024-03-22T09:18:49Z', '2024-03-22T09:18:49.000Z', 'explicit'],
    ['2024-03-22T09:18+05:45', '2024-03-22T03:33:00.000Z', 'explicit'],
    ['2024-03-22T09:18:00-0330', '2024-03-22T12:48:00.000Z', 'explicit'],
    ['2024-03-22 09:18:00 +14', '2024-03-21T19:18:00.000Z', 'explicit'],
    ['2024-03-27 08:15:36', '2024-03-27T08:15:36.000Z', 'assumed-utc'],
    ['2024-03-27', '2024-03-27T00:00:00.000Z', 'assumed-utc'],
    ['2024-02-29T10:00', '2024-02-29T10:00:00.000Z', 'assumed-utc'],
    ['2000-02-29T10:00:00Z', '2000-02-29T10:00:00.000Z', 'explicit'],
  ];
  for (const [text, iso, source] of cases)
    it(`reads ${text}`, () => assert.deepEqual(readInstant(text), { iso, source }));

  for (const nonsense of [
    '',
    'soon',
    '2023-02-29',
    '2024-13-01T00:00:00Z',
    '2024-00-01',
    '1900-02-29T10:00:00Z',
    '2024-01-01X10:00:00Z',
    '2024-01-01T10:00:00.12xZ',
    '2024-01-01T1a:00:00Z',
    '2024-04-31T10:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60:00Z',
    '2024-01-01T10:00:00+25:00',
    '10:00',
    '1706000000',
    '0000-01-01T00:00:00+14:00',
    null,
    undefined,
    5,
    {},
    true,
  ])
    it(`has no instant for ${JSON.stringify(nonsense)}`, () => assert.equal(readInstant(nonsense), undefined));

  it('reads every offset from -14:00 to +14:00 as the engine does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (at, offset) => {
          const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
          const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
          const wall = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const read = readInstant(`${wall}${offset < 0 ? '-' : '+'}${hours}:${minutes}`);
          assert.deepEqual(read, { iso: at.toISOString(), source: 'explicit' });
        },
      ),
    );
  });

  it('reads a wall clock of any zone as Temporal does, and marks what the zone skips or repeats', () => {
    const zones = ['Asia/Kathmandu', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Europe/Berlin', 'America/New_York'];
    const odd = ['Australia/Lord_Howe', 'America/St_Johns', 'Asia/Riyadh', 'Africa/Casablanca', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones, ...odd),
        fc.date({ min: new Date('2005-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        (zone, at) => {
          const wall = at.toISOString().slice(0, 19);
          const read = readInstant(wall, zone);
          const plain = Temporal.PlainDateTime.from(wall);
          const expected = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
          assert.equal(read?.iso, new Date(expected.epochMilliseconds).toISOString());
          assert.equal(read?.source, 'connection-zone');
          const other = plain.toZonedDateTime(zone, { disambiguation: 'later' });
          const skipped = !expected.toPlainDateTime().equals(plain);
          const repeated = !skipped && other.epochMilliseconds !== expected.epochMilliseconds;
          assert.equal(read?.mark, skipped ? 'wall-time-skipped' : repeated ? 'wall-time-repeated' : undefined);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('marks the hour that spring skips and the one that autumn repeats', () => {
    assert.deepEqual(readWallClock('2024-03-31', '02:30', 'Europe/Berlin'), {
      iso: '2024-03-31T01:30:00.000Z',
      source: 'connection-zone',
      mark: 'wall-time-skipped',
    });
    assert.deepEqual(readWallClock('2024-10-27', '02:30', 'Europe/Berlin'), {
      iso: '2024-10-27T00:30:00.000Z',
      source: 'connection-zone',
      mark: 'wall-time-repeated',
    });
    assert.deepEqual(readWallClock('2024-10-27', '03:00', 'Europe/Berlin'), {
      iso: '2024-10-27T02:00:00.000Z',
      source: 'connection-zone',
    });
    assert.equal(readWallClock('2011-12-30', '12:00', 'Pacific/Apia')?.mark, 'wall-time-skipped');
  });

  it('reads wall clocks on the day that a midnight names', () => {
    const read = readWallClock('2024-01-20T00:00:00.000Z', '9:05', 'Asia/Riyadh');
    assert.deepEqual(read, { iso: '2024-01-20T06:05:00.000Z', source: 'connection-zone' });
    assert.equal(readWallClock('2024-01-20', '10:00')?.source, 'assumed-utc');
    assert.equal(readWallClock('2024-01-20', '25:00'), undefined);
    assert.equal(readWallClock('2024-01-20', undefined), undefined);
    assert.equal(readWallClock('2024-01-20', '10:00', 'Mars/Olympus'), undefined);
  });

  it('an explicit offset goes before the zone of the connection', () => {
    assert.equal(readInstant('2024-01-20T10:00:00Z', 'Asia/Tokyo')?.iso, '2024-01-20T10:00:00.000Z');
  });

  it('counts days and minutes', () => {
    assert.equal(nextDay('2024-02-28'), '2024-02-29');
    assert.equal(nextDay('2024-12-31'), '2025-01-01');
    assert.equal(utcDay(Date.parse('2024-01-20T23:59:59.999Z')), '2024-01-20');
    assert.equal(minutesBetween('2024-03-22T09:18:49.000Z', '2024-03-22T09:34:34.000Z'), 15.75);
    assert.equal(minutesBetween('2024-03-22T09:18:49.000Z', '2024-03-22T09:00:00.000Z'), undefined);
    assert.equal(minutesAfter('2024-01-20T15:00:00.000Z', 60), '2024-01-20T16:00:00.000Z');
    assert.equal(minutesAfter('2024-01-20T15:00:00.000Z', 1e300), undefined);
  });

  it('writes and reads an instant as the engine does', () => {
    const [min, max] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];
    fc.assert(
      fc.property(fc.integer({ min, max }), instant => {
        const iso = new Date(instant).toISOString();
        assert.equal(isoOf(instant), iso);
        assert.equal(epochOf(iso), instant);
      }),
    );
  });

  it('is read and written alike however many days were before it', () => {
    const first = Date.UTC(1900, 0, 1);
    for (let n = 0; n <= 20_001; n += 1) {
      const at = first + n * 86_400_000 + 3_600_000;
      const iso = new Date(at).toISOString();
      assert.equal(isoOf(at), iso);
      assert.deepEqual(readInstant(iso.slice(0, -1), 'Etc/GMT-1')?.iso, new Date(at - 3_600_000).toISOString());
    }
    assert.equal(readInstant('2024-03-27', 'Asia/Kathmandu')?.iso, '2024-03-26T18:15:00.000Z');
  });

  it('knows zones', () => {
    assert.ok(isTimeZone('Asia/Kathmandu'));
    assert.ok(isTimeZone('UTC'));
    assert.ok(!isTimeZone('Nowhere'));
    assert.ok(!isTimeZone(''));
    assert.ok(!isTimeZone('+05:45'));
  });
});
