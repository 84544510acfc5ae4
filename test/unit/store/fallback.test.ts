import assert from 'node:assert/strict';
import { type Disk, withFallback } from '../../../src/store/fallback.ts';
import { openStore } from '../../../src/store/open.ts';
import type { StoreProblem } from '../../../src/store/problem.ts';
import type { SharedStore } from '../../../src/store/store.ts';
import { entriesOf } from './folder.ts';
import { aDetail, aMemory, aRecord, someRecords } from './records.ts';

/** What SQLite throws on a full disk. */
const fullDisk = () => Object.assign(new Error('database or disk is full'), { errcode: 13 });

describe('a store on a disk that is full for a while', function () {
  this.timeout(30_000);
  let full: boolean;
  let broken: Error | undefined;
  let replaceable: boolean;
  let real: SharedStore;
  let store: SharedStore;
  let problems: (StoreProblem | undefined)[];
  let replaced: boolean[];

  beforeEach(async () => {
    full = false;
    broken = undefined;
    replaceable = true;
    problems = [];
    replaced = [];
    real = (await openStore()).store;
    const failing =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A) => {
        if (broken) throw broken;
        if (full) throw fullDisk();
        return work(...args);
      };
    const disk: Disk = {
      path: 'sessions.db',
      made: false,
      store: {
        ...real,
        put: failing(real.put),
        remember: failing(real.remember),
        putDetail: failing(real.putDetail),
        forget: failing(real.forget),
        clear: failing(real.clear),
        takeLease: failing(real.takeLease),
      },
    };
    store = withFallback({
      disk,
      spare: (await openStore()).store,
      open: async () => disk,
      replace: async (_, keep) => {
        replaced.push(keep);
        if (!replaceable) throw fullDisk();
        real = (await openStore()).store;
        return { disk: { path: 'sessions-1.db', made: true, store: real } };
      },
      discard: () => {},
      onProblem: problem => void problems.push(problem),
    });
  });
  afterEach(() => store.close());

  it('keeps what comes meanwhile, newest first, and says so once', async () => {
    await store.put(someRecords('main', 5));
    await store.putDetail('main/id-1', aDetail(aRecord('main', 1)), 1);
    full = true;
    await store.put([aRecord('main', 1, 'new'), aRecord('main', 9)]);
    await store.put([aRecord('main', 2, 'new')]);
    await store.putDetail('main/id-1', aDetail(aRecord('main', 1), 'new'), 2);
    assert.deepEqual(problems, [{ code: 'full' }]);
    assert.deepEqual(await store.read(['main/id-0', 'main/id-1', 'main/id-9']), [
      aRecord('main', 0),
      aRecord('main', 1, 'new'),
      aRecord('main', 9),
    ]);
    assert.equal((await entriesOf(store.entries())).size, 6);
    assert.equal((await store.keys('main')).length, 6);
    assert.equal((await store.detail('main/id-1'))?.fetchedAt, 2);
    assert.deepEqual(await store.detailed('main'), ['main/id-1']);
    assert.equal(await store.takeLease('me', 0, 1), true);
  });

  it('hides a due record that is newer in memory', async () => {
    await store.put(someRecords('main', 9));
    full = true;
    const { statusUntil: _, ...settled } = aRecord('main', 0);
    await store.put([settled]);
    assert.deepEqual(await store.due(['main'], 2_000_000, 10), ['main/id-8']);
  });

  it('writes coverage to the disk only once the rows are there', async () => {
    await store.put(someRecords('main', 5));
    await store.remember('main', aMemory('main', 5));
    full = true;
    await store.put(someRecords('main', 1200));
    await store.remember('main', aMemory('main', 1200));
    assert.deepEqual(await store.memory('main'), aMemory('main', 1200));
    assert.deepEqual(await real.memory('main'), aMemory('main', 5));
    full = false;
    await store.remember('main', aMemory('main', 1200));
    assert.deepEqual(problems, [{ code: 'full' }, undefined]);
    assert.equal((await real.keys('main')).length, 1200);
    assert.deepEqual(await real.memory('main'), aMemory('main', 1200));
    await store.put([aRecord('main', 1, 'later')]);
    assert.deepEqual(await real.read(['main/id-1']), [aRecord('main', 1, 'later')]);
  });

  it('loses nothing that is written while it moves to the disk', async () => {
    full = true;
    await store.put(someRecords('main', 3000));
    full = false;
    const moving = store.remember('main', aMemory('main', 3000));
    const writing = store.put(someRecords('main', 3000, 'later'));
    await Promise.all([moving, writing, store.remember('second', aMemory('second', 0))]);
    await store.remember('main', aMemory('main', 3000));
    assert.deepEqual(await store.read(['main/id-0', 'main/id-2999']), [
      aRecord('main', 0, 'later'),
      aRecord('main', 2999, 'later'),
    ]);
    assert.equal((await real.keys('main')).length, 3000);
  });

  it('clears by replacing the file', async () => {
    await store.put(someRecords('main', 5));
    full = true;
    await store.clear();
    assert.deepEqual(replaced, [false]);
    assert.deepEqual(await store.connections(), []);
    await store.put([aRecord('main', 1)]);
    assert.deepEqual(await real.keys('main'), ['main/id-1']);
  });

  it('says so where the file cannot be replaced either', async () => {
    await store.put(someRecords('main', 5));
    full = true;
    replaceable = false;
    await store.clear();
    assert.deepEqual(problems, [{ code: 'not-erased' }]);
    assert.deepEqual(await store.connections(), []);
  });

  it('shows no picture while memory hides what is in it', async () => {
    await store.put(someRecords('main', 5));
    await store.draw('shape', async () => [new Uint8Array([1])]);
    assert.ok(await store.picture('shape'));
    full = true;
    await store.put([aRecord('main', 1, 'new')]);
    assert.equal(await store.picture('shape'), undefined);
  });

  it('passes a mistake of the program on wherever it is made', async () => {
    const mistake = new TypeError('x is undefined');
    broken = mistake;
    await assert.rejects(store.clear(), mistake);
    broken = undefined;
    full = true;
    await store.put([aRecord('main', 1)]);
    broken = mistake;
    await assert.rejects(store.remember('main', aMemory('main', 1)), mistake);
  });

  it('does not take a mistake of the program for the disk’s fault', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await assert.rejects(store.put([{ ...aRecord('main', 1), raw: circular }]), TypeError);
    assert.deepEqual(problems, []);
  });
});
