import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { migrate, versionOf } from '../../../src/store/migrations.ts';
import { StoreError } from '../../../src/store/problem.ts';
import { SCHEMA } from '../../../src/store/schema.ts';
import { entriesOf, type TestFolder, testFolder } from './folder.ts';
import { aRecord } from './records.ts';
import { OLDER } from './schemas.ts';

/** Tables, indices and their columns, whatever the spelling of the statements that made them. */
const shapeOf = (database: DatabaseSync) =>
  database
    .prepare("SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ name, type }) => ({
      name,
      type,
      columns: database.prepare(`SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?)`).all(String(name)),
    }));

describe('migrations', function () {
  this.timeout(30_000);
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  it('have a fixture for each version but the newest', () => {
    assert.deepEqual(
      Object.keys(OLDER).map(Number),
      SCHEMA.slice(1).map((_, n) => n + 1),
    );
  });

  for (const [version, make] of Object.entries(OLDER)) {
    it(`lead from version ${version} to the tables of a new database`, () => {
      const [old, fresh] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')];
      make(old);
      migrate(old, SCHEMA);
      migrate(fresh, SCHEMA);
      assert.equal(versionOf(old), SCHEMA.length);
      assert.deepEqual(shapeOf(old), shapeOf(fresh));
    });

    it(`keep what version ${version} held`, async () => {
      const old = new DatabaseSync(folder.file());
      make(old);
      old.close();
      const store = await folder.open();
      assert.deepEqual(folder.problems, []);
      const [held] = await store.read(['main/held']);
      assert.equal(held?.session.title, 'Held');
      assert.equal(held?.session.status, 'completed');
      assert.deepEqual(held?.raw, { Title: 'Held' });
      assert.deepEqual([...(await entriesOf(store.entries())).keys()], ['main/held']);
      assert.equal((await store.memory('main'))?.coverage.fetched, 1);
      assert.equal(await store.picture('any'), undefined, 'a picture that lacks what was written after it');
      const version = store.version();
      await (await folder.open()).put([aRecord('main', 1)]);
      const news = await store.newer(version);
      assert.deepEqual([...(await entriesOf(news ?? store.entries())).keys()], ['main/id-1']);
      assert.equal((await entriesOf(store.entries())).size, 2);
    });
  }

  it('take each step once, and only the steps that are missing', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, ['CREATE TABLE a (x)']);
    migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)']);
    migrate(database, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)']);
    assert.equal(versionOf(database), 2);
  });

  it('leave the database as it was where a step fails', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, ['CREATE TABLE a (x)']);
    assert.throws(() => migrate(database, ['', 'CREATE TABLE b (x)', 'NO SQL']));
    assert.equal(versionOf(database), 1);
    assert.deepEqual(
      shapeOf(database).map(({ name }) => name),
      ['a'],
    );
  });

  it('refuse a newer database', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA user_version = 9');
    assert.throws(
      () => migrate(database, ['']),
      (error: unknown) => error instanceof StoreError && error.problem.code === 'newer',
    );
    assert.equal(versionOf(database), 9);
  });
});
