import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../src/session/session.ts';
import { type GatheringStore, gatherPuts } from '../../../src/store/gathering.ts';
import { openStore } from '../../../src/store/open.ts';
import { aRecord, someRecords } from './records.ts';

describe('a store that gathers', () => {
  let writes: number[];
  let fails: Error | undefined;
  let store: GatheringStore;

  beforeEach(async () => {
    writes = [];
    fails = undefined;
    const { store: below } = await openStore();
    store = gatherPuts({
      ...below,
      async put(records) {
        if (fails) throw fails;
        writes.push(records.length);
        await below.put(records);
      },
    });
  });
  afterEach(() => store.close());

  const keyOf = ({ session }: SessionRecord): string => session.key;

  it('writes pages together once they are worth it', async () => {
    const records = someRecords('main', 1200);
    for (let at = 0; at < records.length; at += 100) await store.gather(records.slice(at, at + 100));
    assert.deepEqual(writes, [1000]);
    assert.equal((await store.keys('main')).length, 1200);
    assert.deepEqual(writes, [1000, 200]);
  });

  it('has written all before anything is read or remembered', async () => {
    const record = aRecord('main', 1);
    const { connectionId } = record.session;
    const asked: ((held: GatheringStore) => Promise<unknown>)[] = [
      async held => assert.deepEqual((await held.read([keyOf(record)])).map(keyOf), [keyOf(record)]),
      async held => assert.deepEqual(await held.connections(), [connectionId]),
      held => held.entries().next(),
      async held => assert.ok(await held.newer(held.version())),
      held => held.put([]),
      held => held.memory(connectionId),
    ];
    for (const ask of asked) {
      await store.clear();
      writes = [];
      await store.gather([record]);
      assert.deepEqual(writes, []);
      await ask(store);
      assert.equal(writes[0], 1, String(ask));
    }
  });

  it('keeps the order of what came: the last of one key stands', async () => {
    const record = aRecord('main', 1);
    const named = (title: string): SessionRecord => ({ ...record, session: { ...record.session, title } });
    await store.gather([named('first')]);
    await store.put([named('second')]);
    await store.gather([named('third'), named('fourth')]);
    assert.equal((await store.read([keyOf(record)]))[0]?.session.title, 'fourth');
  });

  it('tells whoever comes next that it could not write, and goes on', async () => {
    await store.gather([aRecord('main', 1)]);
    fails = new Error('of this product');
    await assert.rejects(store.connections(), fails);
    fails = undefined;
    assert.deepEqual(await store.connections(), []);
    await store.gather([aRecord('main', 1)]);
    assert.equal((await store.connections()).length, 1);
  });
});
