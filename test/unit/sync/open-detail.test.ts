import assert from 'node:assert/strict';
import type { DetailOptions } from '../../../src/sync/explorer.ts';
import { exploreSimulator, find } from './explore.ts';

describe('a session that is opened', () => {
  let world: Awaited<ReturnType<typeof exploreSimulator>>;
  before(async () => {
    world = await exploreSimulator({ sessions: 60 });
    await world.explorer.refresh();
  });
  after(() => world.close());

  const keyOf = async (query: string): Promise<string> => {
    const [session] = await find(world.explorer, query);
    assert.ok(session, query);
    return session.key;
  };
  const requestsFor = async (key: string, age: DetailOptions['age']): Promise<number> => {
    const before = world.simulator.log.length;
    const opened = await world.explorer.detail(key, age ? { age } : {});
    assert.ok(opened.ok);
    return world.simulator.log.length - before;
  };

  it('is asked for once where it is over', async () => {
    const key = await keyOf('provider:digitalSamba status:completed');
    assert.ok((await requestsFor(key, undefined)) > 0);
    assert.equal(await requestsFor(key, undefined), 0);
    const held: unknown[] = [];
    for (const id of ['digitalsamba', 'nobody'])
      for await (const { record, outdated } of world.explorer.heldDetails(id)) held.push([record.detail.key, outdated]);
    assert.deepEqual(held, [[key, false]]);
    assert.ok((await requestsFor(key, 'fresh')) > 0);
  });

  it('is asked for again where it may have changed, unless any age will do', async () => {
    const key = await keyOf('provider:digitalSamba status:live');
    assert.ok((await requestsFor(key, undefined)) > 0);
    assert.ok((await requestsFor(key, undefined)) > 0);
    assert.equal(await requestsFor(key, 'any'), 0);
  });

  it('is what is held, or nothing, where there is no way to its service, and nothing once its connection is dropped', async () => {
    const { explorer, connections, keys, simulator } = world;
    const [opened, other] = (await find(explorer, 'provider:digitalSamba status:completed')).map(({ key }) => key);
    assert.ok(opened && other);
    await requestsFor(opened, undefined);
    const key = keys.get('digitalsamba');
    keys.delete('digitalsamba');
    const held = await explorer.detail(opened, { age: 'fresh' });
    assert.equal(held.ok && held.value.problem?.code, 'needs-key');
    assert.deepEqual(await explorer.detail(other), { ok: false, problem: { code: 'needs-key' } });
    keys.set('digitalsamba', key ?? '');
    simulator.faults.set('digitalSamba', { kind: 'silence' });
    const before = simulator.log.length;
    const asked = explorer.detail(other);
    while (simulator.log.length === before) await new Promise(setImmediate);
    const rest = connections.filter(({ id }) => id !== 'digitalsamba');
    await explorer.configure(rest.map(connection => ({ connection })));
    assert.deepEqual(await asked, { ok: false, problem: { code: 'not-held', key: other } });
  });

  it('is the list’s own record where the service has no other', async () => {
    const key = await keyOf('provider:hyra status:upcoming');
    assert.equal(await requestsFor(key, undefined), 0);
    const { id } = (await world.explorer.sessions([key]))[0] ?? {};
    world.simulator.world.hyra.update(id ?? '', { cancelled: true });
    await world.explorer.refresh('hyra');
    const opened = await world.explorer.detail(key);
    assert.ok(opened.ok);
    assert.equal(opened.value.record.detail.status, 'cancelled');
  });
});
