import assert from 'node:assert/strict';
import { gatherChanges } from '../../../src/sync/changes.ts';
import type { Change } from '../../../src/sync/explorer.ts';
import { exploreSimulator } from './explore.ts';

describe('changes', () => {
  it('are told once for all that was gathered', () => {
    const changes = gatherChanges(60_000);
    const told: Change[] = [];
    changes.listen(change => told.push(change));
    changes.sessions(['a/1', 'a/2']);
    changes.sessions(['a/2']);
    changes.connection('a');
    changes.tellNow();
    changes.tellNow();
    assert.deepEqual(told, [{ sessions: true, keys: new Set(['a/1', 'a/2']), connections: new Set(['a']) }]);
    changes.stop();
  });

  it('of a load are told before whoever asked for it hears of its end', async () => {
    const it = await exploreSimulator({ sessions: 20 });
    try {
      await it.explorer.opened();
      let held = 0;
      it.explorer.onDidChange(() => {
        held = it.explorer.connections().reduce((sum, { coverage }) => sum + coverage.fetched, 0);
      });
      const loaded = await it.explorer.refresh();
      assert.equal(
        held,
        loaded.reduce((sum, { fetched }) => sum + fetched, 0),
      );
    } finally {
      await it.close();
    }
  });
});
