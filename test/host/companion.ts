import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The extension that runs commands for us inside VS Code, and has to be installed there. */
export const companionDir = join(import.meta.dirname, 'companion');

/** The line to the companion in the window that was opened last. */
export interface Companion {
  /** What the host's environment needs. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Runs a command in VS Code, waiting for a window if there is none, and resolves to what of its result is JSON. Rejects with
   * the command's error, or when the window closes before.
   */
  execute(command: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Called for each window that opens, once its extensions run. Returns the way to be called no more. */
  onWindow(listener: () => void): () => void;
  close(): void;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

type Execute = Companion['execute'];

const windowLimitMs = 120_000;

export async function listenForCompanion(): Promise<Companion> {
  const windows = new Map<Socket, Execute>();
  const listeners = new Set<() => void>();
  const server = createServer(socket => {
    windows.set(socket, speak(socket));
    socket.on('close', () => windows.delete(socket));
    for (const listener of [...listeners]) listener();
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');

  const onWindow = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const opened = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('No window opened in which the companion runs.')), windowLimitMs);
      const stopListening = onWindow(() => {
        clearTimeout(limit);
        stopListening();
        resolve();
      });
    });

  return {
    env: { SESSION_EXPLORER_COMPANION_PORT: String((server.address() as AddressInfo).port) },
    execute: async (command, ...args) => {
      if (windows.size === 0) await opened();
      const execute = [...windows.values()].at(-1);
      if (!execute) throw new Error('The window was closed.');
      return execute(command, ...args);
    },
    onWindow,
    close: () => {
      server.close();
      for (const socket of windows.keys()) socket.destroy();
    },
  };
}

function speak(socket: Socket): Execute {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  const settle = (answer: Answer): void => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  };
  createInterface(socket).on('line', line => settle(JSON.parse(line) as Answer));
  socket.on('error', () => {}); // 'close' follows.
  socket.on('close', () => {
    for (const id of waiting.keys()) settle({ id, error: 'the window was closed' });
  });
  return async (command, ...args) => {
    const id = ++lastId;
    const answer = await new Promise<Answer>(resolve => {
      waiting.set(id, resolve);
      socket.write(`${JSON.stringify({ id, command, args })}\n`);
    });
    if (answer.error !== undefined) throw new Error(`${command}: ${answer.error}`);
    return answer.result;
  };
}
