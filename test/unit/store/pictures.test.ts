import assert from 'node:assert/strict';
import type { SessionEntry } from '../../../src/session/session.ts';
import { openStore } from '../../../src/store/open.ts';
import { partitionStore } from '../../../src/store/partitioned.ts';
import type { SharedStore } from '../../../src/store/store.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aRecord, someRecords } from './records.ts';

/** Draws a picture that is nothing but the keys. */
const drawKeys = async (entries: AsyncIterable<SessionEntry[]>): Promise<Uint8Array[]> =>
  [...(await entriesOf(entries)).keys()].sort().map(key => Buffer.from(key));

async function keysIn(store: SharedStore, shape = 'keys'): Promise<string[] | undefined> {
  const picture = await store.picture(shape);
  return picture?.parts.map(part => Buffer.from(part).toString());
}

const laterIn = async (store: SharedStore): Promise<string[]> => {
  const picture = await store.picture('keys');
  return picture ? [...(await entriesOf(picture.later())).keys()] : [];
};

describe('a picture of the entries', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  let store: SharedStore;
  beforeEach(async () => {
    folder = testFolder();
    store = await folder.open();
  });
  afterEach(() => folder.remove());

  it('shows all of them, to the next start too', async () => {
    assert.equal(await keysIn(store), undefined);
    await store.put(someRecords('main', 300));
    await store.draw('keys', drawKeys);
    await store.close();
    const next = await folder.open();
    assert.deepEqual(await keysIn(next), (await next.keys('main')).sort());
    assert.deepEqual(await laterIn(next), []);
  });

  it('is completed by what was written since, here or in another window', async () => {
    await store.put(someRecords('main', 300));
    await store.draw('keys', drawKeys);
    const other = await folder.open();
    await other.put([aRecord('main', 7, 'changed')]);
    await store.put([aRecord('main', 400)]);
    assert.equal((await keysIn(store))?.length, 300);
    assert.deepEqual((await laterIn(store)).sort(), ['main/id-400', 'main/id-7']);
  });

  it('goes with the first session that is removed', async () => {
    await store.put([...someRecords('main', 50), ...someRecords('second', 50)]);
    await store.draw('keys', drawKeys);
    await store.forget('second');
    assert.equal(await keysIn(store), undefined);
  });

  it('is not kept where a session is removed while it is drawn', async () => {
    await store.put([...someRecords('main', 50), ...someRecords('second', 50)]);
    const other = await folder.open();
    await store.draw('keys', async entries => {
      const keys = await drawKeys(entries);
      await other.forget('second');
      return keys;
    });
    assert.equal(await keysIn(store), undefined);
  });

  it('takes the place of the one before, and is none to who wants another shape', async () => {
    await store.put(someRecords('main', 50));
    await store.draw('keys', drawKeys);
    await store.draw('length', async entries => [Buffer.from(String((await entriesOf(entries)).size))]);
    assert.equal(await keysIn(store), undefined);
    assert.deepEqual(await keysIn(store, 'length'), ['50']);
  });

  it('never shows what may not stand on disk', async () => {
    const { store: memory } = await openStore();
    const both = partitionStore({ disk: store, memory, persists: id => id === 'main' });
    await both.put([aRecord('main', 1), aRecord('private', 2)]);
    await both.draw('keys', drawKeys);
    assert.deepEqual(await keysIn(both), ['main/id-1']);
  });
});
