import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { type Companion, companionDir, listenForCompanion } from './companion.ts';
import { makeRunDir } from './paths.ts';
import { installVsCode, type VsCodeName } from './vscode-install.ts';

export interface HostOptions {
  /** Default: newest. */
  readonly vsCode?: VsCodeName;
  /** Keys of the user's settings.json, over those that quieten the workbench. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Keeps settings, storage and extensions between starts; by default a new directory, deleted by `stop`. */
  readonly dataDir?: string;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly say?: (line: string) => void;
}

/** VS Code's server, answering on loopback. */
export interface VsCodeHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Where it keeps settings, storage and logs. */
  readonly dataDir: string;
  /** An all but empty folder to open. */
  readonly folder: string;
  /** Runs commands in the window that was opened last. */
  readonly companion: Companion;
  /** All that server and extension host printed. */
  log(): string;
  /** Ends it with all its extension hosts, and deletes a data directory of its own. */
  stop(): Promise<void>;
}

/** What of VS Code itself stands in the way of a test or a first look. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

const startLimitMs = 120_000;

/** Installs, if need be, and starts a VS Code server. Throws with what it printed when it does not come up. */
export async function startHost(options: HostOptions = {}): Promise<VsCodeHost> {
  const server = await installVsCode(options.vsCode ?? 'newest', options.say);
  const dataDir = options.dataDir ?? (await makeRunDir());
  // VS Code takes only one extension in development, so the companion is installed.
  await cp(companionDir, join(dataDir, 'extensions/session-explorer-tests.companion-0.0.1'), { recursive: true });
  const companion = await listenForCompanion();
  const discard = async (): Promise<void> => {
    companion.close();
    if (!options.dataDir) await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const folder = join(dataDir, 'workspace');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'README.md'), 'A folder to open in VS Code. Nothing in it matters.\n');
  await writeUserSettings(join(dataDir, 'data'), { ...quietSettings, ...options.settings });
  const child = startChild(
    server.node,
    [
      server.main,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
      ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--disable-workspace-trust'],
      ...['--telemetry-level', 'off', '--server-data-dir', dataDir],
      ...(options.vsix ? ['--install-extension', options.vsix, '--force', '--start-server'] : []),
    ],
    { env: { ...companion.env, ...options.env, NODE_OPTIONS: undefined, NODE_CHANNEL_FD: undefined } },
  );
  const listening = new Promise<string>(resolve => {
    child.onOutput(() => {
      const port = /Extension host agent listening on (\d+)/.exec(child.output())?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
  });
  const ended = child.exit.then(code => `it ended with exit code ${code}`);
  const late = AbortSignal.timeout(startLimitMs);
  const tooLate = new Promise<string>(resolve => {
    late.addEventListener('abort', () => resolve(`it was silent for ${startLimitMs / 1000} s`));
  });
  const answer = await Promise.race([listening, ended, tooLate]);
  const version = answer.startsWith('http') ? await fetch(`${answer}/version`, { signal: late }).catch(String) : answer;
  if (typeof version === 'string' || !version.ok) {
    await child.stop();
    await discard();
    const why = typeof version === 'string' ? version : `it answered ${version.status}`;
    throw new Error(`VS Code ${server.version} did not start: ${why}\n${child.output()}`);
  }
  return {
    origin: answer,
    dataDir,
    folder,
    companion,
    log: child.output,
    stop: async () => {
      await child.stop();
      await discard();
    },
  };
}

/** Sets keys in the settings.json of a directory of user data. A running workbench of this host does not notice. */
export async function writeUserSettings(userData: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const dir = join(userData, 'User');
  const file = join(dir, 'settings.json');
  await mkdir(dir, { recursive: true });
  const settings: unknown = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  await writeFile(file, JSON.stringify({ ...(settings as object), ...changes }, null, 2));
}
