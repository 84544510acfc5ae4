// Runs a command in a process group of its own and ends the whole group as soon as standard input closes, which the system
// does when our parent dies, however it dies. So no server or browser outlives the run that started it.
//
//   node test/host/tether.mjs <command> [arguments…]
import { spawn } from 'node:child_process';
import process from 'node:process';

const graceMs = 5000;
const windows = process.platform === 'win32';
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: !windows });

function signalGroup(signal) {
  try {
    if (!windows) process.kill(-child.pid, signal);
    else spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
  } catch {
    // The group is gone already.
  }
}

function end() {
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), graceMs).unref();
}

process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
child.on('error', error => {
  console.error(`${command}: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  signalGroup('SIGKILL'); // What the command left behind.
  process.exit(signal ? 1 : (code ?? 1));
});
