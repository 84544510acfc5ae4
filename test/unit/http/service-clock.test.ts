import assert from 'node:assert/strict';
import { createServiceClock } from '../../../src/http/service-clock.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const HOUR = 3_600_000;

describe('service clock', () => {
  const at = (ms: number) => ({ date: new Date(ms).toUTCString() });

  it("is this machine's until an answer tells, and ignores what is no date", () => {
    const clock = createServiceClock(() => NOW);
    assert.equal(clock.now(), NOW);
    clock.observe({}, NOW, NOW);
    clock.observe({ date: 'today' }, NOW, NOW);
    assert.equal(clock.now(), NOW);
  });

  it('takes Date for the middle of its second and of the request', () => {
    const clock = createServiceClock(() => NOW);
    clock.observe(at(NOW + HOUR), NOW - 1000, NOW);
    assert.equal(clock.now(), NOW + HOUR + 1000);
  });

  it('is moved by the median, not by one odd answer', () => {
    const clock = createServiceClock(() => NOW);
    for (const odd of [0, 0, 0, 0, 50 * HOUR]) clock.observe(at(NOW + HOUR + odd), NOW, NOW);
    assert.equal(clock.now(), NOW + HOUR + 500);
  });

  it('forgets old answers', () => {
    const clock = createServiceClock(() => NOW);
    for (let n = 0; n < 9; n++) clock.observe(at(NOW + HOUR), NOW, NOW);
    for (let n = 0; n < 5; n++) clock.observe(at(NOW - HOUR), NOW, NOW);
    assert.equal(clock.now(), NOW - HOUR + 500);
  });

  it('adds the age of an answer from a cache', () => {
    const clock = createServiceClock(() => NOW);
    clock.observe({ ...at(NOW - 30_000), age: '30' }, NOW, NOW);
    assert.equal(clock.now(), NOW + 500);
  });
});
