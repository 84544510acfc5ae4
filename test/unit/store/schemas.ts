import type { DatabaseSync } from 'node:sqlite';

/** What each released version's tables looked like, with rows in them; written once, and never changed with the schema. */
export const OLDER: Record<number, (database: DatabaseSync) => void> = {
  1: database => {
    database.exec(`
      CREATE TABLE connections (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, memory TEXT);
      CREATE TABLE sessions (
        n INTEGER PRIMARY KEY, connection INTEGER NOT NULL REFERENCES connections, id TEXT NOT NULL,
        status_until INTEGER, entry TEXT NOT NULL, raw TEXT NOT NULL, UNIQUE (connection, id));
      CREATE INDEX sessions_connection ON sessions (connection);
      CREATE INDEX sessions_due ON sessions (status_until) WHERE status_until IS NOT NULL;
      CREATE TABLE details (
        connection INTEGER NOT NULL REFERENCES connections, id TEXT NOT NULL, fetched_at INTEGER NOT NULL,
        record TEXT NOT NULL, UNIQUE (connection, id));
      CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, until INTEGER NOT NULL);
      CREATE TABLE asked (connection TEXT PRIMARY KEY, at INTEGER NOT NULL);
      INSERT INTO connections VALUES (1, 'main', '{"coverage":{"connectionId":"main","fetched":1},"drift":[],"unreadable":[]}');
      PRAGMA user_version = 1;
    `);
    const entry = [
      'held',
      'series',
      'Held',
      'completed',
      'reported',
      ...new Array(7),
      [],
      ...new Array(4),
      [],
      [],
      null,
    ];
    database
      .prepare(`INSERT INTO sessions (connection, id, entry, raw) VALUES (1, 'held', ?, '{"Title":"Held"}')`)
      .run(JSON.stringify(entry));
  },
  2: database => {
    OLDER[1]?.(database);
    database.exec(`
      CREATE TABLE blocks (
        n INTEGER PRIMARY KEY AUTOINCREMENT, connection INTEGER NOT NULL REFERENCES connections,
        revision INTEGER NOT NULL, size INTEGER NOT NULL, entries TEXT NOT NULL);
      CREATE INDEX blocks_connection ON blocks (connection);
      CREATE TABLE placements (
        session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, revision INTEGER NOT NULL,
        block INTEGER, place INTEGER);
      CREATE INDEX placements_block ON placements (block, place);
      CREATE TABLE revisions (one INTEGER PRIMARY KEY CHECK (one = 1), latest INTEGER NOT NULL, removed INTEGER NOT NULL);
      INSERT INTO revisions VALUES (1, 1, 0);
      INSERT INTO placements SELECT n, 1, NULL, NULL FROM sessions;
      PRAGMA user_version = 2;
    `);
  },
  3: database => {
    OLDER[2]?.(database);
    database.exec(`
      CREATE TABLE pictures (part INTEGER PRIMARY KEY, shape TEXT NOT NULL, revision INTEGER NOT NULL, data BLOB NOT NULL);
      INSERT INTO blocks (connection, revision, size, entries) VALUES (1, 5, 1, '{}');
      UPDATE placements SET revision = 5, block = 1, place = 0;
      UPDATE revisions SET latest = 5;
      INSERT INTO pictures (shape, revision, data) VALUES ('any', 4, x'00');
      PRAGMA user_version = 3;
    `);
  },
  4: database => {
    OLDER[3]?.(database);
    database.exec(`
      DROP TABLE blocks;
      DROP TABLE placements;
      DELETE FROM pictures;
      ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
      CREATE INDEX sessions_revision ON sessions (revision);
      PRAGMA user_version = 4;
    `);
  },
};
