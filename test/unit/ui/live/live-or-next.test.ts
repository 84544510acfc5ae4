import assert from 'node:assert/strict';
import { liveOrNext } from '../../../../src/ui/live/live-or-next.ts';
import { connected, createWorld, NOW, session } from '../world.ts';

const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();

const world = createWorld([
  connected('a', 'hyra', { currentUntil: NOW + 1000 }),
  connected('b', 'series', { currentUntil: NOW }),
]);
const now = async (ms = 0) => {
  const found = await liveOrNext(world.explorer, NOW + ms);
  return found && [found.session.key, found.more, found.fetchedAt];
};

describe('the session to look at', () => {
  const fetchedAt = new Date(NOW - 180_000).toISOString();

  it('is none where none comes within a day', async () => {
    world.put(
      session('a', 'over', { start: at(-2) }),
      session('a', 'far', { status: 'upcoming', start: at(30) }),
      session('a', 'late', { status: 'upcoming', start: at(-1) }),
    );
    assert.equal(await now(), undefined);
  });

  it('is the next one where none is live', async () => {
    world.put(
      session('a', 'later', { status: 'upcoming', start: at(5) }),
      session('a', 'next', { status: 'upcoming', start: at(3) }),
      session('b', 'sooner', { status: 'upcoming', start: at(2) }),
    );
    assert.deepEqual(await now(), ['b/sooner', 0, fetchedAt]);
    assert.deepEqual(await now(1), ['a/next', 0, fetchedAt], 'one of the connections was not heard for three polls');
  });

  it('is the one that has been live longest, with how many more are', async () => {
    world.put(
      session('b', 'live', { status: 'live', start: at(-3) }),
      session('a', 'live-1', { status: 'live', start: at(-1) }),
      session('a', 'live-2', { status: 'live', start: at(-2) }),
    );
    assert.deepEqual(await now(), ['b/live', 2, fetchedAt]);
    assert.deepEqual(await now(1), ['a/live-2', 1, fetchedAt]);
    assert.equal(await now(1001), undefined, 'none was heard for three polls');
  });
});
