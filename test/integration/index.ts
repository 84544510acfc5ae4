import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';
import ResultReporter from '../host/reporter.ts';

/**
 * Called by VS Code in its extension host: runs every bundled test file beside this one, or those whose name holds
 * `SESSION_EXPLORER_TEST_FILES`, and of them the tests that match `SESSION_EXPLORER_GREP`. Rejects when a test fails.
 */
export async function run(): Promise<void> {
  const only = process.env.SESSION_EXPLORER_TEST_FILES ?? '';
  const mocha = new Mocha({ reporter: ResultReporter, timeout: 60_000, color: false });
  if (process.env.SESSION_EXPLORER_GREP) mocha.grep(process.env.SESSION_EXPLORER_GREP);
  for (const name of (await readdir(import.meta.dirname)).sort()) {
    if (name.endsWith('.test.mjs') && name.includes(only)) mocha.addFile(join(import.meta.dirname, name));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
