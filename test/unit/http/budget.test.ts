import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Budget, createBudget, type Slot } from '../../../src/http/budget.ts';
import type { Result } from '../../../src/session/problem.ts';
import { type FakeTimer, fakeTimer, settled } from './fake-timer.ts';

const never = new AbortController().signal;

const granted = (result: Result<Slot>): Slot => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

/** Takes and answers at once. */
async function spend(budget: Budget, times = 1, headers: Record<string, string> = {}): Promise<void> {
  for (let n = 0; n < times; n++) granted(await budget.take(never)).answered(headers);
}

describe('budget', () => {
  let timer: FakeTimer;
  let budget: Budget;

  beforeEach(() => {
    timer = fakeTimer();
    budget = createBudget({ perMinute: 3, timer });
  });

  it('lets through what the minute allows, then says until when it waits', async () => {
    const start = timer.now();
    await spend(budget, 3);
    const waits: [number, number][] = [];
    const fourth = budget.take(never, (until, perMinute) => waits.push([until - start, perMinute]));
    await timer.advance(60_000);
    assert.deepEqual(waits, [[60_100, 3]]);
    assert.deepEqual(timer.sleepers, [start + 60_100]);
    await timer.advance(100);
    granted(await fourth);
  });

  it('counts a request from its sending until a minute after its answer', async () => {
    const start = timer.now();
    budget = createBudget({ perMinute: 1, timer });
    const slow = granted(await budget.take(never));
    let until = 0;
    const next = budget.take(never, at => {
      until = at;
    });
    await timer.advance(0);
    assert.equal(until, 0, 'nobody knows how long while the first is unanswered');
    slow.answered();
    await settled();
    assert.equal(until - start, 60_100);
    await timer.advance(60_100);
    granted(await next);
  });

  it('refuses a wait of more than a minute and says when to come back', async () => {
    const start = timer.now();
    await spend(budget, 1, { 'retry-after': '61' });
    assert.deepEqual(await budget.take(never), {
      ok: false,
      problem: { code: 'rate-limited', resumeAt: start + 61_000, perMinute: 3 },
    });
    assert.equal(budget.pausedUntil, start + 61_000);
    await timer.advance(61_000);
    granted(await budget.take(never));
  });

  for (const [what, headers] of [
    ['Retry-After', { 'retry-after': '90' }],
    ['a reset', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' }],
  ] as const)
    it(`waits no longer than ${what} asks for where the clock is set back meanwhile`, async () => {
      await spend(budget, 1, headers);
      await timer.advance(-24 * 3600_000);
      const now = timer.now();
      const problem = { code: 'rate-limited', resumeAt: now + 90_000, perMinute: 3 };
      assert.deepEqual(await budget.take(never), { ok: false, problem });
      assert.equal(budget.pausedUntil, now + 90_000);
      await timer.advance(90_000);
      granted(await budget.take(never));
    });

  it('waits a minute that Retry-After asks for, whatever the other headers say', async () => {
    const start = timer.now();
    await spend(budget, 1, { 'retry-after': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3000' });
    let until = 0;
    const next = budget.take(never, at => {
      until = at;
    });
    await timer.advance(60_000);
    granted(await next);
    assert.equal(until - start, 60_000);
  });

  it('learns the limit, up and down', async () => {
    await spend(budget, 1, { 'x-ratelimit-limit': '5', 'x-ratelimit-reset': '60' });
    assert.equal(budget.perMinute, 5);
    await spend(budget, 1, { 'ratelimit-policy': '"a";q=2;w=60' });
    assert.equal(budget.perMinute, 2);
    const next = budget.take(never);
    await timer.advance(60_000);
    assert.equal(timer.sleepers.length, 1);
    await timer.advance(100);
    granted(await next);
  });

  it('stops when the service says that nothing remains, less what is under way', async () => {
    const start = timer.now();
    budget = createBudget({ perMinute: 100, timer });
    const first = granted(await budget.take(never));
    const second = granted(await budget.take(never));
    first.answered({ 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': '30' });
    granted(await budget.take(never));
    let until = 0;
    const next = budget.take(never, at => {
      until = at;
    });
    await settled();
    assert.equal(until - start, 30_000);
    assert.equal(budget.pausedUntil - start, 30_000);
    second.answered();
    await timer.advance(30_000);
    granted(await next);
  });

  it('wakes those who wait when there is room earlier than thought', async () => {
    await spend(budget, 3);
    const next = budget.take(never);
    const last = budget.take(never);
    await settled();
    await timer.advance(60_100);
    granted(await next).answered({ 'x-ratelimit-limit': '10' });
    granted(await last);
  });

  it('is cancelled while it waits, whether it knows until when or not', async () => {
    const stop = new AbortController();
    await spend(budget, 3);
    const waiting = budget.take(stop.signal);
    const full = createBudget({ perMinute: 1, timer });
    granted(await full.take(never));
    const unknown = full.take(stop.signal);
    await settled();
    stop.abort();
    const cancelled = { ok: false, problem: { code: 'cancelled' } };
    assert.deepEqual(await Promise.all([waiting, unknown, budget.take(stop.signal)]), [
      cancelled,
      cancelled,
      cancelled,
    ]);
    assert.deepEqual(timer.sleepers, []);
  });

  it('never lets a service see more than its number in any 60 s', async () => {
    const request = fc.record({
      after: fc.integer({ min: 0, max: 20_000 }),
      underway: fc.integer({ min: 0, max: 30_000 }),
      latency: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(request, { minLength: 1, maxLength: 40 }),
        async (perMinute, requests) => {
          const clock = fakeTimer();
          const bounded = createBudget({ perMinute, timer: clock });
          const arrivals: number[] = [];
          let refused = 0;
          const send = async (underway: number, latency: number): Promise<void> => {
            const slot = await bounded.take(never);
            if (!slot.ok) {
              refused++;
              return;
            }
            // The service sees a request at any moment between its sending and its answer.
            arrivals.push(clock.now() + underway * latency);
            await clock.sleep(underway, never);
            slot.value.answered();
          };
          const all: Promise<void>[] = [];
          for (const { after, underway, latency } of requests) {
            await clock.advance(after);
            all.push(send(underway, latency));
          }
          await clock.advance(600_000);
          await Promise.all(all);
          arrivals.sort((a, b) => a - b);
          assert.equal(arrivals.length + refused, requests.length);
          for (const [index, at] of arrivals.entries()) {
            const later = arrivals[index + perMinute];
            assert.ok(
              later === undefined || later - at > 60_000,
              `${perMinute + 1} requests within ${(later ?? 0) - at} ms`,
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  }).timeout(30_000);
});
