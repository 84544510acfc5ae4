import { mkdir, mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The top of the checkout, which is also the extension in development. */
export const root = resolve(import.meta.dirname, '../..');

/** All that tests and `npm start` install, write and picture; git ignores it, and deleting it is always safe. */
export const cacheDir = join(root, '.vscode-test');

/** Makes a new empty directory for one run of a host. The caller deletes it. */
export async function makeRunDir(): Promise<string> {
  const runs = join(cacheDir, 'runs');
  await mkdir(runs, { recursive: true });
  return mkdtemp(join(runs, 'run-'));
}
