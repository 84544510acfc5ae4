import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The database is `sessions.db`, or the `sessions-N.db` of the highest N. One that is replaced never hands its name on:
 * another window that still has it open would remove the new one's log when it closes
 * (https://www.sqlite.org/howtocorrupt.html, "Unlinking or renaming a database file while in use").
 */
const NAME = /^sessions(?:-(\d+))?\.db$/;
const SET_ASIDE = 'sessions.corrupt-';
/** SQLite's own files beside a database. */
const SUFFIXES = ['', '-wal', '-shm'];

const fileName = (generation: number) => (generation === 0 ? 'sessions.db' : `sessions-${generation}.db`);

const generationOf = (name: string): number | undefined => {
  const match = NAME.exec(name);
  return match ? Number(match[1] ?? 0) : undefined;
};

/**
 * The database that is in use, or will be. Makes the folder.
 * `lost`: the one that was in use until it was removed from outside; its name is not used again.
 */
export function presentFile(folder: string, lost?: string): string {
  mkdirSync(folder, { recursive: true });
  const found = readdirSync(folder).flatMap(name => generationOf(name) ?? []);
  const none = lost === undefined ? 0 : (generationOf(basename(lost)) ?? 0) + 1;
  return join(folder, fileName(found.length > 0 ? Math.max(...found) : none));
}

/** A name for the database that takes the place of another. */
export const nextFile = (path: string): string =>
  join(dirname(path), fileName((generationOf(basename(path)) ?? 0) + 1));

/** Keeps a database under another name, at `now` (epoch ms); returns that name. */
export function setAside(path: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, '');
  const name = `${SET_ASIDE}${time}.db`;
  // The database last: until then it is found, and set aside, again.
  for (const suffix of SUFFIXES.toReversed()) {
    try {
      renameSync(path + suffix, join(dirname(path), name + suffix));
    } catch (error) {
      // Not every database has a log; or another window was faster.
      if (!isMissing(error)) throw error;
    }
  }
  return name;
}

/** Removes the databases that were set aside or replaced; the one at `path` is in use. */
export function removeFormer(path: string): void {
  const folder = dirname(path);
  const present = generationOf(basename(path)) ?? 0;
  for (const name of readdirSync(folder)) {
    const generation = generationOf(name);
    if (name.startsWith(SET_ASIDE)) rmSync(join(folder, name), { force: true });
    else if (generation !== undefined && generation < present) removeFiles(join(folder, name));
  }
}

/** Removes a database and SQLite's own files beside it; what is not there is no error. */
export function removeFiles(path: string): void {
  for (const suffix of SUFFIXES) rmSync(path + suffix, { force: true });
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
