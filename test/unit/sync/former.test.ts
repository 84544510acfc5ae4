import assert from 'node:assert/strict';
import type { Connection } from '../../../src/session/connection.ts';
import { openStore } from '../../../src/store/open.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { pictureThread } from '../../../src/sync/picture-thread.ts';
import { connectionTo } from '../providers/fake-service.ts';
import { type TestFolder, testFolder } from '../store/folder.ts';
import { aMemory, someRecords } from '../store/records.ts';
import { explore, find } from './explore.ts';

const WORKER = new URL('../../../src/sync/picture.worker.ts', import.meta.url);
const VERSION = '1.2.3';
const MINE = connectionTo('digitalSamba', { id: 'mine' });

describe('a connection that has become another account’s', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  let windows: ConfigurableExplorer[];

  beforeEach(async () => {
    folder = testFolder();
    windows = [];
    const { source } = await remembered();
    const { store } = await openStore({ folder: folder.path });
    await store.put(someRecords('mine', 200, 'Canary'));
    await store.remember('mine', { ...aMemory('mine', 200), source });
    await store.close();
    await pictureThread(WORKER).draw({ folder: folder.path, version: VERSION, sharing: [] });
  });
  afterEach(async () => {
    for (const window of windows) await window.dispose();
    await folder.remove();
  });

  /** What a window writes down of the account, whatever comes of its load. */
  async function remembered(): Promise<{ source: string }> {
    const explorer = window({});
    await configure(explorer, MINE);
    await explorer.refresh();
    await windows.pop()?.dispose();
    const { store } = await openStore({ folder: folder.path });
    const source = (await store.memory('mine'))?.source;
    await store.close();
    assert.ok(source);
    return { source };
  }

  function window(picture: { picture?: { version: string; draw(): Promise<void> } }): ConfigurableExplorer {
    const explorer = explore({ keys: new Map(), folder: folder.path, ...picture });
    windows.push(explorer);
    return explorer;
  }
  const configure = (explorer: ConfigurableExplorer, connection: Connection) => explorer.configure([{ connection }]);
  const shown = async (explorer: ConfigurableExplorer) => (await find(explorer, '')).length;

  for (const [how, picture] of [
    ['with a picture', { picture: { version: VERSION, draw: async () => {} } }],
    ['without a picture', {}],
  ] as const) {
    it(`shows its rows as long as it is the same, ${how}`, async () => {
      const explorer = window(picture);
      await configure(explorer, { ...MINE, label: 'Another name' });
      assert.equal(await shown(explorer), 200);
    });

    for (const [what, changed] of [
      ['another team’s', { teamId: 'another' }],
      ['another address’s', { baseUrl: 'https://eu.example.test' }],
      ['not to stand on disk', { persist: false }],
    ] as const) {
      it(`shows none of the former rows, and keeps none, where it became ${what} in between, ${how}`, async () => {
        const explorer = window(picture);
        await configure(explorer, { ...MINE, ...changed });
        assert.equal(await shown(explorer), 0);
        assert.deepEqual(folder.holding('Canary'), []);
      });

      it(`nor where it becomes ${what} while a window starts, ${how}`, async () => {
        const explorer = window(picture);
        await configure(explorer, MINE);
        const opened = explorer.opened();
        await configure(explorer, { ...MINE, ...changed });
        await opened;
        assert.equal(await shown(explorer), 0);
        assert.deepEqual(folder.holding('Canary'), []);
      });
    }
  }

  it('loses nothing that another window loaded of the new one', async () => {
    const [first, second] = [window({}), window({})];
    for (const explorer of [first, second]) await configure(explorer, MINE);
    assert.equal(await shown(second), 200);
    const changed = { ...MINE, teamId: 'another' };
    await configure(first, changed);
    await first.refresh();
    const { store } = await openStore({ folder: folder.path });
    await store.put(someRecords('mine', 50, 'fresh'));
    await store.close();
    await configure(second, changed);
    assert.equal(await shown(second), 50);
  });
});
