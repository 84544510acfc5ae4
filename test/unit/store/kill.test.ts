import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { connectionOfKey } from '../../../src/session/session.ts';
import { startChild } from './child.ts';
import { entriesOf, testFolder } from './folder.ts';

const KILLS = process.env.SESSION_EXPLORER_FULL === '1' ? 100 : 5;

describe('a window that is killed in the middle of a load', function () {
  this.timeout(KILLS * 10_000);

  it(`leaves a whole database (${KILLS} kills)`, async () => {
    const folder = testFolder();
    try {
      let seen = 0;
      for (let run = 1; run <= KILLS; run++) {
        const child = await startChild(folder.path);
        await child.ask('load', run);
        // Not waited for anything: the moment of death is what is tried.
        await setTimeout(Math.random() * 400);
        await child.kill();
        const store = await folder.open();
        const keys = await store.keys('main');
        const records = await store.read(keys);
        const entries = await entriesOf(store.entries());
        assert.equal(records.length, keys.length, 'a row is not whole');
        assert.equal(entries.size, keys.length);
        for (const { raw, ...entry } of records) {
          assert.equal(connectionOfKey(entry.session.key), 'main');
          assert.deepEqual(entries.get(entry.session.key), entry);
          assert.equal((raw as { description: string }).description, entry.session.title, 'row of two versions');
        }
        const memory = await store.memory('main');
        assert.ok((memory?.coverage.fetched ?? 0) <= keys.length, 'the coverage claims too much');
        seen = Math.max(seen, keys.length);
        await store.close();
        const database = new DatabaseSync(folder.file());
        assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
        assert.equal(database.prepare('PRAGMA foreign_key_check').get(), undefined);
        database.close();
      }
      assert.deepEqual(folder.problems, []);
      assert.ok(seen > 0, 'no run loaded anything');
    } finally {
      await folder.remove();
    }
  });
});
