import assert from 'node:assert/strict';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { type CountedTransport, counted } from '../soak/counted.ts';
import { type VirtualTime, virtualTime } from '../soak/virtual-time.ts';
import { type TestFolder, testFolder } from '../store/folder.ts';
import { explore, exploreSimulator, idOf, SETTINGS } from './explore.ts';

/** Longer than a window leads without saying so again. */
const LEASE_OVER = 20_000;

describe('two windows that share a store', function () {
  this.timeout(20_000);
  let folder: TestFolder;
  let time: VirtualTime;
  let network: CountedTransport;
  let world: Awaited<ReturnType<typeof exploreSimulator>>;
  let other: ConfigurableExplorer;

  beforeEach(async () => {
    folder = testFolder();
    time = virtualTime(Date.now());
    network = counted(undiciTransport({ strictSSL: true, environment: {} }));
    const how = { folder: folder.path, timer: time, pace: { timer: time }, transport: network };
    world = await exploreSimulator({ sessions: 60, now: time.now }, SETTINGS, how);
    const keys = new Map(world.simulator.connections.map(({ provider, key }) => [idOf(provider), key]));
    other = explore({ ...how, keys });
    await other.configure(world.connections.map(connection => ({ connection })));
  });
  afterEach(async () => {
    await other.dispose();
    await world.close();
    await network.close();
    folder.remove();
  });

  const asked = (): number => world.simulator.log.length;
  const pass = (ms: number): Promise<void> => time.pass(ms, () => network.busy);

  it('load once what both want: the one that leads, for both', async () => {
    await world.explorer.refresh('series');
    const before = asked();
    const refreshed = other.refresh('series');
    await pass(3000);
    const [coverage] = await refreshed;
    const [own] = world.explorer.connections().filter(({ connection }) => connection.id === 'series');
    assert.ok(coverage?.complete);
    assert.deepEqual(coverage, own?.coverage);
    const cost = asked() - before;
    await world.explorer.refresh('series');
    assert.equal(asked() - before, 2 * cost, 'one window loaded');
    assert.equal(other.polls(), false);
  });

  it('load each for itself what does not stand on disk', async () => {
    await world.explorer.refresh('series');
    const before = asked();
    const [coverage] = await other.refresh('placio');
    assert.ok(coverage?.complete);
    assert.ok(asked() > before);
  });

  it('take over from one that says nothing any more', async () => {
    await world.explorer.refresh('series');
    time.skip(LEASE_OVER);
    const [coverage] = await other.refresh('series');
    assert.ok(coverage?.complete);
    assert.equal(other.polls(), true);
  });

  it('go on where the leading one closes while they wait', async () => {
    await world.explorer.refresh('series');
    world.simulator.faults.set('series', { kind: 'silence' });
    const refreshed = other.refresh('series');
    await time.pass(2000, () => false);
    world.simulator.faults.set('series', undefined);
    await world.explorer.dispose();
    await pass(3000);
    assert.ok((await refreshed)[0]?.complete);
  });

  it('wait no longer for the other one than they are open', async () => {
    await world.explorer.refresh('series');
    world.simulator.faults.set('series', { kind: 'silence' });
    const refreshed = other.refresh('series');
    await time.pass(1000, () => false);
    await other.dispose();
    assert.equal((await refreshed)[0]?.connectionId, 'series');
  });
});
