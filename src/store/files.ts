import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The database is `sessions.db`, or the `sessions-N.db` of the highest N. One that is replaced never hands its name on:
 * another window that still has it open would remove the new one's log when it closes
 * (https://www.sqlite.org/howtocorrupt.html, "Unlinking or renaming a database file while in use").
 */
const NAME = /^sessions(?:-(\d+))?\.db$/;
/** SQLite's own files beside a database. */
const SUFFIXES = ['', '-wal', '-shm'];

const fileName = (generation: number) => (generation === 0 ? 'sessions.db' : `sessions-${generation}.db`);

function generations(folder: string): number[] {
  return readdirSync(folder).flatMap(name => {
    const match = NAME.exec(name);
    return match ? [Number(match[1] ?? 0)] : [];
  });
}

/** The database that is in use, or will be. Makes the folder. */
export function presentFile(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, fileName(Math.max(0, ...generations(folder))));
}

/** A name for the database after the present one. */
export function nextFile(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, fileName(Math.max(0, ...generations(folder)) + 1));
}

/** Keeps a database under another name, at `now` (epoch ms); returns that name. */
export function setAside(folder: string, path: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, '');
  const name = `sessions.corrupt-${time}.db`;
  // The database last: until then it is found, and set aside, again.
  for (const suffix of SUFFIXES.toReversed()) {
    try {
      renameSync(path + suffix, join(folder, name + suffix));
    } catch (error) {
      // Not every database has a log; or another window was faster.
      if (!isMissing(error)) throw error;
    }
  }
  return name;
}

export function removeFiles(path: string): void {
  for (const suffix of SUFFIXES) rmSync(path + suffix, { force: true });
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
