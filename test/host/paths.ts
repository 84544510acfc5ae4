import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isAlive } from './lock.ts';

/** The top of the checkout, which is also the extension in development. */
export const root = resolve(import.meta.dirname, '../..');

/** All that tests and `npm start` install, write and picture; git ignores it, and deleting it is always safe. */
export const cacheDir = join(root, '.vscode-test');

/** Makes a new empty directory for one run of a host, which its user deletes, and deletes those of runs that were killed. */
export async function makeRunDir(): Promise<string> {
  const runs = join(cacheDir, 'runs');
  await mkdir(runs, { recursive: true });
  for (const name of await readdir(runs)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(runs, name), { recursive: true, force: true });
  }
  return mkdtemp(join(runs, `${process.pid}-`));
}
