import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import type { Query } from '../../../src/query/query.ts';
import { retryAfter } from '../../../src/simulator/faults.ts';
import { draws } from '../../../src/simulator/random.ts';
import { openStore } from '../../../src/store/open.ts';
import { connectionTo } from '../providers/fake-service.ts';
import { counted } from '../soak/counted.ts';
import { virtualTime } from '../soak/virtual-time.ts';
import { type TestFolder, testFolder } from '../store/folder.ts';
import { someRecords } from '../store/records.ts';
import { explore, exploreSimulator, find, SETTINGS } from './explore.ts';

const queryOf = (text: string): Query => {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  return parsed.query;
};

describe('an explorer', function () {
  this.timeout(20_000);
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  it('goes on by itself where a service turned it away for minutes', async () => {
    const time = virtualTime(Date.now());
    const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
    const how = { timer: time, pace: { timer: time }, transport: network };
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 60, now: time.now }, SETTINGS, how);
    const series = () => explorer.connections().find(({ connection }) => connection.id === 'series')?.coverage;
    try {
      simulator.faults.set('series', retryAfter(130));
      const turnedAway = explorer.refresh('series');
      await time.pass(30_000, () => network.busy);
      assert.equal((await turnedAway)[0]?.stopped, 'budget');
      simulator.faults.set('series', undefined);
      await time.pass(90_000, () => network.busy);
      assert.equal(series()?.complete, false);
      await time.pass(30_000, () => network.busy);
      assert.equal(series()?.complete, true);
    } finally {
      await close();
      await network.close();
    }
  });

  it('polls what nobody sees where somebody wants to be told', async () => {
    const time = virtualTime(Date.now());
    for (const pollsHidden of [false, true]) {
      const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
      const how = { timer: time, pace: { timer: time }, transport: network };
      const settings = { ...SETTINGS, idleSeconds: 60, pollsHidden };
      const { explorer, simulator, close } = await exploreSimulator({ sessions: 60, now: time.now }, settings, how);
      try {
        await explorer.opened();
        await time.pass(2000, () => network.busy);
        assert.equal(simulator.log.length > 0, pollsHidden);
      } finally {
        await close();
        await network.close();
      }
    }
  });

  it('says how long its rows tell what is live: for three polls, made or not, and for ever where none are wanted', async () => {
    const time = virtualTime(Date.now());
    const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
    const how = { timer: time, pace: { timer: time }, transport: network };
    const settings = { ...SETTINGS, liveSeconds: 30, idleSeconds: 300 };
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 60, now: time.now }, settings, how);
    /** Seconds from now on. */
    const left = (id: string): number | undefined => {
      const status = explorer.connections().find(({ connection }) => connection.id === id);
      return status?.currentUntil === undefined ? undefined : Math.round((status.currentUntil - time.now()) / 1000);
    };
    try {
      assert.equal(left('series'), undefined, 'nothing was answered yet');
      await explorer.refresh();
      assert.equal((await find(explorer, 'provider:series status:live')).length > 0, true);
      assert.equal(left('series'), 1050, 'nobody looks: the slower pace');
      explorer.watch(true);
      assert.equal(left('series'), 105);
      simulator.faults.set('series', { kind: 'status', code: 401 });
      await time.pass(65_000, () => network.busy);
      assert.ok((left('series') ?? 0) > 0, 'two polls went unanswered');
      await time.pass(45_000, () => network.busy);
      assert.ok((left('series') ?? 0) <= 0, 'three did');
      assert.ok((left('hyra') ?? 0) > 60, 'others answer on');
      Object.assign(settings, { liveSeconds: 0, idleSeconds: 0 });
      assert.equal(left('series'), Number.POSITIVE_INFINITY);
    } finally {
      await close();
      await network.close();
    }
  });

  it('says of a connection that is configured wrongly what is wrong, and loads the others', async () => {
    const { explorer, connections, close } = await exploreSimulator({ sessions: 60 });
    const problem = { code: 'invalid-connection', reason: 'id-pattern', field: 'id' } as const;
    try {
      const wrong = connectionTo('series', { id: 'Wrong' });
      await explorer.configure([...connections.map(connection => ({ connection })), { connection: wrong, problem }]);
      const status = explorer.connections().at(-1);
      assert.deepEqual([status?.label, status?.state, status?.problem], ['Wrong', 'invalid', problem]);
      assert.deepEqual(
        (await explorer.refresh()).map(({ complete }) => complete),
        [true, true, true, true, true, false],
      );
      assert.deepEqual(
        (await explorer.refresh('Wrong')).map(({ stopped, problem: said }) => [stopped, said]),
        [['never-ran', problem]],
      );
      assert.deepEqual(await explorer.drift('Wrong'), { drift: [], unreadable: [] });
    } finally {
      await close();
    }
  });

  it('opens nothing until somebody asks for what is held', async () => {
    const time = virtualTime(Date.now());
    let opened = false;
    const explorer = explore({ keys: new Map(), folder: folder.path, timer: time, opening: () => (opened = true) });
    explorer.watch(false);
    await time.pass(5000, () => false);
    assert.equal(explorer.whoIs('placio', '1'), undefined);
    await explorer.dispose();
    assert.equal(opened, false);
  });

  it('takes what it cannot read again for due no more', async () => {
    const [record] = someRecords('main', 1);
    assert.ok(record);
    const due = { ...record, raw: null, statusUntil: Date.now() - 1000 };
    const { store } = await openStore({ folder: folder.path });
    await store.put([due]);
    const explorer = explore({ keys: new Map(), folder: folder.path });
    await explorer.configure([{ connection: connectionTo('digitalSamba', { id: 'main' }) }]);
    assert.deepEqual(
      (await find(explorer, '')).map(({ status }) => status),
      [record.session.status],
    );
    assert.deepEqual(await store.due(['main'], Date.now(), 10), []);
    await explorer.dispose();
    await store.close();
  });

  it('gives up a question for the next one, down to the socket', async () => {
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 60 });
    try {
      await explorer.refresh('series');
      simulator.faults.set('series', { kind: 'silence' });
      const asked = simulator.log.length;
      const first = explorer.loadFor(queryOf('connection:series after:2020-01-01 before:2020-02-01'));
      while (simulator.log.length === asked) await new Promise(setImmediate);
      simulator.faults.set('series', undefined);
      const second = explorer.loadFor(queryOf('connection:series after:2021-01-01 before:2021-02-01'));
      assert.equal((await first)[0]?.stopped, 'cancelled');
      assert.equal((await second)[0]?.stopped, 'end');
    } finally {
      await close();
    }
  });

  it('shows the detail that it has where the service fails, and says so', async () => {
    const { explorer, simulator, close } = await exploreSimulator({ sessions: 60 });
    try {
      await explorer.refresh('digitalsamba');
      const [session] = await find(explorer, 'provider:digitalSamba status:completed');
      assert.ok(session);
      const opened = await explorer.detail(session.key);
      assert.ok(opened.ok);
      const asked = simulator.log.length;
      assert.deepEqual(await explorer.detail(session.key), opened);
      assert.equal(simulator.log.length, asked, 'what is held is not asked for');
      simulator.faults.set('digitalSamba', { kind: 'status', code: 403 });
      const again = await explorer.detail(session.key, { age: 'fresh' });
      assert.ok(again.ok);
      assert.deepEqual(again.value.record, opened.value.record);
      assert.equal(again.value.fetchedAt, opened.value.fetchedAt);
      assert.equal(again.value.problem?.code, 'forbidden');
      const unknown = await explorer.detail('digitalsamba/nobody');
      assert.equal(unknown.ok, false);
    } finally {
      await close();
    }
  });

  it('holds what it says that it holds, whenever the cache is cleared', async () => {
    const { explorer, close } = await exploreSimulator({ sessions: 300 }, SETTINGS, { folder: folder.path });
    const random = draws(11, 11);
    try {
      for (let n = 0; n < 8; n += 1) {
        const loading = explorer.refresh();
        await pause(random() * 60);
        const clearing = explorer.clearCache();
        const again = explorer.refresh();
        await Promise.all([loading, clearing, again]);
        for (const { connection, coverage } of explorer.connections()) {
          const found = (await find(explorer, `connection:${connection.id}`)).length;
          assert.equal(coverage.fetched, found, connection.id);
          assert.ok(coverage.complete, `${connection.id}: ${JSON.stringify(coverage)}`);
        }
      }
    } finally {
      await close();
    }
  });

  it('notices that another window erased what it shows', async () => {
    const time = virtualTime(Date.now());
    const { store } = await openStore({ folder: folder.path });
    await store.put([...someRecords('main', 30), ...someRecords('second', 20)]);
    await store.close();
    const [first, second] = [1, 2].map(() => explore({ keys: new Map(), folder: folder.path, timer: time }));
    assert.ok(first && second);
    try {
      for (const window of [first, second]) {
        await window.configure(['main', 'second'].map(id => ({ connection: connectionTo('digitalSamba', { id }) })));
        window.watch(true);
        assert.equal((await find(window, '')).length, 50);
      }
      await first.forget('second');
      await time.pass(3000, () => false);
      assert.equal((await find(second, '')).length, 30);
      await first.clearCache();
      await time.pass(3000, () => false);
      assert.equal((await find(second, '')).length, 0);
    } finally {
      for (const window of [first, second]) await window.dispose();
    }
  });

  it('has a picture drawn after a load where much is not in it yet, and only then', async () => {
    const drawn: (readonly string[])[] = [];
    const draw = async (sharing: readonly string[]) => void drawn.push(sharing);
    const loadAfter = async (count: number): Promise<number> => {
      const { store } = await openStore({ folder: folder.path });
      await store.put(someRecords('main', count));
      await store.close();
      drawn.length = 0;
      const explorer = explore({ keys: new Map(), folder: folder.path, picture: { version: '1', draw } });
      await explorer.configure([{ connection: connectionTo('digitalSamba', { id: 'main' }) }]);
      await explorer.refresh();
      await explorer.refresh();
      await explorer.dispose();
      return drawn.length;
    };
    assert.equal(await loadAfter(2000), 0);
    assert.equal(await loadAfter(2001), 1);
  });
});
