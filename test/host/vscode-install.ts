import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { withLock } from './lock.ts';
import { cacheDir } from './paths.ts';

/** `floor` is the oldest VS Code that the manifest's `engines` admits. */
export type VsCodeName = 'newest' | 'floor';

export interface VsCodeServer {
  /** VS Code's own version. */
  readonly version: string;
  /** The Node that this server was built for. */
  readonly node: string;
  /** Its `server-main.js`. */
  readonly main: string;
}

interface Release {
  readonly version: string;
  /** The npm package `code-server` that carries this VS Code. */
  readonly codeServer: string;
  /** The version of npm's `node-<os>-<arch>` that it needs; without it, the Node we run on. */
  readonly node?: string;
  /** Dependencies whose addresses npm's registry does not serve, and what stands in for them. */
  readonly replaced?: Readonly<Record<string, string>>;
}

const releases: Readonly<Record<VsCodeName, Release>> = {
  newest: { version: '1.139.1', codeServer: '4.139.1' },
  floor: {
    version: '1.105.1',
    codeServer: '4.105.1',
    node: '22.22.0',
    replaced: { '@parcel/watcher': '^2.5.1' },
  },
};

/**
 * Installs VS Code's server from the npm registry unless it is there. Concurrent runs share one install, and a killed one
 * leaves only a directory that nobody takes for a good one. Throws with npm's own words when the registry does not answer.
 */
export async function installVsCode(name: VsCodeName, say: (line: string) => void = () => {}): Promise<VsCodeServer> {
  const release = releases[name];
  const home = join(cacheDir, `code-server-${release.codeServer}`);
  if (!existsSync(home)) {
    await withLock(`${home}.lock`, async () => {
      if (existsSync(home)) return;
      say(`Installing VS Code ${release.version} from npm …`);
      await removeUnfinished(home);
      await installInto(home, release);
    });
  }
  return {
    version: release.version,
    node: release.node ? join(home, 'node_modules', nodePackage(), nodeBinary) : process.execPath,
    main: join(serverDir(home), 'out/server-main.js'),
  };
}

async function installInto(home: string, release: Release): Promise<void> {
  const unfinished = `${home}.${process.pid}.tmp`;
  await mkdir(unfinished, { recursive: true });
  const node = release.node ? [`${nodePackage()}@${release.node}`] : [];
  await npmInstall(unfinished, [`code-server@${release.codeServer}`, ...node]);
  if (release.replaced) await replaceDependencies(serverDir(unfinished), release.replaced);
  await npmInstall(serverDir(unfinished), ['--omit=dev']);
  await replaceNativeModules(join(serverDir(unfinished), 'node_modules'));
  try {
    await rename(unfinished, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    await rm(unfinished, { recursive: true });
  }
}

async function removeUnfinished(home: string): Promise<void> {
  const prefix = home.slice(cacheDir.length + 1);
  for (const entry of await readdir(cacheDir)) {
    if (entry.startsWith(prefix) && entry.endsWith('.tmp'))
      await rm(join(cacheDir, entry), { recursive: true, force: true });
  }
}

async function replaceDependencies(dir: string, replaced: Readonly<Record<string, string>>): Promise<void> {
  const file = join(dir, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
  await writeFile(
    file,
    JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...replaced } }, null, 2),
  );
  await rm(join(dir, 'npm-shrinkwrap.json'), { force: true });
}

/** What would need a compiler, and be missed, gets a stand-in in JavaScript. */
async function replaceNativeModules(modules: string): Promise<void> {
  for (const [name, standIn] of [
    ['@vscode/spdlog', 'spdlog.cjs'],
    ['@vscode/native-watchdog', 'watchdog.cjs'],
    ['native-watchdog', 'watchdog.cjs'],
  ] as const) {
    const entry = join(modules, name, 'index.js');
    if (existsSync(entry)) await copyFile(join(import.meta.dirname, standIn), entry);
  }
}

/** Nothing here needs a compiler: install scripts stay off. */
async function npmInstall(dir: string, args: readonly string[]): Promise<void> {
  const install = [
    'install',
    '--prefix',
    dir,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...args,
  ];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) await runChild(process.execPath, [npm, ...install], { cwd: dir });
  else await runChild(process.platform === 'win32' ? 'npm.cmd' : 'npm', install, { cwd: dir });
}

const serverDir = (home: string): string => join(home, 'node_modules/code-server/lib/vscode');
const nodePackage = (): string => `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const nodeBinary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
