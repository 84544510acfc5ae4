import assert from 'node:assert/strict';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { testFolder } from '../store/folder.ts';
import { explore, idOf, SETTINGS } from '../sync/explore.ts';
import { counted } from './counted.ts';
import { virtualTime } from './virtual-time.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const NOON = Date.parse('2026-03-28T12:00:00Z');

describe('a clock that is set while the product runs', function () {
  this.timeout(60_000);

  for (const [name, jump] of [
    ['an hour back', -HOUR],
    ['an hour ahead', HOUR],
    ['a day back', -24 * HOUR],
    ['a day ahead', 24 * HOUR],
  ] as const) {
    it(`${name}: one window polls on, and another takes over when it is gone`, async () => {
      const time = virtualTime(NOON);
      const folder = testFolder();
      const simulator = await startSimulator({ sessions: 40, now: time.now });
      const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
      const pass = (ms: number) => time.pass(ms, () => network.busy);
      const keys = new Map(simulator.connections.map(({ provider, key }) => [idOf(provider), key]));
      const open = async () => {
        const settings = { ...SETTINGS, liveSeconds: 30, idleSeconds: 30 };
        const explorer = explore({ keys, folder: folder.path, settings, transport: network, timer: time });
        await explorer.configure(
          simulator.connections.map(({ key: _key, label: _label, ...address }) => ({
            connection: { ...address, id: idOf(address.provider) },
          })),
        );
        explorer.watch(true);
        await explorer.opened();
        return explorer;
      };
      const askedIn = async (ms: number): Promise<number> => {
        const before = simulator.log.length;
        await pass(ms);
        return simulator.log.slice(before).filter(({ provider }) => provider === 'hyra').length;
      };
      const windows = [await open(), await open()];
      try {
        assert.ok((await askedIn(95 * SECOND)) >= 3);
        assert.equal(windows.filter(window => window.polls()).length, 1);
        time.set(time.now() + jump);
        const asked = await askedIn(95 * SECOND);
        assert.ok(asked >= 3 && asked <= 5, `asked ${asked} times in a minute and a half`);
        assert.equal(windows.filter(window => window.polls()).length, 1);
        windows.sort((one, other) => Number(other.polls()) - Number(one.polls()));
        await windows.shift()?.dispose();
        assert.ok((await askedIn(65 * SECOND)) >= 2);
        assert.ok(windows[0]?.polls());
      } finally {
        for (const window of windows) await window.dispose();
        await network.close();
        await simulator.close();
        await folder.remove();
      }
    });
  }
});
