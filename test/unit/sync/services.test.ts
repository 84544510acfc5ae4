import assert from 'node:assert/strict';
import { createRedactor } from '../../../src/http/redact.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import type { Connection } from '../../../src/session/connection.ts';
import { failed, ok } from '../../../src/session/problem.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { createServices } from '../../../src/sync/services.ts';

const never = new AbortController().signal;

describe('the service of a connection', () => {
  let simulator: Simulator;
  let connection: Connection;
  let right: string;
  let saved: string | undefined;
  const transport = undiciTransport({ strictSSL: true, environment: {} });

  before(async () => {
    simulator = await startSimulator({ sessions: 20 });
    const series = simulator.connections.find(({ provider }) => provider === 'series');
    assert.ok(series);
    const { key, label: _label, ...address } = series;
    right = key;
    connection = { ...address, id: 'mine' };
  });
  after(async () => {
    await transport.close();
    await simulator.close();
  });

  const services = () =>
    createServices({
      provider: providerOf,
      readKey: async () => (saved === undefined ? failed({ code: 'needs-key' }) : ok(saved)),
      transport: () => transport,
      redact: createRedactor(() => []),
      version: '0.0.0',
      log() {},
    });

  it('is tried with a key that is not saved yet', async () => {
    assert.equal(await services().tryOut(connection, right, never), undefined);
    assert.equal((await services().tryOut(connection, 'another', never))?.code, 'unauthorized');
  });

  it('is examined with the one that is: what was asked, how late it is there, and what is wrong', async () => {
    saved = right;
    const good = await services().examine(connection, never);
    assert.equal(good.problem, undefined);
    assert.deepEqual(
      good.requests.map(({ method, outcome }) => [method, outcome]),
      [['GET', 200]],
    );
    assert.equal(typeof good.clockAhead, 'number');
    saved = 'another';
    assert.equal((await services().examine(connection, never)).problem?.code, 'unauthorized');
    saved = undefined;
    const none = await services().examine(connection, never);
    assert.deepEqual([none.problem?.code, none.requests, none.clockAhead], ['needs-key', [], undefined]);
  });

  it('is not opened for somebody who left, nor where nobody knows its address', async () => {
    saved = right;
    const left = await services().open(connection, AbortSignal.abort());
    assert.deepEqual(left, { ok: false, problem: { code: 'cancelled' } });
    const nowhere: Connection = { id: 'nowhere', provider: 'placio' };
    await assert.rejects(services().open(nowhere, never), /nowhere has no address/);
  });
});
