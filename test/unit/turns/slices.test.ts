import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { atOnce, inSlices, workThrough } from '../../../src/turns/slices.ts';

function* endless(): Generator<void, never> {
  for (;;) yield;
}

function* counting(to: number): Generator<void, number> {
  for (let at = 0; at < to; at++) yield;
  return to;
}

describe('work in slices', () => {
  it('comes to its end', async () => {
    assert.equal(await inSlices(counting(3), {}), 3);
    assert.equal(atOnce(counting(3)), 3);
  });

  it('gives others their turn, and ends with the reason of the signal', async () => {
    const reason = new Error('enough');
    const stop = new AbortController();
    const work = inSlices(endless(), { signal: stop.signal });
    await turn();
    stop.abort(reason);
    await assert.rejects(work, reason);
  });

  it('gives others their turn between many short ones', async () => {
    let others = 0;
    setImmediate(() => others++);
    function* short(): Generator<void, void> {
      for (const began = performance.now(); performance.now() - began < 4; );
      yield;
    }
    await inSlices(short(), {});
    assert.equal(others, 0);
    for (let more = 4; more > 0; more--) await inSlices(short(), {});
    assert.equal(others, 1);
  });

  it('hands over what took long in a stretch of its own', async () => {
    const order: string[] = [];
    function* long(): Generator<void, void> {
      for (const began = performance.now(); performance.now() - began < 20; );
      yield;
      setImmediate(() => order.push('others'));
    }
    await inSlices(long(), {}).then(() => order.push('the result'));
    assert.deepEqual(order, ['others', 'the result']);
  });

  it('is given up when it went stale', async () => {
    let pauses = 0;
    const stale = (): boolean => ++pauses === 3;
    assert.equal(await inSlices(endless(), { stale }), undefined);
  });

  it('does not begin for a signal that has gone off', async () => {
    let begun = false;
    function* work(): Generator<void, void> {
      begun = true;
      yield;
    }
    await assert.rejects(inSlices(work(), { signal: AbortSignal.abort() }));
    assert.equal(begun, false);
  });

  it('ends after the item with which its time is over, and after one at least', () => {
    const done: number[] = [];
    const until = (last: number) =>
      workThrough(
        [0, 1, 2, 3],
        done.length,
        () => done.length > last,
        n => done.push(n),
      );
    assert.equal(until(1), 2);
    assert.equal(until(0), 3);
    assert.equal(until(9), 4);
    assert.deepEqual(done, [0, 1, 2, 3]);
  });
});
