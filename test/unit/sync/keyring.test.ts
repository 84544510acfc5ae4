import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createRedactor } from '../../../src/http/redact.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import type { Connection } from '../../../src/session/connection.ts';
import { failed } from '../../../src/session/problem.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { createExplorer } from '../../../src/sync/create-explorer.ts';
import { createServices, type ServicesParts } from '../../../src/sync/services.ts';
import { createKeyring } from '../../../src/ui/connections/keyring.ts';
import { virtualTime } from '../soak/virtual-time.ts';
import { testFolder } from '../store/folder.ts';
import { fault, find, idOf, SETTINGS } from './explore.ts';

const SLOW = idOf('series');

/** A SecretStorage with all keys, which answers for one of them when it is told to, and for the others at once. */
function secretStorage({ connections }: Simulator) {
  const kept = new Map(
    connections.map(({ provider, baseUrl, key }) => [
      `sessionExplorer.key:${idOf(provider)}`,
      JSON.stringify({ origin: new URL(baseUrl).origin, key }),
    ]),
  );
  let asleep: PromiseWithResolvers<void> | undefined;
  const storage = {
    async get(name: string) {
      if (name.endsWith(`:${SLOW}`)) await asleep?.promise;
      return kept.get(name);
    },
    onDidChange: () => ({ dispose() {} }),
  };
  return {
    storage: storage as unknown as vscode.SecretStorage,
    sleep(): void {
      asleep = Promise.withResolvers();
    },
    wake(): void {
      asleep?.resolve();
      asleep = undefined;
    },
  };
}

async function open(simulator: Simulator, folder: string, secrets: ReturnType<typeof secretStorage>) {
  const keyring = createKeyring(secrets.storage);
  /** The patience of whoever waits for the slow key. */
  let patience = AbortSignal.abort();
  const services = createServices({
    provider: providerOf,
    readKey: (id, origin, signal) =>
      keyring.read(id, origin, id === SLOW ? AbortSignal.any([signal, patience]) : signal),
    transport: () => undiciTransport({ strictSSL: true, environment: {} }),
    redact: createRedactor(keyring.known),
    version: '0.0.0',
    log() {},
  });
  const explorer = createExplorer({
    provider: providerOf,
    services,
    settings: () => SETTINGS,
    onFault: fault,
    openStore: async () => (await openStore({ folder })).store,
  });
  keyring.onDidChange(id => void explorer.keyChanged(id));
  const connections = simulator.connections.map(
    ({ key: _key, label: _label, ...address }): Connection => ({ ...address, id: idOf(address.provider) }),
  );
  await explorer.configure(connections.map(connection => ({ connection })));
  return {
    explorer,
    becomePatient(): void {
      patience = new AbortController().signal;
    },
  };
}

describe('a keyring that does not answer', () => {
  let simulator: Simulator;
  const folder = testFolder();

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
  });
  after(async () => {
    await simulator.close();
    await folder.remove();
  });

  it('keeps nobody from what is held, and no other connection from its service; then it goes on by itself', async () => {
    const secrets = secretStorage(simulator);
    const before = await open(simulator, folder.path, secrets);
    before.becomePatient();
    await before.explorer.refresh();
    const held = (await find(before.explorer, `connection:${SLOW}`)).length;
    assert.ok(held > 0);
    await before.explorer.dispose();

    secrets.sleep();
    const { explorer, becomePatient } = await open(simulator, folder.path, secrets);
    try {
      assert.equal((await find(explorer, `connection:${SLOW}`)).length, held);
      const stateOf = (id: string) => explorer.connections().find(({ connection }) => connection.id === id)?.state;
      assert.equal(stateOf(SLOW), 'error');
      for (const { complete, problem, connectionId, fetched } of await explorer.refresh()) {
        assert.equal(complete, connectionId !== SLOW, connectionId);
        assert.equal(problem?.code, connectionId === SLOW ? 'keyring-silent' : undefined);
        if (connectionId === SLOW) assert.equal(fetched, held);
      }
      const loaded = new Promise<void>(resolve => {
        explorer.onDidChange(() => {
          const status = explorer.connections().find(({ connection }) => connection.id === SLOW);
          if (status?.coverage.complete && !status.progress) resolve();
        });
      });
      becomePatient();
      secrets.wake();
      await loaded;
      assert.equal(stateOf(SLOW), 'ready');
    } finally {
      await explorer.dispose();
    }
  });
});

describe('what waits for a key', () => {
  const connection: Connection = { id: 'a', provider: 'series' };

  function services(readKey: ServicesParts['readKey']) {
    const time = virtualTime(0);
    const made = createServices({
      provider: providerOf,
      readKey,
      transport: () => assert.fail('no key, no request'),
      redact: createRedactor(() => []),
      version: '0.0.0',
      log() {},
      pace: { timer: time },
    });
    return { made, time };
  }

  /** A keyring that is as patient as it is told to be. */
  const hanging: ServicesParts['readKey'] = (_id, _origin, signal) =>
    new Promise(resolve => {
      signal.addEventListener('abort', () => resolve(failed({ code: 'keyring-silent' })));
    });

  it('gives up: a start soon, a load after a while, and both at once when they are cancelled', async () => {
    const { made, time } = services(hanging);
    const told: string[] = [];
    const cancel = new AbortController();
    const hear = (name: string) => () => told.push(name);
    void made.keyProblem(connection).then(hear('start'));
    void made.open(connection, new AbortController().signal).then(hear('load'));
    const cancelled = made.open(connection, cancel.signal);
    cancel.abort();
    assert.deepEqual(await cancelled, failed({ code: 'cancelled' }));
    assert.deepEqual(told, []);
    await time.pass(6000, () => false);
    assert.deepEqual(told, ['start']);
    await time.pass(30_000, () => false);
    assert.deepEqual(told, ['start', 'load']);
    assert.equal(time.sleepers, 0);
  });
});
