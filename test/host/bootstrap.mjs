// The first file that runs on a bare clone: plain JavaScript for whatever Node the machine has (20 or newer).
// It installs what the lock file names, then hands over to a TypeScript script under the Node of node_modules.
//
//   node test/host/bootstrap.mjs <script.ts> [arguments…]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(root, 'node_modules');
const nodeBinary = join(modules, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * True when node_modules holds what package-lock.json asks for. npm writes its own copy of the lock as the last step of an
 * install, so a killed or outdated install is told apart from a good one; packages of other platforms may be absent.
 */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return (
      existsSync(nodeBinary) &&
      Object.entries(wanted).every(
        ([path, entry]) =>
          path === '' ||
          (path in present ? present[path].version === entry.version : entry.optional || entry.devOptional),
      )
    );
  } catch {
    return false;
  }
}

/** Runs a command with our own streams and resolves to its exit code; it ends when we are told to end. */
function run(command, args, options = {}) {
  return new Promise((settle, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const pass = signal => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      settle(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

/** `npm ci` by the npm that started us, or by the one on the PATH. */
function install() {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...args])
    : run('npm', args, { shell: process.platform === 'win32' });
}

/** Our parent, a shell, and where the system tells it that one's parent, npm. */
function lineage() {
  let grandparent = '';
  try {
    grandparent = readFileSync(`/proc/${process.ppid}/status`, 'utf8').match(/^PPid:\s*(\d+)/m)?.[1] ?? '';
  } catch {
    // No such file outside Linux: the parent has to do.
  }
  return `${process.ppid} ${grandparent}`;
}

function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
if (!script) fail('Usage: node test/host/bootstrap.mjs <script.ts> [arguments…]');
if (Number.parseInt(process.versions.node, 10) < 20) fail(`Node 20 or newer is needed; this is ${process.version}.`);

if (!isInstalled()) {
  console.log('Installing packages (npm ci) …');
  const code = await install().catch(error => fail(`npm could not be started: ${error.message}`));
  if (code > 128) process.exit(code);
  if (code !== 0)
    fail(`npm ci failed with exit code ${code}; the lines above say why. Is the package registry reachable?`);
  if (!existsSync(nodeBinary)) {
    fail(
      'npm ci left no node_modules/node/bin/node. Install scripts must be allowed: npm config set ignore-scripts false',
    );
  }
}

// npm may be killed without a word to us: changed ancestors end the script as Ctrl+C does.
const ancestors = lineage();
const watch = setInterval(() => lineage() !== ancestors && process.kill(process.pid, 'SIGTERM'), 1000);
const code = await run(nodeBinary, [resolve(root, script), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    PATH: [join(modules, '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
  },
});
clearInterval(watch);
process.exit(code);
