import assert from 'node:assert/strict';
import { type RateNotice, readRateHeaders } from '../../../src/http/rate-headers.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
/** A service whose clock is an hour ahead. */
const date = new Date(NOW + 3_600_000).toUTCString();
const there = (seconds: number) => (NOW + 3_600_000) / 1000 + seconds;

describe('readRateHeaders', () => {
  const cases: [what: string, headers: Record<string, string>, notice: RateNotice][] = [
    ['nothing', {}, {}],
    ['Retry-After in seconds', { 'retry-after': '40' }, { retryAt: NOW + 40_000 }],
    [
      "Retry-After as a date, by the service's own clock",
      { 'retry-after': new Date(NOW + 3_640_000).toUTCString(), date },
      { retryAt: NOW + 40_000 },
    ],
    ['Retry-After in the past', { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, { retryAt: NOW }],
    ['Retry-After beyond reason', { 'retry-after': '99999999999' }, { retryAt: NOW + DAY }],
    ['Retry-After that is no time', { 'retry-after': 'soon' }, {}],
    [
      'X-Ratelimit with seconds',
      { 'x-ratelimit-limit': '150', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '20' },
      { perMinute: 150, remaining: 3, resetAt: NOW + 20_000 },
    ],
    [
      "X-Ratelimit-Reset as the service's epoch seconds",
      { 'x-ratelimit-limit': '150', 'x-ratelimit-reset': String(there(20)), date },
      { perMinute: 150, resetAt: NOW + 20_000 },
    ],
    [
      'X-Ratelimit-Reset as epoch milliseconds',
      { 'x-ratelimit-reset': String(there(20) * 1000), date },
      { resetAt: NOW + 20_000 },
    ],
    [
      'a limit for longer than a minute, which is no limit a minute',
      { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '3600' },
      { remaining: 4999, resetAt: NOW + 3_600_000 },
    ],
    [
      'RateLimit-Limit before X-Ratelimit-Limit',
      { 'ratelimit-limit': '60', 'ratelimit-remaining': '5', 'ratelimit-reset': '9', 'x-ratelimit-limit': '600' },
      { perMinute: 60, remaining: 5, resetAt: NOW + 9000 },
    ],
    ['RateLimit-Limit with its window', { 'ratelimit-limit': '10, 10;w=6' }, { perMinute: 100 }],
    [
      'RateLimit and RateLimit-Policy, several policies',
      {
        'ratelimit-policy': '"burst";q=10;w=30, "daily";q=1000;w=86400',
        ratelimit: '"burst";r=4;t=12, "daily";r=900;t=4000',
      },
      { perMinute: 20, remaining: 4, resetAt: NOW + 12_000 },
    ],
    [
      'RateLimit in its older form',
      { ratelimit: 'limit=80, remaining=7, reset=11' },
      { perMinute: 80, remaining: 7, resetAt: NOW + 11_000 },
    ],
    ['a limit of nothing', { 'x-ratelimit-limit': '0' }, {}],
    ['words', { 'x-ratelimit-limit': 'many', ratelimit: 'lots', 'ratelimit-policy': ';;q=;w=0' }, {}],
  ];
  for (const [what, headers, notice] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(readRateHeaders(headers, NOW), notice));
  }
});
