import '../ui/vscode.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { createRedactor } from '../../../src/http/redact.ts';
import { systemTimer, type Timer } from '../../../src/http/timer.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import { type Connection, PROVIDER_IDS, type ProviderId } from '../../../src/session/connection.ts';
import type { Fault } from '../../../src/simulator/faults.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { partitionStore } from '../../../src/store/partitioned.ts';
import { createExplorer } from '../../../src/sync/create-explorer.ts';
import { createServices } from '../../../src/sync/services.ts';
import { testFolder } from '../store/folder.ts';
import { fault, find, idOf, SETTINGS } from '../sync/explore.ts';
import { canaryOf, leakIn } from './canary.ts';
import { startWitness, type Witness } from './witness.ts';

// After the stub of `vscode`, which these ask for words.
const { createKeyring } = await import('../../../src/ui/connections/keyring.ts');
const { wordProblem } = await import('../../../src/ui/wording/problem.ts');
const { curlLine } = await import('../../../src/ui/share/curl.ts');
const { driftReport } = await import('../../../src/ui/documents/drift-report.ts');
const { csv } = await import('../../../src/ui/export/csv.ts');

const KEYS = Object.fromEntries(PROVIDER_IDS.map(id => [id, canaryOf(id)])) as Record<ProviderId, string>;

/** Pauses between tries pass at once. */
const hurried: Timer = {
  now: systemTimer.now,
  sleep: (ms, signal) => systemTimer.sleep(ms < 10_000 ? 1 : ms, signal),
};

/** A SecretStorage of the test's own: what it keeps is meant to be the only place. */
function secretStorage(): vscode.SecretStorage {
  const kept = new Map<string, string>();
  return {
    get: async (name: string) => kept.get(name),
    store: async (name: string, value: string) => void kept.set(name, value),
    delete: async (name: string) => void kept.delete(name),
    keys: async () => [...kept.keys()],
    onDidChange: () => ({ dispose() {} }),
  } as unknown as vscode.SecretStorage;
}

/** The product without its window, with canaries for keys, and every line it writes. */
async function withCanaries() {
  const simulator = await startSimulator({ sessions: 60, keys: KEYS });
  const folder = testFolder();
  const keyring = createKeyring(secretStorage());
  const redact = createRedactor(keyring.known);
  const log: string[] = [];
  const limits = { connectMs: 2000, headersMs: 2000, idleMs: 2000, bodyBytes: 5_000_000 };
  const services = createServices({
    provider: providerOf,
    readKey: keyring.read,
    transport: () => undiciTransport({ strictSSL: true, environment: {} }, { limits }),
    redact,
    version: '0.0.0',
    log: (id, line) => void log.push(`${id} ${JSON.stringify(line)}`),
    pace: { timer: hurried },
  });
  const explorer = createExplorer({
    provider: providerOf,
    services,
    settings: () => SETTINGS,
    onFault: fault,
    async openStore(persists) {
      const disk = await openStore({ folder: folder.path });
      const memory = await openStore();
      return partitionStore({ disk: disk.store, memory: memory.store, persists });
    },
  });
  const connections = simulator.connections.map(
    ({ key: _key, label: _label, ...address }): Connection => ({
      ...address,
      id: idOf(address.provider),
      persist: true,
    }),
  );
  for (const { provider, baseUrl = '' } of connections)
    await keyring.save(idOf(provider), new URL(baseUrl).origin, KEYS[provider]);
  const configure = (changed: readonly Connection[]) => explorer.configure(changed.map(connection => ({ connection })));
  await configure(connections);
  return {
    simulator,
    explorer,
    services,
    connections,
    configure,
    log,
    folder: folder.path,
    async close() {
      await explorer.dispose();
      await simulator.close();
      await folder.remove();
    },
  };
}

type Product = Awaited<ReturnType<typeof withCanaries>>;

/** Everything that the product shows, tells, writes or hands out, by name. */
async function* artefacts({
  explorer,
  services,
  connections,
  log,
  folder,
}: Product): AsyncGenerator<[string, string | Buffer]> {
  const statuses = explorer.connections();
  yield ['log', log.join('\n')];
  yield ['connections', JSON.stringify(statuses)];
  yield ['sentences', statuses.map(({ problem, label }) => (problem ? wordProblem(problem, label) : '')).join('\n')];
  for (const connection of connections) {
    const { drift, unreadable } = await explorer.drift(connection.id);
    const document = providerOf(connection.provider).document;
    yield ['drift report', driftReport({ source: connection.id, document, drift, unreadable, instant: String })];
    const examined = await services.examine(connection, new AbortController().signal);
    yield ['examination', JSON.stringify(examined)];
  }
  const sessions = await find(explorer, '');
  yield ['sessions', JSON.stringify(sessions)];
  async function* slices() {
    yield sessions;
  }
  for await (const part of csv(slices(), { name: 'UTC', word: String })) yield ['CSV', part];
  for (const { connection } of statuses) {
    const mine = sessions.filter(session => session.connectionId === connection.id).slice(0, 2);
    for (const session of mine) {
      yield ['record', JSON.stringify(await explorer.record(session.key))];
      yield ['detail', JSON.stringify(await explorer.detail(session.key, { age: 'fresh' }))];
      const { authorize, curlUrl } = providerOf(connection.provider);
      yield ['cURL', curlLine(curlUrl(connection, session), key => authorize(connection, key))];
    }
  }
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (name.isFile()) yield [name.name, readFileSync(join(name.parentPath, name.name))];
}

