import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A running command whose whole process group ends with us. */
export interface Child {
  /** Standard output and error as they come, decoded and mixed. */
  onOutput(listener: (text: string) => void): void;
  /** What was printed so far: at most the last 200,000 characters. */
  output(): string;
  /** Resolves to the exit code; 127 when the command could not be started. */
  readonly exit: Promise<number>;
  /** Ends the process group and resolves when it is gone. Can be called again. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly cwd?: string;
  /** Added to our own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const keptOutput = 200_000;
const running = new Set<Child>();

/** Starts a command under `tether.mjs`, so that it cannot outlive this process even when that is killed. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const tether: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    [join(import.meta.dirname, 'tether.mjs'), command, ...args],
    {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  const listeners: ((text: string) => void)[] = [];
  let output = '';
  const hear = (text: string): void => {
    output = (output + text).slice(-keptOutput);
    for (const listener of listeners) listener(text);
  };
  tether.stdout.setEncoding('utf8').on('data', hear);
  tether.stderr.setEncoding('utf8').on('data', hear);
  tether.stdin.on('error', () => {}); // Closing the tether of a command that just ended is no fault.
  const child: Child = {
    onOutput: listener => listeners.push(listener),
    output: () => output,
    exit: once(tether, 'close').then(([code]) => {
      running.delete(child);
      return typeof code === 'number' ? code : 1;
    }),
    stop: async () => {
      tether.stdin.end();
      await child.exit;
    },
  };
  running.add(child);
  return child;
}

/** Runs a command to its end. Throws, with the last lines it printed, when its exit code is not 0. */
export async function runChild(command: string, args: readonly string[], options: ChildOptions = {}): Promise<void> {
  const child = startChild(command, args, options);
  const code = await child.exit;
  if (code !== 0) {
    const tail = child.output().trimEnd().split('\n').slice(-40).join('\n');
    throw new Error(`${command} ${args.join(' ')} failed with exit code ${code}:\n${tail}`);
  }
}

/**
 * Makes Ctrl+C, a termination signal and the end of the process that started us run `end` once, end every child and exit
 * with 130. Call it once, at the top of a script.
 */
export function endWithParent(end: () => Promise<void> = async () => {}): void {
  let ending = false;
  const finish = (): void => {
    if (ending) return;
    ending = true;
    void end()
      .catch(error => console.error(error))
      .then(() => Promise.all([...running].map(child => child.stop())))
      .then(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, finish);
}
