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
};
