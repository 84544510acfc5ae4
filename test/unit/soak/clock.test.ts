import assert from 'node:assert/strict';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import type { ProviderId } from '../../../src/session/connection.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { isTurning, truthOf } from '../../integration/truth.ts';
import { testFolder } from '../store/folder.ts';
import { explore, find, idOf, SETTINGS } from '../sync/explore.ts';
import { counted } from './counted.ts';
import { virtualTime } from './virtual-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
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
      const { time, windows, askedIn, close } = await twoWindows();
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
        await close();
      }
    });
  }

  it('and one that went on while the machine slept: what came due meanwhile is settled, and one window asks, once', async () => {
    const { time, windows, simulator, network, askedIn, close } = await twoWindows();
    try {
      await askedIn(95 * SECOND);
      time.skip(8 * HOUR);
      // The network comes back later than the machine.
      network.online = false;
      await askedIn(2 * SECOND);
      for (const window of windows) assert.deepEqual(await wrong(window, simulator, time.now()), []);
      network.online = true;
      const asked = await askedIn(65 * SECOND);
      assert.ok(asked >= 2 && asked <= 4, `asked ${asked} times in a minute`);
      assert.equal(windows.filter(window => window.polls()).length, 1);
      for (const { connection, coverage } of windows.flatMap(window => window.connections()))
        assert.ok(coverage.complete, connection.id);
    } finally {
      await close();
    }
  });

  for (const [name, changesAt] of [
    ['summer', '2026-04-23T22:00:00Z'],
    ['winter', '2026-10-29T21:00:00Z'],
  ] as const)
    it(`and those of a zone that goes over to ${name} time meanwhile: all times stay the service's`, async () => {
      const change = Date.parse(changesAt);
      const { time, windows, simulator, askedIn, close } = await twoWindows(change - 4 * MINUTE);
      try {
        const { id } = simulator.world.placio.add({ start: change - 70 * MINUTE, end: change + 70 * MINUTE });
        for (let times = 0; times < 4; times += 1) {
          assert.ok((await askedIn(2 * MINUTE)) >= 3);
          for (const window of windows) {
            assert.ok((await find(window, 'provider:placio')).some(session => session.id === id));
            assert.deepEqual(await wrong(window, simulator, time.now()), []);
            assert.deepEqual(await misplaced(window, simulator, time.now()), []);
          }
        }
      } finally {
        await close();
      }
    });
});

/**
 * Sessions whose times are not those of the books, of the service that tells what clocks on a wall show. What they show in an
 * hour that comes twice may be meant either way, and is marked.
 */
async function misplaced(window: ConfigurableExplorer, simulator: Simulator, now: number): Promise<string[]> {
  const truth = truthOf(simulator.world, now).placio;
  const held = await find(window, 'provider:placio');
  assert.ok(held.length > 5);
  return held
    .filter(({ flags }) => !flags.includes('wall-time-repeated'))
    .filter(({ id, start, end }) => {
      const told = truth.find(each => each.id === id);
      return told?.start !== start || told?.end !== end;
    })
    .map(({ key, start, end }) => `${key} ${start} ${end}`);
}

/** Sessions whose derived status is not what their service would say. Digital Samba's is reported, and as old as its answer. */
async function wrong(window: ConfigurableExplorer, simulator: Simulator, now: number): Promise<string[]> {
  const truth = truthOf(simulator.world, now);
  const held = await find(window, '-provider:digitalSamba');
  const derived = held.filter(session => session.statusSource === 'derived' && session.end !== undefined);
  assert.ok(derived.length > 5);
  return derived
    .filter(session => !isTurning(session, now, 1))
    .filter(({ id, provider, status }) => truth[provider as ProviderId].find(each => each.id === id)?.status !== status)
    .map(({ key, status }) => `${key} ${status}`);
}

async function twoWindows(start = NOON) {
  const time = virtualTime(start);
  const folder = testFolder();
  const simulator = await startSimulator({ sessions: 40, now: time.now });
  const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
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
  const windows = [await open(), await open()];
  return {
    time,
    windows,
    simulator,
    network,
    /** How often Hyra is asked while so much time goes by. */
    async askedIn(ms: number): Promise<number> {
      const before = simulator.log.length;
      await time.pass(ms, () => network.busy);
      return simulator.log.slice(before).filter(({ provider }) => provider === 'hyra').length;
    },
    async close() {
      for (const window of windows) await window.dispose();
      await network.close();
      await simulator.close();
      await folder.remove();
    },
  };
}
