import * as vscode from 'vscode';
import type { Simulator } from '../../simulator/server.ts';
import type { Configured } from '../../sync/create-explorer.ts';
import type { Keyring } from '../connections/keyring.ts';

/** The built-in services that stand in where there is no account. All of it lives in this window's memory. */
export interface Demo {
  configured(): readonly Configured[];
  has(connectionId: string): boolean;
  start(sessions?: number): Promise<void>;
  stop(): Promise<void>;
}

export function createDemo(keyring: Keyring, changed: () => Promise<void>): Demo {
  let running: Promise<Simulator> | undefined;
  let configured: readonly Configured[] = [];

  return {
    configured: () => configured,
    has: id => configured.some(each => each.connection.id === id),
    async start(sessions) {
      running ??= import('../../simulator/server.ts').then(({ startSimulator }) =>
        startSimulator(sessions === undefined ? {} : { sessions }),
      );
      const simulator = await running;
      configured = simulator.connections.map(({ key, provider, ...address }) => {
        const id = `demo-${provider.toLowerCase()}`;
        keyring.lend(id, new URL(address.baseUrl).origin, key);
        return { connection: { ...address, id, provider, persist: false } };
      });
      await vscode.commands.executeCommand('setContext', 'sessionExplorer.demo', true);
      await changed();
    },
    async stop() {
      if (!running) return;
      const simulator = await running;
      running = undefined;
      for (const { connection } of configured) keyring.takeBack(connection.id);
      configured = [];
      await vscode.commands.executeCommand('setContext', 'sessionExplorer.demo', false);
      await changed();
      await simulator.close();
    },
  };
}
