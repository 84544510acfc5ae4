import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './problem.ts';

/** The schema version that a database says it has. 0: nothing was made in it yet. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

/**
 * Brings a database up to the last of `steps`, each step whole or not at all.
 * Throws a StoreError `newer`, without having written, where it is already beyond them.
 */
export function migrate(database: DatabaseSync, steps: readonly string[]): void {
  if (versionOf(database) === steps.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again under the lock: another window may have gone the way meanwhile.
    const from = versionOf(database);
    if (from > steps.length) throw new StoreError({ code: 'newer', version: from });
    for (const step of steps.slice(from)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
