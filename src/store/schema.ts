/**
 * The steps that lead from an empty file to today's tables; the place of a step in this list is the version that it
 * leads to. A step that was released is never edited: what has to change is a further step.
 */
export const SCHEMA: readonly string[] = [
  // 1: what is held of each connection, and what the windows tell each other.
  `
  CREATE TABLE connections (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    memory TEXT
  );
  CREATE TABLE sessions (
    n INTEGER PRIMARY KEY,
    connection INTEGER NOT NULL REFERENCES connections,
    id TEXT NOT NULL,
    status_until INTEGER,
    entry TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (connection, id)
  );
  CREATE INDEX sessions_connection ON sessions (connection);
  CREATE INDEX sessions_due ON sessions (status_until) WHERE status_until IS NOT NULL;
  CREATE TABLE details (
    connection INTEGER NOT NULL REFERENCES connections,
    id TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (connection, id)
  );
  CREATE TABLE lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    owner TEXT NOT NULL,
    until INTEGER NOT NULL
  );
  CREATE TABLE asked (
    connection TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  );
  `,
  // 2: blocks of entries for a fast start; revisions, so that a window reads only what another wrote.
  // Where a session's entry stands is narrow and apart: moving it must not rewrite the wide row.
  `
  CREATE TABLE blocks (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    connection INTEGER NOT NULL REFERENCES connections,
    revision INTEGER NOT NULL,
    size INTEGER NOT NULL,
    entries TEXT NOT NULL
  );
  CREATE INDEX blocks_connection ON blocks (connection);
  CREATE TABLE placements (
    session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    block INTEGER,
    place INTEGER
  );
  CREATE INDEX placements_block ON placements (block, place);
  CREATE TABLE revisions (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    latest INTEGER NOT NULL,
    removed INTEGER NOT NULL
  );
  INSERT INTO revisions VALUES (1, 1, 0);
  INSERT INTO placements SELECT n, 1, NULL, NULL FROM sessions;
  `,
  // 3: what a window made of all entries, so that the next need not do it again.
  `
  CREATE TABLE pictures (
    part INTEGER PRIMARY KEY,
    shape TEXT NOT NULL,
    revision INTEGER NOT NULL,
    data BLOB NOT NULL
  );
  `,
  // 4: a session's own row says when it was written; pictures made the blocks needless. Rows that are there count as the oldest,
  // and pictures drawn before, which may lack some of them, go.
  `
  DROP TABLE blocks;
  DROP TABLE placements;
  DELETE FROM pictures;
  ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX sessions_revision ON sessions (revision);
  `,
  // 5: each index is one more page to write; what makes ids unique finds a connection's rows as well.
  `
  DROP INDEX sessions_connection;
  `,
];
