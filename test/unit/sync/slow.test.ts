import assert from 'node:assert/strict';
import type { Transport } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { counted } from '../soak/counted.ts';
import { virtualTime } from '../soak/virtual-time.ts';
import { exploreSimulator, find, idOf, SETTINGS } from './explore.ts';

const SLOW = idOf('series');

/** A network on which one service answers when it is told to, or when nobody waits any longer. */
function slowNetwork() {
  const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
  let hold: PromiseWithResolvers<void> | undefined;
  const asked = Promise.withResolvers<void>();
  const transport: Transport = {
    async fetch(request) {
      if (hold && request.url.pathname.startsWith('/series/')) {
        asked.resolve();
        const gaveUp = new Promise<void>(resolve => request.signal.addEventListener('abort', () => resolve()));
        await Promise.race([hold.promise, gaveUp]);
      }
      return network.fetch(request);
    },
    close: () => network.close(),
  };
  return {
    transport,
    /** Resolves once the slow service was asked. */
    asked: asked.promise,
    isBusy: () => network.busy,
    slow(): void {
      hold = Promise.withResolvers();
    },
    answer(): void {
      hold?.resolve();
      hold = undefined;
    },
  };
}

describe('a service that takes a minute', function () {
  this.timeout(60_000);

  async function given() {
    const network = slowNetwork();
    const it = await exploreSimulator({ sessions: 60 }, SETTINGS, { transport: network.transport });
    const { explorer } = it;
    const status = (id: string) => {
      const found = explorer.connections().find(({ connection }) => connection.id === id);
      assert.ok(found);
      return found;
    };
    network.slow();
    const loading = explorer.refresh();
    await network.asked;
    return { ...it, network, loading, status };
  }

  it('holds up no other: they load, are found and opened meanwhile, and it is said who is waited for', async () => {
    const { explorer, network, loading, status, close } = await given();
    try {
      for (const { connectionId, complete } of (
        await Promise.all(['hyra', 'placio', 'digitalsamba', 'prplmanagement'].map(id => explorer.refresh(id)))
      ).flat()) {
        assert.ok(complete, connectionId);
        const [one] = await find(explorer, `connection:${connectionId}`);
        assert.ok(one, connectionId);
        assert.ok((await explorer.detail(one.key, { age: 'fresh' })).ok, connectionId);
        assert.equal(status(connectionId).progress, undefined);
      }
      assert.deepEqual(status(SLOW).progress, { received: 0 });
      network.answer();
      for (const { connectionId, complete } of await loading) assert.ok(complete, connectionId);
    } finally {
      await close();
    }
  });

  it('can be given up at once: cancelled, removed, the cache cleared, the window closed', async () => {
    for (const end of ['cancel', 'remove', 'clear', 'close'] as const) {
      const { explorer, connections, loading, simulator, close } = await given();
      if (end === 'cancel') explorer.cancel(SLOW);
      if (end === 'remove')
        await explorer.configure(
          connections.filter(({ provider }) => provider !== 'series').map(connection => ({ connection })),
        );
      if (end === 'clear') await explorer.clearCache();
      if (end === 'close') await explorer.dispose();
      const slow = (await loading).find(({ connectionId }) => connectionId === SLOW);
      assert.equal(slow?.complete, false, end);
      if (end === 'cancel' || end === 'clear') assert.equal(slow?.stopped, 'cancelled', end);
      assert.ok(!simulator.log.some(({ provider }) => provider === 'series'), end);
      if (end !== 'close') await close();
      else await simulator.close();
    }
  });

  it('is given up within the minute, and says how long it was waited for', async () => {
    const network = slowNetwork();
    const time = virtualTime(Date.parse('2026-03-28T12:00:00Z'));
    const it = await exploreSimulator({ sessions: 60, now: time.now }, SETTINGS, {
      transport: network.transport,
      timer: time,
    });
    try {
      network.slow();
      const began = time.now();
      let slow: { complete: boolean; problem?: unknown; ended: number } | undefined;
      const loading = it.explorer.refresh(SLOW).then(([coverage]) => {
        assert.ok(coverage);
        slow = { ...coverage, ended: time.now() };
      });
      for (let waited = 0; !slow && waited < 90; waited += 1) await time.pass(1000, network.isBusy);
      await loading;
      assert.ok(slow && slow.ended - began <= 60_000, `after ${(slow?.ended ?? 0) - began} ms`);
      assert.equal(slow.complete, false);
      assert.deepEqual(slow.problem, { code: 'timeout', phase: 'headers', seconds: 55 });
    } finally {
      await it.close();
    }
  });
});
