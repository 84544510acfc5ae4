import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { backgroundTimer, systemTimer } from '../../../src/http/timer.ts';

const LONG = 3_600_000;

for (const [name, timer] of Object.entries({ systemTimer, backgroundTimer }))
  describe(name, () => {
    it('sleeps no longer than it is let, and leaves nothing behind', async () => {
      const calledOff = new AbortController();
      const { signal } = calledOff;
      await timer.sleep(1, signal);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
      const slept = timer.sleep(LONG, signal);
      calledOff.abort();
      await slept;
      await timer.sleep(LONG, signal);
    });
  });
