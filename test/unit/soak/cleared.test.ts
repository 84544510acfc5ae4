import assert from 'node:assert/strict';
import { memory } from '../../bench/clock.ts';
import { testFolder } from '../store/folder.ts';
import { exploreSimulator, find, SETTINGS } from '../sync/explore.ts';

/** MB: below what 20,000 sessions take, above the collector's moods. */
const [TAKEN_AT_LEAST, LEFT_AT_MOST] = [3, 2];

describe('a cache that is cleared', function () {
  this.timeout(120_000);

  it('gives back the memory that its sessions took', async () => {
    const folder = testFolder();
    const settings = { ...SETTINGS, historyDays: 400 };
    const { explorer, close } = await exploreSimulator({ sessions: 20_000 }, settings, { folder: folder.path });
    const used = async (): Promise<number> => (await memory()).used;
    const load = async (): Promise<void> => {
      // It has all in one answer, so that no rate budget is waited for.
      await explorer.refresh('hyra');
      assert.equal((await find(explorer, '')).length, 20_000);
    };
    try {
      // What is made once, here and by the services of the test itself, is made by then.
      await load();
      await explorer.clearCache();
      const before = await used();
      await load();
      const held = await used();
      await explorer.clearCache();
      const left = await used();
      assert.ok(held > left + TAKEN_AT_LEAST, `${held} MB while all was held, still ${left} MB after`);
      assert.ok(left < before + LEFT_AT_MOST, `${before} MB after the first time, ${left} MB after the second`);
    } finally {
      await close();
      await folder.remove();
    }
  });
});
