import assert from 'node:assert/strict';
import { PROVIDER_IDS } from '../../../src/session/connection.ts';
import { exploreSimulator, find } from '../sync/explore.ts';

describe('rows that cannot be read for once', () => {
  it('are not taken for gone', async () => {
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 60 });
    try {
      await explorer.refresh();
      const before = await find(explorer, '');
      let rows = 0;
      for (const provider of PROVIDER_IDS)
        simulator.faults.set(provider, { kind: 'mutate', change: row => (rows++ % 3 === 0 ? null : row) });
      for (const { connectionId, unreadable } of await explorer.refresh()) assert.ok(unreadable > 0, connectionId);
      assert.deepEqual(
        (await find(explorer, '')).filter(({ flags }) => flags.includes('gone')),
        [],
      );
      for (const provider of PROVIDER_IDS) simulator.faults.set(provider, undefined);
      await explorer.refresh();
      assert.deepEqual((await find(explorer, 'flag:gone')).length, 0);
      assert.equal((await find(explorer, '')).length, before.length);
    } finally {
      await close();
    }
  });
});
