import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../../src/store/open.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aMemory, aRecord, someRecords } from './records.ts';

const NOW = Date.UTC(2025, 4, 6, 7, 8, 9);
const ASIDE = 'sessions.corrupt-20250506T070809000Z.db';

describe('a store whose disk is at fault', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  const now = () => NOW;
  /** Waiting costs nothing here. */
  const sleep = async () => {};
  const codes = () => folder.problems.map(problem => problem?.code);

  /** A database with rows, closed. */
  async function filled(count = 3000): Promise<void> {
    const { store } = await openStore({ folder: folder.path });
    await store.put(someRecords('main', count));
    await store.remember('main', aMemory('main', count));
    await store.close();
  }

  async function works(store: Awaited<ReturnType<TestFolder['open']>>): Promise<void> {
    await store.put([aRecord('fresh', 1)]);
    await store.remember('fresh', aMemory('fresh', 1));
    assert.deepEqual(await store.read(['fresh/id-1']), [aRecord('fresh', 1)]);
    assert.deepEqual(await store.memory('fresh'), aMemory('fresh', 1));
    assert.ok((await entriesOf(store.entries())).has('fresh/id-1'));
    assert.equal(await store.takeLease('me', 1, 2), true);
  }

  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  it('makes the folder', async () => {
    const { store, problem } = await openStore({ folder: join(folder.path, 'a', 'b') });
    await works(store);
    await store.close();
    assert.equal(problem, undefined);
  });

  for (const [what, damage] of Object.entries({
    'no database': (path: string) => writeFileSync(path, 'something else entirely'.repeat(500)),
    'cut short': (path: string) => truncateSync(path, 20_000),
    'of other tables': (path: string) => {
      rmSync(path);
      const other = new DatabaseSync(path);
      other.exec('CREATE TABLE sessions (x)');
      other.close();
    },
    'without its tables': (path: string) => {
      const other = new DatabaseSync(path);
      other.exec('DROP TABLE revisions');
      other.close();
    },
  }))
    it(`sets aside a file that is ${what}, and works on a new one`, async () => {
      await filled();
      damage(folder.file());
      const damaged = readFileSync(folder.file());
      const store = await folder.open({ now });
      // What was cut off may show only when it is read.
      assert.equal((await entriesOf(store.entries())).size, 0);
      await works(store);
      assert.deepEqual(folder.problems, [{ code: 'corrupt', setAside: ASIDE }]);
      assert.ok(readFileSync(folder.file(ASIDE)).equals(damaged));
      await store.close();
      folder.problems.length = 0;
      const again = await folder.open();
      assert.deepEqual(await again.read(['fresh/id-1']), [aRecord('fresh', 1)]);
      assert.deepEqual(folder.problems, []);
    });

  it('finds damage in the middle when it gets there, and goes on', async () => {
    await filled();
    const bytes = readFileSync(folder.file());
    // Behind the small tables that opening looks at.
    bytes.fill(0xa5, 8192 * 40);
    writeFileSync(folder.file(), bytes);
    const store = await folder.open({ now });
    assert.deepEqual(folder.problems, [], 'found at once');
    const version = store.version();
    await entriesOf(store.entries());
    await store.read(['main/id-1', 'main/id-2999']);
    await works(store);
    assert.notEqual(store.version(), version);
    assert.equal(await store.newer(version), undefined, 'nothing says that the rows are gone');
    assert.ok(codes().includes('corrupt'));
    assert.ok(folder.names().includes(ASIDE));
  });

  it('is cleared though it is damaged: the file goes', async () => {
    await filled();
    const store = await folder.open({ now });
    const bytes = readFileSync(folder.file());
    bytes.fill(0xa5, 8192 * 3);
    writeFileSync(folder.file(), bytes);
    await store.clear();
    assert.deepEqual(await store.connections(), []);
    await works(store);
    assert.deepEqual(folder.problems, []);
    assert.ok(!folder.names().includes('sessions.db'));
  });

  it('leaves out a row that cannot be read, and says so', async () => {
    await filled(10);
    const other = new DatabaseSync(folder.file());
    other.exec(
      `UPDATE sessions SET entry = '{"half' WHERE id = 'id-3'; UPDATE sessions SET raw = '' WHERE id = 'id-4'`,
    );
    other.close();
    const store = await folder.open();
    assert.equal((await entriesOf(store.entries())).size, 9);
    assert.equal((await store.read(['main/id-3', 'main/id-4', 'main/id-5'])).length, 1);
    assert.deepEqual(folder.problems, [{ code: 'rows-skipped', rows: 1 }]);
    await store.put([aRecord('main', 3)]);
    assert.equal((await entriesOf(store.entries())).size, 10);
  });

  it('leaves a newer version’s file as it is', async () => {
    await filled(10);
    const newer = new DatabaseSync(folder.file());
    newer.exec('CREATE TABLE tomorrow (x); PRAGMA user_version = 99');
    newer.close();
    const before = readFileSync(folder.file());
    const store = await folder.open();
    await works(store);
    await store.clear();
    await store.close();
    assert.deepEqual(folder.problems[0], { code: 'newer', version: 99 });
    assert.ok(!codes().includes(undefined));
    assert.ok(readFileSync(folder.file()).equals(before));
  });

  it('stops writing once a newer version took the file over', async () => {
    const store = await folder.open();
    await store.put([aRecord('main', 1)]);
    const newer = new DatabaseSync(folder.file());
    newer.exec('PRAGMA user_version = 99');
    await works(store);
    assert.deepEqual(await store.read(['main/id-1']), [aRecord('main', 1)]);
    assert.equal(newer.prepare('SELECT count(*) AS n FROM sessions').get()?.n, 1);
    newer.close();
    assert.deepEqual(folder.problems, [{ code: 'newer', version: 99 }]);
  });

  it('goes on in memory while the file is locked, and moves to the disk later', async () => {
    await filled(10);
    const other = new DatabaseSync(folder.file());
    const store = await folder.open({ sleep });
    other.exec('BEGIN IMMEDIATE');
    await store.put([aRecord('main', 1, 'changed'), aRecord('second', 1)]);
    await store.put([aRecord('second', 2)]);
    assert.deepEqual(folder.problems, [{ code: 'locked' }]);
    assert.deepEqual(await store.read(['main/id-1', 'main/id-2', 'second/id-2']), [
      aRecord('main', 1, 'changed'),
      aRecord('main', 2),
      aRecord('second', 2),
    ]);
    assert.equal((await entriesOf(store.entries())).get('main/id-1')?.session.title, 'Session 1 changed');
    assert.equal((await store.keys('main')).length, 10);
    assert.deepEqual((await store.connections()).toSorted(), ['main', 'second']);
    assert.deepEqual(await store.due(['main'], 1_000_008, 5), ['main/id-0', 'main/id-8']);
    await store.remember('main', aMemory('main', 10));
    assert.deepEqual(codes(), ['locked']);
    other.exec('ROLLBACK');
    await store.remember('second', aMemory('second', 2));
    assert.deepEqual(codes(), ['locked', undefined]);
    await store.close();
    assert.equal(other.prepare('SELECT count(*) AS n FROM sessions').get()?.n, 12);
    other.close();
    const again = await folder.open();
    assert.deepEqual(await again.read(['main/id-1']), [aRecord('main', 1, 'changed')]);
    assert.deepEqual(await again.memory('second'), aMemory('second', 2));
  });

  it('opens in memory where another holds the file alone, and finds the disk again', async () => {
    await filled(10);
    const other = new DatabaseSync(folder.file());
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE lease SET until = 0; COMMIT');
    const holder = new DatabaseSync(folder.file());
    let held = true;
    try {
      holder.exec('BEGIN IMMEDIATE');
    } catch {
      held = false;
    }
    holder.close();
    assert.equal(held, false, 'the file is not locked');
    const store = await folder.open({ sleep });
    assert.deepEqual(codes(), ['locked']);
    const version = store.version();
    await works(store);
    other.close();
    await store.remember('fresh', aMemory('fresh', 1));
    assert.deepEqual(codes(), ['locked', undefined]);
    assert.equal(await store.newer(version), undefined, 'nothing says that there are rows now');
    assert.deepEqual(await store.read(['main/id-1', 'fresh/id-1']), [aRecord('main', 1), aRecord('fresh', 1)]);
  });

  it('removes a connection later when it cannot now', async () => {
    await filled(10);
    const store = await folder.open({ sleep });
    const other = new DatabaseSync(folder.file());
    other.exec('BEGIN IMMEDIATE');
    await store.forget('main');
    assert.deepEqual(codes(), ['locked', 'not-erased']);
    other.exec('ROLLBACK');
    other.close();
    await store.remember('second', aMemory('second', 0));
    assert.deepEqual(await store.connections(), ['second']);
    assert.deepEqual(await store.keys('main'), []);
  });

  it('goes on where the folder is removed while it is open, and makes it anew with what it held', async () => {
    const store = await folder.open();
    await store.put(someRecords('main', 2000));
    await store.remember('main', aMemory('main', 2000));
    rmSync(folder.path, { recursive: true });
    await store.put([aRecord('main', 5, 'changed')]);
    assert.deepEqual(codes(), ['gone']);
    assert.deepEqual(await store.read(['main/id-5', 'main/id-6']), [aRecord('main', 5, 'changed'), aRecord('main', 6)]);
    await store.remember('main', aMemory('main', 2000));
    assert.deepEqual(codes(), ['gone', undefined]);
    await store.close();
    const again = await folder.open();
    assert.equal((await entriesOf(again.entries())).size, 2000);
    assert.deepEqual(await again.read(['main/id-5']), [aRecord('main', 5, 'changed')]);
    assert.deepEqual(await again.memory('main'), aMemory('main', 2000));
  });

  it('goes on in memory where the folder cannot be made', async () => {
    writeFileSync(folder.file('file'), '');
    const { store, problem } = await openStore({ folder: folder.file('file') });
    assert.equal(problem?.code, 'unusable');
    await works(store);
    await store.close();
  });

  for (const [what, mode, held] of [
    ['file', 0o777, 10],
    ['folder', 0o555, 0],
  ] as const)
    it(`goes on in memory where the ${what} may not be written`, async function () {
      if (process.platform === 'win32') return this.skip();
      await filled(10);
      chmodSync(folder.file(), 0o444);
      chmodSync(folder.path, mode);
      const said = asNobody(folder.path);
      chmodSync(folder.path, 0o755);
      assert.deepEqual(said, { held, fresh: true, problems: ['read-only'] });
      const store = await folder.open();
      assert.equal((await entriesOf(store.entries())).size, 10);
      assert.deepEqual(await store.connections(), ['main']);
    });
});

/** Runs `unprivileged.ts` as somebody whom files' modes hold back: they do not hold back root. */
function asNobody(path: string): { held: number; fresh: boolean; problems: string[] } {
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const script = join(import.meta.dirname, 'unprivileged.ts');
  const ran = spawnSync(process.execPath, ['--no-warnings', script, path], { ...user, encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  return JSON.parse(ran.stdout);
}
