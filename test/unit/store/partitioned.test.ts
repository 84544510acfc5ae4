import assert from 'node:assert/strict';
import { openStore } from '../../../src/store/open.ts';
import { partitionStore } from '../../../src/store/partitioned.ts';
import type { SharedStore } from '../../../src/store/store.ts';
import { entriesOf } from './folder.ts';
import { aDetail, aMemory, aRecord, someRecords } from './records.ts';

describe('a store in two parts', () => {
  let disk: SharedStore;
  let memory: SharedStore;
  let store: SharedStore;
  let persists: (id: string) => boolean;

  beforeEach(async () => {
    disk = (await openStore()).store;
    memory = (await openStore()).store;
    persists = id => id !== 'secret';
    store = partitionStore({ disk, memory, persists: id => persists(id) });
    await store.put([...someRecords('main', 20), ...someRecords('secret', 20)]);
    await store.remember('main', aMemory('main', 20));
    await store.remember('secret', aMemory('secret', 20));
    await store.putDetail('secret/id-1', aDetail(aRecord('secret', 1)), 1);
  });
  afterEach(() => store.close());

  it('keeps each connection where it belongs', async () => {
    assert.deepEqual(await disk.connections(), ['main']);
    assert.deepEqual(await memory.connections(), ['secret']);
    assert.equal(await disk.detail('secret/id-1'), undefined);
  });

  it('looks like one', async () => {
    assert.deepEqual(await store.read(['secret/id-2', 'main/id-3', 'secret/id-1', 'main/none']), [
      aRecord('secret', 2),
      aRecord('main', 3),
      aRecord('secret', 1),
    ]);
    assert.equal((await entriesOf(store.entries())).size, 40);
    assert.deepEqual((await store.connections()).toSorted(), ['main', 'secret']);
    assert.equal((await store.keys('secret')).length, 20);
    assert.deepEqual(await store.due(['main', 'secret'], 1_000_008, 3), ['main/id-0', 'main/id-8', 'secret/id-0']);
    assert.deepEqual(await store.memory('secret'), aMemory('secret', 20));
    assert.equal((await store.detail('secret/id-1'))?.fetchedAt, 1);
    assert.deepEqual(await store.detailed('secret'), ['secret/id-1']);
  });

  it('shows nothing of the disk once a connection may no longer be there, and forgets it there', async () => {
    persists = () => false;
    assert.equal((await entriesOf(store.entries())).size, 20);
    await store.forget('main');
    assert.deepEqual(await disk.connections(), []);
  });

  it('clears both', async () => {
    await store.clear();
    assert.deepEqual(await store.connections(), []);
  });
});
