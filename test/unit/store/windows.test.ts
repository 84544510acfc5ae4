import assert from 'node:assert/strict';
import type { SharedStore } from '../../../src/store/store.ts';
import { type Child, startChild } from './child.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aMemory, aRecord, someRecords } from './records.ts';

describe('two windows on one store', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  let store: SharedStore;
  let other: Child;
  /** What happens at each pause of the store. */
  let onPause: (pauses: number) => void | Promise<void>;

  beforeEach(async () => {
    folder = testFolder();
    onPause = () => {};
    let pauses = 0;
    store = await folder.open({ sleep: async () => onPause(++pauses) });
    other = await startChild(folder.path);
  });
  afterEach(async () => {
    await other.kill();
    await folder.remove();
  });

  it('wait for each other’s writes', async () => {
    await other.ask('lock');
    let paused = 0;
    onPause = async pauses => {
      paused = pauses;
      if (pauses === 3) await other.ask('unlock');
    };
    await store.put([aRecord('main', 1)]);
    assert.equal(paused, 3);
    assert.deepEqual(await store.read(['main/id-1']), [aRecord('main', 1)]);
    assert.deepEqual(folder.problems, []);
  });

  it('read while the other writes', async () => {
    await store.put([aRecord('main', 1)]);
    await other.ask('lock');
    assert.deepEqual(await store.read(['main/id-1']), [aRecord('main', 1)]);
    assert.equal((await entriesOf(store.entries())).size, 1);
    await other.ask('unlock');
  });

  it('see that the other wrote, and what', async () => {
    await store.put(someRecords('main', 4000));
    const before = store.version();
    assert.equal(store.version(), before);
    await store.put([aRecord('main', 1, 'mine')]);
    await store.remember('main', aMemory('main', 4000));
    assert.equal(store.version(), before, 'its own writes are no news');
    await other.ask('put', 5);
    const after = store.version();
    assert.notEqual(after, before);
    const entries = await store.newer(before);
    assert.ok(entries);
    const news = await entriesOf(entries);
    assert.equal(news.get('main/id-5')?.session.title, 'Session 5 other');
    assert.ok(news.size < 10, `${news.size} entries for one that changed`);
    assert.equal(store.version(), after);
  });

  it('see all of a bulk that the other wrote', async () => {
    await store.put(someRecords('main', 2500));
    const before = store.version();
    await other.ask('putMany', 2400);
    const entries = await store.newer(before);
    assert.ok(entries);
    const news = await entriesOf(entries);
    for (let n = 0; n < 2400; n++) assert.equal(news.get(`main/id-${n}`)?.session.title, `Session ${n} other`);
  });

  it('know when rows were removed', async () => {
    await store.put(someRecords('main', 10));
    const before = store.version();
    await other.ask('forget', 'main');
    assert.notEqual(store.version(), before);
    assert.equal(await store.newer(before), undefined);
    assert.ok(await store.newer(store.version()));
  });

  it('do not take the lease, or a write of nothing new, for news', async () => {
    await store.put([aRecord('main', 5, 'other')]);
    const before = store.version();
    await other.ask('lease', 'other', 0, 100);
    await other.ask('ask', 'main');
    await other.ask('put', 5);
    assert.equal(store.version(), before);
  });

  it('hold the lease one at a time, until it expires', async () => {
    assert.equal(await other.ask('lease', 'other', 1000, 2000), true);
    assert.equal(await store.takeLease('me', 1999, 3000), false);
    assert.equal(await other.ask('lease', 'other', 1500, 2500), true);
    await store.releaseLease('me');
    assert.equal(await store.takeLease('me', 2400, 3000), false);
    await other.kill();
    assert.equal(await store.takeLease('me', 2500, 3500), true);
    assert.equal(await store.takeLease('third', 3000, 4000), false);
    await store.releaseLease('me');
    assert.equal(await store.takeLease('third', 3000, 4000), true);
  });

  it('ask the holder once for each connection', async () => {
    assert.deepEqual(await store.takeAsked(), []);
    await other.ask('ask', 'main');
    await other.ask('ask', 'main');
    await store.askHolder('second', 5);
    assert.deepEqual((await store.takeAsked()).toSorted(), ['main', 'second']);
    assert.deepEqual(await store.takeAsked(), []);
  });
});