async function assertSilent(product: Product, when: string): Promise<void> {
  for await (const [name, found] of artefacts(product)) {
    const leak = leakIn(found, Object.values(KEYS));
    assert.equal(leak, undefined, `${when}: ${name}`);
  }
}

/** Ways in which a service gives a key back to whoever sent it. */
function echoes(key: string, elsewhere: string): Record<string, Fault | readonly Fault[]> {
  const base64 = Buffer.from(`team:${key}`).toString('base64');
  const sentence = `The key ${key} (Basic ${base64}, ${encodeURIComponent(key)}) was not accepted`;
  const refusals = [400, 401, 403, 404, 410, 422, 429, 500, 503].map((code): [string, Fault] => [
    `status ${code}`,
    { kind: 'status', code, body: { success: false, error: sentence, message: `authorization: Bearer ${key}` } },
  ]);
  const row = (change: object): Fault => ({
    kind: 'mutate',
    change: record => ({ ...(record as object), ...change }),
  });
  return {
    ...Object.fromEntries(refusals),
    'a nested refusal': { kind: 'status', code: 400, body: { error: { message: sentence } } },
    'the status of a refusal alone': { kind: 'status', code: 400, body: { detail: `apikey=${key}` } },
    'a refusal with status 200': { kind: 'status', code: 200, body: { success: false, error: sentence } },
    'a type of content': [
      {
        kind: 'status',
        code: 200,
        body: 'a page',
        headers: { 'content-type': `text/html; key=${encodeURIComponent(key)}` },
      },
      { kind: 'truncate' },
    ],
    'a redirect to an address': { kind: 'redirect', to: `${elsewhere}/?token=${encodeURIComponent(key)}` },
    'a redirect to a host': {
      kind: 'redirect',
      to: `https://${key.replace(/\W/g, '')}.example/`,
    },
    'a redirect with a user': { kind: 'redirect', to: `https://team:${encodeURIComponent(key)}@example.test/` },
    'a field': row({ debug: { headers: { authorization: `Bearer ${key}`, basic: `Basic ${base64}` } } }),
    'the name of a field': row({ [key]: 1, [base64]: 2 }),
    'a title': row({ Title: key, title: key, name: key, description: key, schedule: { _id: key, name: key } }),
    'a status': row({ Status: key, status: key, live: key }),
    'an unreadable row': row({ id: null, _id: null, SessionId: null, session_id: null, why: sentence }),
  };
}

describe('canary keys', function () {
  this.timeout(300_000);

  it('would be found in every spelling, and in part', () => {
    for (const key of Object.values(KEYS)) {
      const inside = Buffer.from(`team:${key}, and more`);
      for (const text of [
        key,
        key.slice(3, 15),
        JSON.stringify({ deep: JSON.stringify({ key }) }),
        encodeURIComponent(key),
        new URLSearchParams({ key }).toString(),
        inside.toString('base64'),
        inside.toString('base64url'),
        inside.subarray(1).toString('base64'),
      ])
        assert.ok(leakIn(`before ${text} after`, Object.values(KEYS)), text);
    }
    assert.equal(leakIn('nothing of the kind, in many words and 0123456789abcdef', Object.values(KEYS)), undefined);
  });

  it('are nowhere after loads, searches, details and exports', async () => {
    const product = await withCanaries();
    try {
      for (const { connectionId, complete } of await product.explorer.refresh()) assert.ok(complete, connectionId);
      await product.explorer.loadOlder('series');
      await assertSilent(product, 'after a load');
      assert.ok(product.log.length > 8);
    } finally {
      await product.close();
    }
  });

  for (const name of Object.keys(echoes('', ''))) {
    it(`are nowhere when a service repeats them: ${name}`, async () => {
      const witness = await startWitness('localhost');
      const product = await withCanaries();
      const { simulator, explorer } = product;
      try {
        await explorer.refresh('series');
        for (const provider of PROVIDER_IDS) {
          const fault = echoes(KEYS[provider], witness.url)[name];
          assert.ok(fault);
          simulator.faults.set(provider, fault);
        }
        await explorer.refresh();
        await assertSilent(product, name);
        assert.deepEqual(witness.heard, []);
      } finally {
        await product.close();
        await witness.close();
      }
    });
  }

  it('go to the origin that they were saved for and to no other', async () => {
    const witnesses: Witness[] = [await startWitness(), await startWitness('localhost')];
    const product = await withCanaries();
    try {
      for (const { url } of witnesses) {
        await product.configure(product.connections.map(connection => ({ ...connection, baseUrl: `${url}/base` })));
        await product.explorer.refresh();
        for (const { connection, state } of product.explorer.connections())
          assert.equal(state, 'needsKey', connection.id);
        for (const connection of product.connections)
          await product.services.examine({ ...connection, baseUrl: url }, new AbortController().signal);
      }
      for (const { heard } of witnesses) assert.deepEqual(heard, []);
      await assertSilent(product, 'elsewhere');
      await product.configure(product.connections);
      for (const { connectionId, complete } of await product.explorer.refresh()) assert.ok(complete, connectionId);
    } finally {
      await product.close();
      for (const witness of witnesses) await witness.close();
    }
  });
});
