import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Slice, slice } from '../turns/slices.ts';
import { migrate, versionOf } from './migrations.ts';
import { BUSY, LOCKED, StoreError, sqliteCode } from './problem.ts';

/** Where the database is, and how waiting is done. `path` absent: in memory. */
export interface DatabaseOptions {
  path?: string;
  schema: readonly string[];
  sleep(milliseconds: number): Promise<void>;
  /** How long one stretch of work may block its thread, ms. */
  slice: number;
}

/** One open SQLite database. Work given to it is synchronous and short; waiting happens between the tries. */
export interface Database {
  prepare(sql: string): StatementSync;
  /** Begins a stretch of work. */
  slice(): Slice;
  /** Runs `work` again while another process holds a lock. Throws a StoreError `locked` once that took too long. */
  attempt<T>(work: () => T): Promise<T>;
  /** The same inside one transaction that is whole or not at all. */
  transaction<T>(work: () => T): Promise<T>;
  /** Moves all of the write-ahead log into the file and empties it; false while readers of other windows hold it. */
  emptyLog(): Promise<boolean>;
  /** Rewrites the file without its free pages. */
  shrink(): Promise<void>;
  close(): void;
}

/** How long a lock is waited for in all, ms: far longer than any transaction of another window takes. */
const PATIENCE = 3000;
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

/** A log of this many pages is moved into the file: small, since moving it blocks. */
const LOG_PAGES = 250;

// Rows are one to two thousand bytes: more of them to a page leave less of it empty.
const CONFIGURATION = `
  PRAGMA page_size = 8192;
  PRAGMA temp_store = MEMORY;
  PRAGMA secure_delete = ON;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  PRAGMA cache_size = -4000;
  PRAGMA wal_autocheckpoint = ${LOG_PAGES};
`;

/** Opens and, where need be, migrates. Throws what SQLite throws, or a StoreError. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const sqlite = await import('node:sqlite');
  const database = new sqlite.DatabaseSync(options.path ?? ':memory:', { timeout: 0 });
  try {
    await patiently(options.sleep, () => {
      // Before anything that could write: a newer version's file is left as it is.
      const version = versionOf(database);
      if (version > options.schema.length) throw new StoreError({ code: 'newer', version });
      database.exec(CONFIGURATION);
      migrate(database, options.schema);
      // Last, since it writes: a file that turns out not to be ours is left as it was.
      database.exec('PRAGMA journal_mode = WAL');
    });
    return databaseOf(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

function databaseOf(database: DatabaseSync, { path, schema, sleep, slice: length }: DatabaseOptions): Database {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const file = path === undefined ? undefined : statSync(path).ino;

  /** Unix goes on writing into a file that was removed; nobody would ever read it again. */
  const assertThere = () => {
    if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.ino !== file)
      throw new StoreError({ code: 'gone' });
  };
  const assertVersion = () => {
    const version = prepare('PRAGMA user_version').get()?.user_version;
    if (version !== schema.length) throw new StoreError({ code: 'newer', version: Number(version) });
  };
  const attempt = <T>(work: () => T) => patiently(sleep, work);

  return {
    prepare,
    slice: () => slice(length),
    attempt,
    transaction: work =>
      attempt(() => {
        assertThere();
        database.exec('BEGIN IMMEDIATE');
        try {
          assertVersion();
          const result = work();
          database.exec('COMMIT');
          return result;
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw error;
        }
      }),
    async emptyLog() {
      for (let pause = FIRST_PAUSE, waited = 0; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        const blocked = await attempt(() => prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy);
        if (blocked !== 1) return true;
        if (waited >= PATIENCE) return false;
        waited += pause;
        await sleep(pause);
      }
    },
    shrink: () => attempt(() => database.exec('VACUUM')),
    close: () => {
      statements.clear();
      if (database.isOpen) database.close();
    },
  };
}

async function patiently<T>(sleep: (milliseconds: number) => Promise<void>, work: () => T): Promise<T> {
  for (let pause = FIRST_PAUSE, waited = 0; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return work();
    } catch (error) {
      const code = sqliteCode(error);
      if (code !== BUSY && code !== LOCKED) throw error;
      if (waited >= PATIENCE) throw new StoreError({ code: 'locked' });
    }
    waited += pause;
    // Two windows that wait for each other must not do so in step.
    await sleep(pause * (0.5 + Math.random() / 2));
  }
}
