import assert from 'node:assert/strict';
import { connectionOfKey, type SessionRecord } from '../../../src/session/session.ts';
import { openStore } from '../../../src/store/open.ts';
import type { SharedStore } from '../../../src/store/store.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aDetail, aMemory, aRecord, someRecords } from './records.ts';

const entryOf = ({ raw: _, ...entry }: SessionRecord) => entry;

for (const where of ['disk', 'memory'] as const)
  describe(`session store in ${where}`, function () {
    this.timeout(30_000);
    let folder: TestFolder;
    let store: SharedStore;

    beforeEach(async () => {
      folder = testFolder();
      store = where === 'disk' ? await folder.open() : (await openStore()).store;
    });
    afterEach(async () => {
      await store.close();
      await folder.remove();
    });

    it('gives back whole records, in the order of their keys, and leaves out what it has not', async () => {
      const records = someRecords('main', 30);
      await store.put(records);
      const keys = ['main/id-7', 'other/id-7', 'main/id-29', 'main/none', 'main/id-0'];
      assert.deepEqual(await store.read(keys), [records[7], records[29], records[0]]);
    });

    it('gives every entry once, as it was written last', async () => {
      const records = [...someRecords('main', 5000), ...someRecords('second', 2500)];
      await store.put(records);
      const changed = [3, 1500, 4999].map(n => aRecord('main', n, 'changed'));
      await store.put(changed);
      const expected = new Map(records.map(record => [record.session.key, entryOf(record)]));
      for (const record of changed) expected.set(record.session.key, entryOf(record));
      let count = 0;
      for await (const slice of store.entries()) count += slice.length;
      assert.equal(count, expected.size);
      assert.deepEqual(await entriesOf(store.entries()), expected);
    });

    it('misses nothing of what was held when it is written meanwhile', async () => {
      await store.put(someRecords('main', 5000));
      const seen = new Set<string>();
      let run = 0;
      for await (const slice of store.entries()) {
        for (const entry of slice) seen.add(entry.session.key);
        // Over all that was and was not read yet.
        run++;
        if (run > 12) continue;
        await store.put([10, 2000, 4990].map(n => aRecord('main', n, `run ${run}`)));
        await store.put(Array.from({ length: 600 }, (_, n) => aRecord('main', (run * 700 + n) % 5000, `run ${run}`)));
      }
      assert.equal(seen.size, 5000);
    });

    it('replaces what changed all over', async () => {
      await store.put(someRecords('main', 4000, 'old'));
      const records = someRecords('main', 4000, 'new');
      await store.put(records);
      assert.deepEqual(
        await entriesOf(store.entries()),
        new Map(records.map(record => [record.session.key, entryOf(record)])),
      );
    });

    it('names the keys of one connection, and the connections', async () => {
      await store.put([...someRecords('main', 3), aRecord('second', 9)]);
      await store.remember('third', aMemory('third', 0));
      assert.deepEqual((await store.keys('main')).toSorted(), ['main/id-0', 'main/id-1', 'main/id-2']);
      assert.deepEqual(await store.keys('none'), []);
      assert.deepEqual((await store.connections()).toSorted(), ['main', 'second', 'third']);
    });

    it('finds the records that are due, soonest first', async () => {
      const records = someRecords('main', 40);
      await store.put(records);
      assert.deepEqual(await store.due(['main'], 1_000_016, 10), ['main/id-0', 'main/id-8', 'main/id-16']);
      assert.deepEqual(await store.due(['main', 'none'], 1_000_016, 1), ['main/id-0']);
      assert.deepEqual(await store.due(['none'], 1_000_016, 10), []);
      const { statusUntil: _, ...settled } = aRecord('main', 0);
      await store.put([settled]);
      assert.deepEqual(await store.due(['main'], 1_000_008, 10), ['main/id-8']);
    });

    it('remembers coverage and details', async () => {
      assert.equal(await store.memory('main'), undefined);
      await store.remember('main', aMemory('main', 3));
      await store.remember('main', aMemory('main', 4));
      assert.deepEqual(await store.memory('main'), aMemory('main', 4));
      const record = aRecord('main', 1);
      assert.equal(await store.detail(record.session.key), undefined);
      await store.putDetail(record.session.key, aDetail(record), 5);
      await store.putDetail(record.session.key, aDetail(record, 'b'), 6);
      assert.deepEqual(await store.detail(record.session.key), { record: aDetail(record, 'b'), fetchedAt: 6 });
      assert.deepEqual(await store.detailed('main'), [record.session.key]);
      assert.deepEqual(await store.detailed('none'), []);
    });

    it('keeps hostile ids and texts as they are', async () => {
      const ids = [
        '',
        'a/b',
        '../x',
        '"quoted"',
        '"',
        '\u0000',
        'x\u0000y',
        '\ud800',
        '\ud801',
        '__proto__',
        '\u202e',
        'a\nb',
      ];
      const records = ids.map((id, n): SessionRecord => {
        const record = aRecord('main', n);
        const session = { ...record.session, id, key: `main/${id}`, title: `${id}\n'; DROP TABLE sessions; --` };
        return { ...record, session, raw: JSON.parse('{"__proto__": {"a": 1}, "constructor": null}') };
      });
      await store.put(records);
      assert.deepEqual(await store.read(records.map(({ session }) => session.key)), records);
      assert.deepEqual(new Set(await store.keys('main')), new Set(records.map(({ session }) => session.key)));
    });

    it('forgets one connection and no other', async () => {
      await store.put([...someRecords('main', 3000), ...someRecords('second', 10)]);
      for (const id of ['main', 'second']) {
        await store.remember(id, aMemory(id, 10));
        await store.putDetail(`${id}/id-1`, aDetail(aRecord(id, 1)), 1);
      }
      await store.forget('main');
      assert.deepEqual(await store.connections(), ['second']);
      assert.deepEqual(await store.keys('main'), []);
      assert.equal(await store.memory('main'), undefined);
      assert.equal(await store.detail('main/id-1'), undefined);
      const left = await entriesOf(store.entries());
      assert.equal(left.size, 10);
      assert.ok([...left.keys()].every(key => connectionOfKey(key) === 'second'));
      assert.deepEqual(await store.memory('second'), aMemory('second', 10));
      assert.ok(await store.detail('second/id-1'));
    });

    it('is empty once cleared, and goes on', async () => {
      await store.put(someRecords('main', 3000));
      await store.remember('main', aMemory('main', 3000));
      await store.clear();
      assert.deepEqual(await store.connections(), []);
      assert.equal((await entriesOf(store.entries())).size, 0);
      await store.put(someRecords('main', 2));
      assert.equal((await entriesOf(store.entries())).size, 2);
    });
  });

describe('session store that is opened again', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  it('has all of it after a restart', async () => {
    const records = someRecords('main', 4500);
    const first = await folder.open();
    await first.put(records);
    await first.remember('main', aMemory('main', 4500));
    await first.close();
    const second = await folder.open();
    assert.deepEqual(
      await entriesOf(second.entries()),
      new Map(records.map(record => [record.session.key, entryOf(record)])),
    );
    assert.deepEqual(await second.memory('main'), aMemory('main', 4500));
    assert.deepEqual(folder.problems, []);
  });
});
