import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { EVERYTHING } from '../../../src/query/query.ts';
import { FACETS } from '../../../src/query/selection.ts';
import { draws } from '../../../src/simulator/random.ts';
import { openStore } from '../../../src/store/open.ts';
import { type PictureThread, pictureThread } from '../../../src/sync/picture-thread.ts';
import { connectionTo } from '../providers/fake-service.ts';
import { type TestFolder, testFolder } from '../store/folder.ts';
import { aRecord, someRecords } from '../store/records.ts';
import { explore, find } from './explore.ts';

const WORKER = new URL('../../../src/sync/picture.worker.ts', import.meta.url);
const VERSION = '1.2.3';
const FULL = Boolean(process.env.SESSION_EXPLORER_FULL);

describe('a start from the picture of what is on disk', function () {
  this.timeout(FULL ? 600_000 : 60_000);
  let folder: TestFolder;
  let thread: PictureThread;

  beforeEach(async () => {
    folder = testFolder();
    thread = pictureThread(WORKER);
    const { store } = await openStore({ folder: folder.path });
    await store.put([...someRecords('main', 300), ...someRecords('second', 200, 'Canary')]);
    await store.close();
  });
  afterEach(async () => {
    await thread.stop();
    await folder.remove();
  });

  const draw = (version = VERSION) => thread.draw({ folder: folder.path, version, sharing: ['digitalSamba'] });

  /** All that a window shows right after its start, with these connections. */
  async function shown(picture: boolean, persist: Record<string, boolean> = { main: true, second: true }) {
    const how = picture ? { picture: { version: VERSION, draw: async () => {} } } : {};
    const explorer = explore({ keys: new Map(), folder: folder.path, ...how });
    try {
      await explorer.configure(
        Object.entries(persist).map(([id, persist]) => ({ connection: connectionTo('digitalSamba', { id, persist }) })),
      );
      const { facets } = await explorer.search(EVERYTHING);
      return {
        sessions: await find(explorer, ''),
        facets: await facets(FACETS),
        hosts: await find(explorer, 'host:"Host 7"'),
      };
    } finally {
      await explorer.dispose();
    }
  }

  const inFile = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(folder.file());
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const pictures = (): number =>
    inFile(database => Number(database.prepare('SELECT count(*) AS n FROM pictures').get()?.n));

  it('shows what a start without one does', async () => {
    const expected = await shown(false);
    assert.equal(expected.sessions.length, 500);
    await draw();
    assert.ok(pictures() > 1);
    assert.deepEqual(await shown(true), expected);
  });

  it('is what a start reads, though it was looked at before its connections were known', async () => {
    await draw();
    inFile(database => database.exec("UPDATE sessions SET entry = replace(entry, 'Session 7', 'Row 7')"));
    const picture = { version: VERSION, draw: async () => {} };
    const explorer = explore({ keys: new Map(), folder: folder.path, picture });
    try {
      explorer.watch(true);
      const found = find(explorer, '"Session 7"');
      await explorer.configure([{ connection: connectionTo('digitalSamba', { id: 'main', persist: true }) }]);
      assert.equal((await found).length, 11);
    } finally {
      await explorer.dispose();
    }
  });

  it('is a start without one where a byte of it was damaged', async () => {
    const expected = await shown(false);
    await draw();
    const parts = inFile(database => database.prepare('SELECT part, data FROM pictures').all());
    const random = draws(7, 7);
    for (let n = 0; n < (FULL ? 2000 : 40); n += 1) {
      const { part, data } = parts[n % parts.length] ?? {};
      assert.ok(data instanceof Uint8Array && part !== undefined);
      const damaged = Uint8Array.from(data);
      const at = Math.floor(random() * damaged.length);
      damaged[at] = ((damaged[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256;
      const change = (bytes: Uint8Array) =>
        inFile(database => database.prepare('UPDATE pictures SET data = ? WHERE part = ?').run(bytes, Number(part)));
      change(damaged);
      assert.deepEqual(await shown(true), expected, `byte ${at} of part ${part}`);
      change(data);
    }
  });

  it('leaves a database that is damaged or gone to the window that has it open', async () => {
    writeFileSync(folder.file(), 'no database at all');
    await draw();
    assert.deepEqual(folder.names(), ['sessions.db']);
    rmSync(folder.file());
    await draw();
    assert.deepEqual(folder.names(), []);
  });

  it('is a start without one where another version drew it', async () => {
    const expected = await shown(false);
    await draw('1.2.2');
    assert.deepEqual(await shown(true), expected);
  });

  it('shows what other windows wrote since', async () => {
    await draw();
    const { store } = await openStore({ folder: folder.path });
    await store.put([aRecord('main', 7, 'renamed'), aRecord('main', 400)]);
    await store.close();
    const { sessions, ...rest } = await shown(true);
    assert.equal(sessions.length, 501);
    assert.ok(sessions.some(({ title }) => title === 'Session 7 renamed'));
    assert.deepEqual({ sessions, ...rest }, await shown(false));
  });

  it('has no trace of what was forgotten, at whatever moment of its drawing', async () => {
    const random = draws(3, 3);
    for (let n = 0; n < (FULL ? 100 : 6); n += 1) {
      const { store } = await openStore({ folder: folder.path });
      await store.put(someRecords('second', 200, 'Canary'));
      const drawn = draw();
      await pause(random() * 250);
      await (n % 2 === 0 ? store.forget('second') : store.clear());
      await drawn;
      assert.deepEqual(folder.holding('Canary'), [], `after ${n}`);
      await store.put(someRecords('main', 300));
      await store.close();
    }
    await draw();
    assert.equal((await shown(true)).sessions.length, 300);
  });

  it('is whole or not there where the window ends while it is drawn', async () => {
    const expected = await shown(false);
    const random = draws(5, 5);
    for (let n = 0; n < (FULL ? 100 : 6); n += 1) {
      inFile(database => database.exec('DELETE FROM pictures'));
      const drawn = draw();
      await pause(random() * 250);
      await thread.stop();
      await drawn;
      thread = pictureThread(WORKER);
      assert.deepEqual(await shown(true), expected, `after ${n}`);
    }
  });

  it('leaves out what is no longer connected, and what may no longer stand on disk', async () => {
    await draw();
    assert.equal((await shown(true, { main: true })).sessions.length, 300);
    assert.equal((await shown(true, { main: true, second: false })).sessions.length, 300);
    assert.deepEqual(folder.holding('Canary'), []);
  });
});
