import assert from 'node:assert/strict';
import { createPolling } from '../../../src/sync/polling.ts';

const HOUR = 3_600_000;

describe('polling', () => {
  it('looks once at a time, however long the lease takes', async () => {
    const lease = Promise.withResolvers<boolean>();
    const refreshed: string[] = [];
    const { tick } = createPolling({
      connections: () => ['a', 'off'],
      interval: id => (id === 'off' ? undefined : 1000),
      lastAsked: () => 0,
      shared: () => true,
      holdLease: () => lease.promise,
      refresh: id => refreshed.push(id),
      now: () => HOUR,
    });
    const first = tick();
    await tick();
    lease.resolve(true);
    await first;
    assert.deepEqual(refreshed, ['a']);
  });
});
