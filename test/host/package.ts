import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { root } from './paths.ts';

/** Makes the package as `npm run package` does, as `file`. Returns what was said; throws with it where that failed. */
export async function packageExtension(file: string): Promise<string> {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const [, ...args] = scripts.package.split(' ');
  return vsce(...args, '--out', file);
}

/** The paths of all files that the package holds, those apart that it is given besides. */
export async function packagedFiles(): Promise<string[]> {
  const said = await vsce('ls', '--no-dependencies');
  return said.split('\n').filter(line => /^[\w.-]+(\/[\w.-]+)*\.?\w+$/.test(line));
}

async function vsce(...args: string[]): Promise<string> {
  const child = startChild(process.execPath, [join(root, 'node_modules/@vscode/vsce/vsce'), ...args], { cwd: root });
  if ((await child.exit) !== 0) throw new Error(child.output());
  return child.output();
}
