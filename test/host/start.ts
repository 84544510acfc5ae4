// `npm start`: a VS Code with this extension in development, its view open and sample data of all services.
//
//   --desktop       desktop VS Code, downloaded by test-electron, instead of a browser
//   --sessions N    so many sessions a service
//   --port N        the port of the browser's VS Code; without it, any that is free
//   --no-open       prints the address and opens no browser
//   --no-build      takes what is in dist/
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { endWithParent, runChild, startChild } from './child.ts';
import { type Companion, companionDir, listenForCompanion } from './companion.ts';
import { workbenchUrl } from './page.ts';
import { makeRunDir, root } from './paths.ts';
import { quietSettings, startHost, writeUserSettings } from './vscode-host.ts';

const { values } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    sessions: { type: 'string' },
    port: { type: 'string' },
    open: { type: 'boolean', default: true },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const env = { SESSION_EXPLORER_DEMO: '1', SESSION_EXPLORER_DEMO_SESSIONS: values.sessions };
let stop = async (): Promise<void> => {};
endWithParent(() => stop());

try {
  if (values.build) await build();
  if (values.desktop) await startDesktop();
  else await startInBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function startInBrowser(): Promise<void> {
  const host = await startHost({ env, port: Number(values.port ?? 0), say: console.log });
  stop = host.stop;
  showViewIn(host.companion);
  const address = workbenchUrl(host, { folder: host.folder });
  console.log(`\nSession Explorer, with sample data, is at\n\n  ${address}\n\nCtrl+C ends it.`);
  if (values.open) openBrowser(address);
}

async function startDesktop(): Promise<void> {
  const executable = await downloadAndUnzipVSCode('stable');
  const dir = await makeRunDir();
  const userData = join(dir, 'user-data');
  await writeUserSettings(userData, quietSettings);
  const companion = await listenForCompanion();
  showViewIn(companion);
  const child = startChild(
    executable,
    [
      ...[`--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${companionDir}`],
      ...[`--user-data-dir=${userData}`, `--extensions-dir=${join(dir, 'extensions')}`],
      ...['--disable-workspace-trust', '--skip-welcome', '--no-sandbox'],
    ],
    { env: { ...env, ...companion.env, ELECTRON_RUN_AS_NODE: undefined } },
  );
  console.log('Desktop VS Code is open. Ctrl+C, or closing it, ends it.');
  process.exit(await child.exit);
}

/** The view activates the extension, which starts the sample data. */
function showViewIn(companion: Companion): void {
  companion.onWindow(() => {
    companion.execute('sessionExplorer.sessions.focus').catch(error => console.error(String(error)));
  });
}

async function build(): Promise<void> {
  console.log('Building …');
  await runChild(process.execPath, [join(root, 'esbuild.js')], { cwd: root });
}

function openBrowser(address: string): void {
  const { platform, env } = process;
  if (env.CI || (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)) return;
  const [command = '', ...args] =
    platform === 'darwin'
      ? ['open']
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
