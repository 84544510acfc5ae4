import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection } from '../../src/session/connection.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { typing } from './person.ts';

export const EXTENSION = 'session-explorer.session-explorer';

/** The extension's API, as another extension gets it. */
export async function activated(): Promise<SessionExplorerApi> {
  const extension = vscode.extensions.getExtension<SessionExplorerApi>(EXTENSION);
  assert.ok(extension, `no extension ${EXTENSION}`);
  return extension.activate();
}

/** Runs one of the product's commands. */
export const command = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`sessionExplorer.${name}`, ...args);

/** Writes a user setting of the product; `undefined` takes it away. */
export async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('sessionExplorer').update(name, value, vscode.ConfigurationTarget.Global);
}

/** Resolves once `holds` does, looking again whenever sessions or settings changed, and each moment besides. */
export async function until(what: string, api: SessionExplorerApi, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new assert.AssertionError({ message: `not within 30 s: ${what}` });
    await new Promise<void>(resolve => {
      const done = (): void => {
        heard.dispose();
        clearTimeout(timer);
        resolve();
      };
      const heard = api.onDidChangeSessions(done);
      const timer = setTimeout(done, 100);
    });
  }
}

/** Five services of a test's own, and connections to them whose ids the test chose. */
export interface Services {
  simulator: Simulator;
  /** As they are to stand in the setting. */
  connections: Connection[];
  /** The key of the service behind a connection. */
  keyOf(connectionId: string): string;
  close(): Promise<void>;
}

/** Starts the simulator; a connection's id is the prefix with the service's name, such as `real-hyra`. */
export async function startServices(prefix: string, options: SimulatorOptions = {}): Promise<Services> {
  const simulator = await startSimulator(options);
  const idOf = (provider: string): string => `${prefix}-${provider.toLowerCase()}`;
  return {
    simulator,
    connections: simulator.connections.map(({ key, label, ...address }) => ({
      ...address,
      id: idOf(address.provider),
      label: label.replace('demo', prefix),
    })),
    keyOf(connectionId) {
      const found = simulator.connections.find(({ provider }) => idOf(provider) === connectionId);
      assert.ok(found, `no service behind ${connectionId}`);
      return found.key;
    },
    close: () => simulator.close(),
  };
}

/** Writes the connections into the setting and types their keys. */
export async function connect(
  api: SessionExplorerApi,
  { connections, keyOf }: Pick<Services, 'connections' | 'keyOf'>,
): Promise<void> {
  await setting('connections', connections);
  await until('the connections are known', api, async () => {
    const known = new Set((await api.connections()).map(({ id }) => id));
    return connections.every(({ id }) => known.has(id));
  });
  for (const { id } of connections) {
    const seen = await typing([keyOf(id)], () => command('setKey', id));
    assert.deepEqual(
      seen.map(({ password, complaints }) => ({ password, complaints })),
      [{ password: true, complaints: [] }],
    );
  }
}

/** A suite's own services, connected and loaded before its first test and taken away after its last. */
export function suiteServices(
  prefix: string,
  options: SimulatorOptions,
  settings: Readonly<Record<string, unknown>> = {},
): () => { api: SessionExplorerApi; services: Services; simulator: Simulator; idOf(provider: string): string } {
  let held: { api: SessionExplorerApi; services: Services } | undefined;
  before(async () => {
    const api = await activated();
    await disconnect(api);
    const services = await startServices(prefix, options);
    held = { api, services };
    for (const [name, value] of Object.entries(settings)) await setting(name, value);
    await connect(api, services);
    await api.refresh();
  });
  after(async () => {
    if (!held) return;
    await disconnect(held.api, ...Object.keys(settings));
    await held.services.close();
  });
  return () => {
    assert.ok(held, 'the services are there only while tests of their suite run');
    return { ...held, simulator: held.services.simulator, idOf: provider => `${prefix}-${provider.toLowerCase()}` };
  };
}

/** Takes away all connections with their keys and rows, and the settings that a suite changed. */
export async function disconnect(api: SessionExplorerApi, ...settings: string[]): Promise<void> {
  await command('stopDemo');
  for (const { id } of await api.connections()) await command('removeConnection', id);
  for (const name of ['connections', ...settings]) await setting(name, undefined);
  await until('no connection is left', api, async () => (await api.connections()).length === 0);
}
