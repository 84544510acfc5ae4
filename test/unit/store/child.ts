import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Another process with the store open. */
export interface Child {
  ask(command: string, ...args: (string | number)[]): Promise<unknown>;
  /** SIGKILL; resolves once it is dead. */
  kill(): Promise<void>;
}

export async function startChild(folder: string): Promise<Child> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'window.ts'), [folder], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = async () => {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the other window ended: ${code}`))),
    ]);
    return message.done as unknown;
  };
  await answer();
  return {
    ask(command, ...args) {
      const answered = answer();
      child.send([command, ...args.map(String)]);
      return answered;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const dead = once(child, 'exit');
      child.kill('SIGKILL');
      await dead;
    },
  };
}
