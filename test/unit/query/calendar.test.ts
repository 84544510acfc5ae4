import assert from 'node:assert/strict';
import {
  type DateQualifier,
  dayIn,
  isoDay,
  isoMonth,
  monthIn,
  reachOf,
  spanOf,
  todayOf,
} from '../../../src/query/calendar.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import type { Reading } from '../../../src/query/query.ts';

const reading = (timeZone: string, now = '2026-11-22T10:00:00Z'): Reading => ({
  timeZone,
  now: Date.parse(now),
  me: [],
});

function span(name: DateQualifier, text: string, where: Reading): [string, string] {
  const { from, to } = spanOf(name, text, where);
  const iso = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16) : String(ms));
  return [iso(from), iso(to)];
}

describe('dates of a query', () => {
  it("begin and end a day at the zone's midnights", () => {
    assert.deepEqual(span('on', '2026-11-22', reading('UTC')), ['2026-11-22T00:00', '2026-11-23T00:00']);
    assert.deepEqual(span('on', '2026-11-22', reading('Asia/Kathmandu')), ['2026-11-21T18:15', '2026-11-22T18:15']);
    assert.deepEqual(span('on', '2026-11-22', reading('Pacific/Kiritimati')), ['2026-11-21T10:00', '2026-11-22T10:00']);
    assert.deepEqual(span('after', '2026-11-22', reading('Europe/Berlin')), ['2026-11-21T23:00', 'Infinity']);
    assert.deepEqual(span('before', '2026-11-22', reading('Europe/Berlin')), ['-Infinity', '2026-11-21T23:00']);
  });

  it('last 23 or 25 hours where the clock changes', () => {
    assert.deepEqual(span('on', '2026-03-29', reading('Europe/Berlin')), ['2026-03-28T23:00', '2026-03-29T22:00']);
    assert.deepEqual(span('on', '2026-10-25', reading('Europe/Berlin')), ['2026-10-24T22:00', '2026-10-25T23:00']);
  });

  it('begin where the zone skips midnight', () =>
    assert.deepEqual(span('on', '2026-04-24', reading('Africa/Cairo')), ['2026-04-23T22:00', '2026-04-24T21:00']));

  it('count calendar days, not 24 hours', () =>
    assert.deepEqual(span('after', '-30d', reading('Europe/Berlin'))[0], '2026-10-22T22:00'));

  it('know what day it is where the reader is', () => {
    assert.equal(todayOf(reading('Pacific/Kiritimati')), '2026-11-23');
    assert.equal(todayOf(reading('Pacific/Pago_Pago')), '2026-11-21');
    assert.equal(span('on', 'today', reading('Pacific/Kiritimati'))[0], '2026-11-22T10:00');
    assert.deepEqual(span('on', 'yesterday', reading('UTC')), span('on', '-1d', reading('UTC')));
    assert.deepEqual(span('on', 'tomorrow', reading('UTC')), span('on', '+1d', reading('UTC')));
  });

  it('know months, weeks and hours', () => {
    assert.deepEqual(span('on', '2026-11', reading('UTC')), ['2026-11-01T00:00', '2026-12-01T00:00']);
    assert.equal(span('after', '+2w', reading('UTC'))[0], '2026-12-06T00:00');
    assert.equal(span('after', '-1m', reading('UTC', '2026-03-31T10:00Z'))[0], '2026-02-28T00:00');
    assert.equal(span('before', '+24h', reading('Europe/Berlin'))[1], '2026-11-23T10:00');
  });

  it('take the extremes that can be written', () => {
    for (const text of ['+9999y', '-9999y', '+9999w', '-9999d', '9999-12-31', '0000-01-01']) {
      assert.ok(Number.isFinite(spanOf('after', text, reading('Europe/Berlin')).from), text);
    }
  });

  it('tell the reach of a whole query', () => {
    const reach = (text: string): unknown => {
      const parsed = parseQuery(text);
      assert.ok(parsed.ok);
      const { from, to } = reachOf(parsed.query, reading('UTC'));
      return [from, to].map(ms => (Number.isFinite(ms) ? isoDay(ms / 86_400_000) : ms));
    };
    assert.deepEqual(reach('weekly -after:today'), [-Infinity, Infinity]);
    assert.deepEqual(reach('after:-7d before:+7d status:live'), ['2026-11-15', '2026-11-29']);
    assert.deepEqual(reach('on:2026-11-01,2026-11-05'), ['2026-11-01', '2026-11-06']);
  });
});

describe('calendar days', () => {
  it('are those that the wall clock shows', () => {
    for (const timeZone of [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
      'Africa/Cairo',
    ]) {
      const day = dayIn(timeZone);
      const shown = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
      // Every 37 minutes over a year, so that all hours of both clock changes come up.
      for (let ms = Date.parse('2026-01-01T00:00Z'); ms < Date.parse('2027-01-01T00:00Z'); ms += 37 * 60_000) {
        if (isoDay(day(ms)) !== shown.format(ms)) assert.equal(isoDay(day(ms)), shown.format(ms), timeZone);
      }
    }
  });

  it('fall into months, before 1970 too', () => {
    assert.equal(isoMonth(monthIn('UTC')(Date.parse('2026-11-30T23:00Z'))), '2026-11');
    assert.equal(isoMonth(monthIn('UTC')(Date.parse('1969-12-31T23:00Z'))), '1969-12');
  });
});
