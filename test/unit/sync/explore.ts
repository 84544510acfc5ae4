import { createRedactor } from '../../../src/http/redact.ts';
import type { Timer } from '../../../src/http/timer.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import { type Parsed, parseQuery } from '../../../src/query/parse.ts';
import type { Connection } from '../../../src/session/connection.ts';
import { failed, ok } from '../../../src/session/problem.ts';
import type { Session } from '../../../src/session/session.ts';
import { type SimulatorOptions, startSimulator } from '../../../src/simulator/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { partitionStore } from '../../../src/store/partitioned.ts';
import { type ConfigurableExplorer, createExplorer } from '../../../src/sync/create-explorer.ts';
import { createServices } from '../../../src/sync/services.ts';

export type Settings = Parameters<typeof createExplorer>[0]['settings'] extends () => infer S ? S : never;

export type Pace = NonNullable<Parameters<typeof createServices>[0]['pace']>;

export const SETTINGS: Settings = {
  historyDays: 30,
  aheadDays: 30,
  liveSeconds: 0,
  idleSeconds: 0,
  pollsHidden: false,
  reading: { timeZone: 'UTC', me: [] },
};

/** Fails the test that is running. */
export function fault(error: unknown): void {
  void Promise.reject(error);
}

/** The product without its UI: explorer, services and a store, for connections with the keys given. */
export function explore({
  keys,
  folder,
  settings = SETTINGS,
  transport = undiciTransport({ strictSSL: true, environment: {} }),
  timer,
  pace = timer ? { timer } : {},
  picture,
  opening,
}: {
  keys: ReadonlyMap<string, string>;
  folder?: string;
  settings?: Settings;
  transport?: Transport;
  /** A time of the test's own. */
  timer?: Timer;
  pace?: Pace;
  picture?: NonNullable<Parameters<typeof createExplorer>[0]['picture']>;
  /** Told when the store is opened. */
  opening?(): void;
}): ConfigurableExplorer {
  const services = createServices({
    provider: providerOf,
    readKey: async id => {
      const key = keys.get(id);
      return key === undefined ? failed({ code: 'needs-key' }) : ok(key);
    },
    transport: () => transport,
    redact: createRedactor(() => keys.values()),
    version: '0.0.0',
    log() {},
    pace,
  });
  return createExplorer({
    provider: providerOf,
    services,
    ...(timer ? { timer } : {}),
    ...(picture ? { picture } : {}),
    settings: () => settings,
    onFault: fault,
    async openStore(persists) {
      opening?.();
      const disk = await openStore(folder === undefined ? {} : { folder });
      const memory = await openStore();
      return partitionStore({ disk: disk.store, memory: memory.store, persists });
    },
  });
}

/** A simulator with an explorer on all of its five services. */
export async function exploreSimulator(
  options: SimulatorOptions = {},
  settings: Settings = SETTINGS,
  how: { transport?: Transport; pace?: Pace; folder?: string; timer?: Timer } = {},
) {
  const simulator = await startSimulator(options);
  const keys = new Map<string, string>();
  const connections = simulator.connections.map(({ key: _key, label: _label, ...address }): Connection => {
    return { ...address, id: idOf(address.provider) };
  });
  for (const { provider, key } of simulator.connections) keys.set(idOf(provider), key);
  const explorer = explore({ keys, settings, ...how });
  await explorer.configure(connections.map(connection => ({ connection })));
  return {
    simulator,
    explorer,
    connections,
    keys,
    async close() {
      await explorer.dispose();
      await simulator.close();
    },
  };
}

export const idOf = (provider: string): string => provider.toLowerCase();

/** All sessions that a query finds, in its order. */
export async function find(explorer: ConfigurableExplorer, text: string): Promise<Session[]> {
  const parsed: Parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${parsed.error.code} in ${text}`);
  const { selection } = await explorer.search(parsed.query);
  return explorer.sessions(selection.keys(0, selection.total));
}
