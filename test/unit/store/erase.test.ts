import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SessionEntry } from '../../../src/session/session.ts';
import { openStore } from '../../../src/store/open.ts';
import { partitionStore } from '../../../src/store/partitioned.ts';
import type { SharedStore } from '../../../src/store/store.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aDetail, aMemory, aRecord, someRecords } from './records.ts';

const CANARY = 'canary-7f3a';

describe('what is erased', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  /** Leaves traces wherever there can be some: rows, older versions of them, a picture, detail, drift, asked. */
  async function leaveTraces(store: SharedStore): Promise<void> {
    await store.put(someRecords('secret', 2500, CANARY));
    await store.put(someRecords('secret', 700, `${CANARY} again`));
    await store.put([aRecord('secret', 1, `${CANARY} once more`)]);
    const example = { path: 'a', expected: 'b', got: 'c', example: CANARY, count: 1, firstSeen: '' };
    const memory = { ...aMemory('secret', 2500), about: { name: CANARY }, unreadable: [{ CANARY }] };
    await store.remember('secret', { ...memory, drift: [{ provider: 'hyra', ...example }] });
    await store.putDetail('secret/id-1', aDetail(aRecord('secret', 1), CANARY), 1);
    await store.askHolder('secret', 1);
    await store.draw('titles', async entries => [Buffer.from((await titlesIn(entries)).join())]);
  }
  const titlesIn = async (entries: AsyncIterable<SessionEntry[]>): Promise<string[]> =>
    [...(await entriesOf(entries)).values()].map(({ session }) => session.title);
  const traces = () => [...folder.holding(CANARY), ...folder.holding('secret')];

  it('is in no file once a connection is forgotten', async () => {
    const store = await folder.open();
    await store.put(someRecords('main', 500));
    await leaveTraces(store);
    assert.notDeepEqual(traces(), [], 'the test sees nothing');
    await store.forget('secret');
    assert.deepEqual(traces(), []);
    assert.equal((await store.keys('main')).length, 500);
  });

  it('is in no file once all is cleared, and the file is small', async () => {
    const store = await folder.open();
    await leaveTraces(store);
    await store.clear();
    assert.deepEqual(traces(), []);
    const { size } = statSync(folder.file());
    assert.ok(size < 200_000, String(size));
  });

  it('waits for a reader in another window that still sees it', async () => {
    const other = new DatabaseSync(folder.file());
    let pauses = 0;
    const store = await folder.open({
      sleep: async () => {
        pauses++;
        if (pauses === 5) other.exec('COMMIT');
      },
    });
    await leaveTraces(store);
    other.exec('BEGIN');
    other.prepare('SELECT count(*) FROM sessions').get();
    await store.forget('secret');
    assert.ok(pauses >= 5);
    assert.deepEqual(traces(), []);
    assert.deepEqual(folder.problems, []);
    other.close();
  });

  it('says so where such a reader does not go away, and is gone once it did', async () => {
    const store = await folder.open({ sleep: async () => {} });
    const other = new DatabaseSync(folder.file());
    await leaveTraces(store);
    other.exec('BEGIN');
    other.prepare('SELECT count(*) FROM sessions').get();
    await store.forget('secret');
    assert.deepEqual(folder.problems, [{ code: 'not-erased' }]);
    other.close();
    await store.close();
    assert.deepEqual(traces(), []);
  });

  for (const how of ['forget', 'clear'] as const)
    it(`is not left in a database that was set aside either (${how})`, async () => {
      const { store: before } = await openStore({ folder: folder.path });
      await leaveTraces(before);
      await before.close();
      const damaged = new DatabaseSync(folder.file());
      damaged.exec('DROP TABLE revisions');
      damaged.close();
      writeFileSync(folder.file('notes.txt'), 'not ours');
      const store = await folder.open();
      assert.ok(traces().some(name => name.startsWith('sessions.corrupt-')));
      await (how === 'forget' ? store.forget('secret') : store.clear());
      assert.deepEqual(traces(), []);
      assert.ok(folder.names().includes('notes.txt'));
    });

  it('was never on the disk where a connection does not persist', async () => {
    const { store: memory } = await openStore();
    const disk = await folder.open();
    const store = partitionStore({ disk, memory, persists: id => id !== 'secret' });
    await store.put([...someRecords('secret', 1000, CANARY), ...someRecords('main', 1000)]);
    await store.remember('secret', aMemory('secret', 1000));
    await store.putDetail('secret/id-1', aDetail(aRecord('secret', 1), CANARY), 1);
    assert.equal((await store.keys('secret')).length, 1000);
    assert.deepEqual(traces(), []);
    await store.close();
    assert.deepEqual(traces(), []);
    assert.notDeepEqual(folder.holding('Session 999'), []);
  });
});
