import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { presentFile, removeFormer, setAside } from '../../../src/store/files.ts';
import { type TestFolder, testFolder } from './folder.ts';

describe('the files of the store', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  const write = (...names: string[]): void => {
    for (const name of names) writeFileSync(folder.file(name), '');
  };

  it('the newest is in use; what was set aside or replaced goes, and nothing else', () => {
    write('sessions.db', 'sessions-2.db', 'sessions-10.db', 'sessions-10.db-wal', 'sessions-11.db', 'notes.txt');
    write('sessions.db-wal', 'sessions.corrupt-20250506T070809000Z.db');
    assert.equal(presentFile(folder.path), folder.file('sessions-11.db'));
    removeFormer(folder.file('sessions-10.db'));
    assert.deepEqual(folder.names(), ['notes.txt', 'sessions-10.db', 'sessions-10.db-wal', 'sessions-11.db']);
  });

  it('a database is not set aside where that would lose what stands beside it', () => {
    write('sessions.db', 'sessions.db-wal');
    mkdirSync(folder.file('sessions.corrupt-20250506T070809000Z.db-wal'));
    assert.throws(() => setAside(folder.file(), Date.UTC(2025, 4, 6, 7, 8, 9)), /EISDIR|EPERM|ENOTEMPTY/);
    assert.ok(folder.names().includes('sessions.db'));
  });
});
