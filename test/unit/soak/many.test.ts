import assert from 'node:assert/strict';
import type { Connection } from '../../../src/session/connection.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { explore, find } from '../sync/explore.ts';

const EACH = 10;

describe('fifty connections', () => {
  it('load side by side, each of them whole and with rows of its own', async () => {
    // Ten with one key would share its rate limit.
    const simulator = await startSimulator({ sessions: 120, rateLimit: false });
    const keys = new Map<string, string>();
    const connections: Connection[] = simulator.connections.flatMap(({ key, label: _, ...address }) =>
      Array.from({ length: EACH }, (_each, n) => {
        const id = `${address.provider.toLowerCase()}-${n}`;
        keys.set(id, key);
        return { ...address, id };
      }),
    );
    const explorer = explore({ keys });
    try {
      await explorer.configure(connections.map(connection => ({ connection })));
      const loaded = await explorer.refresh();
      assert.equal(loaded.length, 5 * EACH);
      for (const { connectionId, complete, fetched } of loaded) {
        assert.ok(complete, connectionId);
        assert.ok(fetched > 0, connectionId);
        assert.equal((await find(explorer, `connection:${connectionId}`)).length, fetched);
      }
      for (const { provider } of simulator.connections)
        assert.equal(
          new Set(
            loaded
              .filter(({ connectionId }) => connectionId.startsWith(provider.toLowerCase()))
              .map(({ fetched }) => fetched),
          ).size,
          1,
        );
      await explorer.configure([]);
      assert.equal((await find(explorer, '')).length, 0);
    } finally {
      await explorer.dispose();
      await simulator.close();
    }
  });
});
