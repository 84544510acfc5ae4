import assert from 'node:assert/strict';
import '../vscode.ts';
import { isCurrent } from '../../../../src/ui/live/current.ts';
import { connected, coverage, createWorld, NOW, session, ZONE } from '../world.ts';

const { liveBadge } = await import('../../../../src/ui/live/live-badge.ts');

const display = { timeZone: ZONE, locale: 'en-GB', now: NOW };

describe('what is live', () => {
  it('is told for as long as three polls take, and while the next one is being answered', () => {
    const status = connected('a', 'hyra', { currentUntil: NOW });
    assert.equal(isCurrent(status, NOW), true);
    assert.equal(isCurrent(status, NOW + 1), false);
    const asking = { ...status, progress: { received: 0 } };
    assert.equal(isCurrent(asking, NOW + 1), true);
    assert.equal(isCurrent({ ...asking, state: 'error' }, NOW + 1), false, 'after a failed one only an answer counts');
    const failed = { ...status, state: 'error' as const, stale: true };
    assert.equal(isCurrent(failed, NOW), true, 'one missed poll is not three');
    const { currentUntil: _, ...never } = status;
    assert.equal(isCurrent(never, NOW), false);
  });

  it('is what the badge counts, and says as of when', async () => {
    const world = createWorld([
      connected('a', 'hyra', { currentUntil: NOW }),
      connected('b', 'series', {
        currentUntil: NOW,
        coverage: coverage('b', { fetchedAt: '2025-11-22T09:59:00.000Z' }),
      }),
      connected('c', 'digitalSamba', { currentUntil: NOW - 1 }),
    ]);
    assert.equal(await liveBadge(world.explorer, display), undefined);
    world.put(
      session('a', '1', { status: 'live' }),
      session('a', '2'),
      session('b', '3', { status: 'live' }),
      session('c', '4', { status: 'live' }),
    );
    assert.deepEqual(await liveBadge(world.explorer, display), { value: 2, tooltip: '2 live, as of 10:57 CET' });
    const later = { ...display, now: NOW + 1 };
    assert.equal(await liveBadge(world.explorer, later), undefined, 'none after the third missed poll');
  });
});
