import type { Connection } from '../../session/connection.ts';
import type { Simulator } from '../../simulator/server.ts';
import type { Configured } from '../../sync/connections.ts';
import { unlike } from '../connections/draft.ts';
import type { Keyring } from '../connections/keyring.ts';
import type { SetContext } from '../context-keys.ts';

/** The built-in services that stand in where there is no account. All of it lives in this window's memory. */
export interface Demo {
  /** Its connections, under ids that are not among those taken. */
  configured(taken: ReadonlySet<string>): readonly Configured[];
  has(connectionId: string): boolean;
  start(sessions?: number): Promise<void>;
  /** Leaves one of its connections out until it is started again. */
  leaveOut(connectionId: string): void;
  /** Returns the ids of the connections that it takes away. */
  stop(): Promise<string[]>;
}

interface Sample {
  connection: Connection;
  origin: string;
  key: string;
}

export function createDemo(
  keyring: Pick<Keyring, 'lend' | 'takeBack'>,
  setContext: SetContext,
  changed: () => Promise<void>,
): Demo {
  let running: Promise<Simulator> | undefined;
  let samples: Sample[] = [];

  function lend(sample: Sample): Sample {
    keyring.lend(sample.connection.id, sample.origin, sample.key);
    return sample;
  }

  /** An id that a person gave is theirs, with its key: whoever came first. */
  function giveWay(sample: Sample, taken: ReadonlySet<string>): Sample {
    const { connection } = sample;
    const id = unlike(taken, connection.id);
    if (id === connection.id) return sample;
    keyring.takeBack(connection.id);
    return lend({ ...sample, connection: { ...connection, id } });
  }

  return {
    configured(taken) {
      samples = samples.map(sample => giveWay(sample, taken));
      return samples.map(({ connection }) => ({ connection }));
    },
    has: id => samples.some(({ connection }) => connection.id === id),
    async start(sessions) {
      running ??= import('../../simulator/server.ts').then(({ startSimulator }) =>
        startSimulator(sessions === undefined ? {} : { sessions }),
      );
      const { connections } = await running;
      samples = connections.map(({ key, ...address }) =>
        lend(
          samples.find(sample => sample.key === key) ?? {
            connection: { ...address, id: `demo-${address.provider.toLowerCase()}`, persist: false },
            origin: new URL(address.baseUrl).origin,
            key,
          },
        ),
      );
      await setContext('demo', true);
      await changed();
    },
    leaveOut(id) {
      keyring.takeBack(id);
      samples = samples.filter(({ connection }) => connection.id !== id);
    },
    async stop() {
      if (!running) return [];
      const simulator = await running;
      running = undefined;
      const ids = samples.map(({ connection }) => connection.id);
      for (const id of ids) keyring.takeBack(id);
      samples = [];
      await setContext('demo', false);
      await changed();
      await simulator.close();
      return ids;
    },
  };
}
