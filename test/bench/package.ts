import { cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import esbuild from 'esbuild';
import { packagedFiles, packageExtension } from '../host/package.ts';
import { root } from '../host/paths.ts';

export interface Package {
  /** kB. */
  vsix: number;
  /** JavaScript as it lies in the package, kB. */
  code: number;
  /** … and unpacked. */
  codeUnpacked: number;
  /** JavaScript that runs when VS Code activates the extension, kB: the entry and what it imports statically. */
  evaluated: number;
}

/** Packages the extension into `dir`, and weighs it. */
export async function weighPackage(dir: string): Promise<Package> {
  const file = join(dir, 'extension.vsix');
  await packageExtension(file);
  const code = (await packagedFiles()).filter(name => /\.m?js$/.test(name));
  const texts = await Promise.all(code.map(name => readFile(join(root, name))));
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0) / 1000;
  return {
    vsix: (await stat(file)).size / 1000,
    code: sum(texts.map(text => deflateRawSync(text, { level: 9 }).length)),
    codeUnpacked: sum(texts.map(text => text.length)),
    evaluated: (await evaluated('dist/extension.mjs')) / 1000,
  };
}

/** The packaged files with the stopwatch in front of them, ready to be run by VS Code. */
export async function layOut(dir: string): Promise<void> {
  for (const name of await packagedFiles()) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await cp(join(root, name), join(dir, name));
  }
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const activationEvents = [...manifest.activationEvents, 'onCommand:sessionExplorerBench.activation'];
  await writeFile(join(dir, 'package.json'), JSON.stringify({ ...manifest, activationEvents, main: './bench.mjs' }));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/bench/inside.ts'],
    outfile: join(dir, 'bench.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

async function evaluated(entry: string): Promise<number> {
  const { outputs } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as esbuild.Metafile;
  const seen = new Set<string>();
  const visit = (name: string): number => {
    const output = outputs[name];
    if (!output || seen.has(name)) return 0;
    seen.add(name);
    const needed = output.imports.filter(({ kind }) => kind === 'import-statement');
    return output.bytes + needed.reduce((sum, { path }) => sum + visit(path), 0);
  };
  return visit(entry);
}
