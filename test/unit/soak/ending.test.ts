import assert from 'node:assert/strict';
import { testFolder } from '../store/folder.ts';
import { exploreSimulator, find, SETTINGS } from '../sync/explore.ts';

/** Resolves once a service was asked, and its answer is still to come. */
async function asked(log: readonly { provider: string }[], provider: string): Promise<void> {
  while (!log.some(entry => entry.provider === provider)) await new Promise(setImmediate);
}

describe('loads that are ended in the middle', () => {
  it('are ended all, those too that wait behind another', async () => {
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 30 });
    try {
      simulator.faults.set('series', { kind: 'silence' });
      const loads = [explorer.refresh('series'), explorer.loadOlder('series')];
      await asked(simulator.log, 'series');
      explorer.cancel('series');
      const stopped = (await Promise.all(loads)).flat().map(coverage => coverage.stopped);
      assert.deepEqual(stopped, ['cancelled', 'cancelled']);
    } finally {
      await close();
    }
  });

  it('write nothing of a connection that is removed meanwhile', async () => {
    const folder = testFolder();
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 300 }, SETTINGS, { folder: folder.path });
    try {
      const ids = [...simulator.world.series.select()].map(({ id }) => id);
      const loading = explorer.refresh('series');
      await asked(simulator.log, 'series');
      await explorer.forget('series');
      await loading;
      assert.deepEqual(await find(explorer, 'provider:series'), []);
      assert.deepEqual(ids.flatMap(id => folder.holding(id)).slice(0, 1), []);
    } finally {
      await close();
      await folder.remove();
    }
  });

  it('are told to whoever asked when the window closes', async () => {
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 300 });
    simulator.faults.set('hyra', { kind: 'silence' });
    const loading = explorer.refresh();
    const older = explorer.loadOlder();
    await asked(simulator.log, 'hyra');
    await close();
    assert.equal((await loading).length, 5);
    assert.equal((await older).length, 5);
    assert.equal((await loading).find(({ connectionId }) => connectionId === 'hyra')?.stopped, 'cancelled');
  });
});
