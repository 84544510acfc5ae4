import assert from 'node:assert/strict';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { type Connection, PROVIDER_IDS, type ProviderId } from '../../../src/session/connection.ts';
import type { Session } from '../../../src/session/session.ts';
import { busiestMinute } from '../../../src/simulator/budget.ts';
import { between, draws } from '../../../src/simulator/random.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { isTurning, truthOf } from '../../integration/truth.ts';
import { testFolder } from '../store/folder.ts';
import { explore, find, idOf, SETTINGS } from '../sync/explore.ts';
import { counted } from './counted.ts';
import { happen, type Stage } from './happenings.ts';
import { virtualTime } from './virtual-time.ts';

const FULL = Boolean(process.env.SESSION_EXPLORER_FULL);
const SEEDS = FULL ? [1, 2, 3, 4, 5] : [1];
const MINUTES = FULL ? 60 : 6;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 1440 * MINUTE;
const NOON = Date.parse('2026-03-28T12:00:00Z');
/** Requests that each service may be asked a minute: what it says, else what its adapter was told by its document. */
const BUDGETS: Partial<Record<ProviderId, number>> = { hyra: 120, prplManagement: 100 };

/** Services, two windows that look at them, and all that a run needs to be held against the truth. */
async function start(seed: number) {
  const time = virtualTime(NOON);
  const folder = testFolder();
  const simulator = await startSimulator({ sessions: 400, seed, now: time.now });
  const limits = { connectMs: 2000, headersMs: 2000, idleMs: 2000, bodyBytes: 20_000_000 };
  const network = counted(undiciTransport({ strictSSL: true, environment: {} }, { limits }));
  const keys = new Map(simulator.connections.map(({ provider, key }) => [idOf(provider), key]));
  const connections = simulator.connections.map(
    ({ key: _key, label: _label, ...address }): { connection: Connection } => ({
      connection: { ...address, id: idOf(address.provider) },
    }),
  );
  const open = async (): Promise<ConfigurableExplorer> => {
    const settings = { ...SETTINGS, liveSeconds: 30, idleSeconds: 60 };
    const explorer = explore({ keys, folder: folder.path, settings, transport: network, timer: time });
    await explorer.configure(connections);
    await explorer.opened();
    explorer.watch(true);
    return explorer;
  };
  const stage: Stage = {
    simulator,
    windows: [await open(), await open()],
    network,
    now: time.now,
    asked: [],
    async reopen(at) {
      await stage.windows[at]?.dispose();
      stage.windows[at] = await open();
    },
  };
  return {
    ...stage,
    stage,
    pass: (ms: number) => time.pass(ms, () => network.busy),
    /** What is asked, with as much time as it takes. */
    async answered<T>(promise: Promise<T>): Promise<T> {
      let done = false;
      const end = promise.finally(() => {
        done = true;
      });
      for (let waited = 0; !done && waited < 15 * MINUTE; waited += SECOND) await time.pass(SECOND, () => network.busy);
      assert.ok(done, 'a load that nobody ended');
      return end;
    },
    async close() {
      for (const window of stage.windows) await window.dispose();
      await network.close();
      await simulator.close();
      await folder.remove();
    },
  };
}

type Run = Awaited<ReturnType<typeof start>>;

const present = (sessions: readonly Session[]) => sessions.filter(({ flags }) => !flags.includes('gone'));

/** All is held as it is at the services, in the span that was asked for, by the window that says that it is complete. */
async function assertTruth(run: Run, window: ConfigurableExplorer, when: string): Promise<void> {
  const now = run.now();
  const truth = truthOf(run.simulator.world, now);
  for (const { connection, coverage } of window.connections()) {
    const { provider, id } = connection;
    assert.ok(coverage.complete, `${when}: ${id} does not mend: ${JSON.stringify(coverage)}`);
    const held = new Map(present(await find(window, `connection:${id}`)).map(session => [session.id, session]));
    const inSpan = ({ start = '' }: { start?: string }) =>
      Math.abs(Date.parse(start) - now) < 29 * DAY && (provider !== 'digitalSamba' || Date.parse(start) <= now);
    const wanted = truth[provider].filter(inSpan);
    const lost = wanted.filter(each => !held.has(each.id)).map(each => `${each.id} ${each.start}`);
    // Rows that could not be read were counted, and are asked for again with the next reading of all.
    if (lost.length > coverage.unreadable) assert.deepEqual(lost, [], `${when}: ${id} lost`);
    const ids = new Set(truth[provider].map(each => each.id));
    assert.deepEqual(
      [...held.keys()].filter(each => !ids.has(each)),
      [],
      `${when}: ${id} invented or kept`,
    );
    for (const each of wanted.filter(it => Math.abs(Date.parse(it.start ?? '') - now) < 20 * 60 * MINUTE)) {
      const found = held.get(each.id);
      assert.equal(found?.start, each.start, `${when}: ${id}/${each.id} starts`);
      if (!isTurning({ start: found?.start ?? '', ...(found?.end ? { end: found.end } : {}) }, now, 1))
        assert.equal(found?.status, each.status, `${when}: ${id}/${each.id} is`);
    }
  }
}

/** A moment of peace: nothing misbehaves and nobody changes anything until both windows have told what they hold. */
async function assertMended(run: Run, when: string): Promise<void> {
  for (const provider of PROVIDER_IDS) run.simulator.faults.set(provider, undefined);
  run.network.online = true;
  await run.answered(Promise.all(run.stage.asked.splice(0)));
  for (const window of run.stage.windows) window.watch(true);
  // Budgets that are closed open within two minutes and a half.
  await run.pass(3 * MINUTE);
  const [first, second] = run.stage.windows;
  assert.ok(first && second);
  for (const window of [first, second]) {
    await run.answered(window.refresh());
    await assertTruth(run, window, when);
  }
  await run.pass(3 * SECOND);
  const keys = async (window: ConfigurableExplorer) =>
    (await find(window, '-provider:placio')).map(({ key, status }) => `${key} ${status}`).sort();
  assert.deepEqual(await keys(first), await keys(second), `${when}: the windows differ`);
}

describe('weather: two windows on five services that misbehave at random', function () {
  this.timeout(3_600_000);

  for (const seed of SEEDS) {
    it(`${MINUTES} minutes with seed ${seed}: nothing lost, nothing invented, no budget broken`, async () => {
      const run = await start(seed);
      const draw = draws(seed, 4242);
      try {
        for (let calm = run.now() + 3 * MINUTE; run.now() < NOON + MINUTES * MINUTE; ) {
          await happen(run.stage, draw, FULL);
          await run.pass(between(draw, 200, 9000));
          for (const window of run.stage.windows) {
            const keys = (await find(window, '')).map(({ key }) => key);
            assert.equal(new Set(keys).size, keys.length, 'nothing twice');
          }
          if (run.now() < calm) continue;
          await assertMended(run, `after ${Math.round((run.now() - NOON) / SECOND)} s`);
          calm = run.now() + 10 * MINUTE;
        }
        await assertMended(run, 'at the end');
        for (const [provider, most] of Object.entries(BUDGETS)) {
          const busiest = busiestMinute(run.simulator.log, provider);
          assert.ok(busiest <= most, `${provider} was asked ${busiest} times in a minute, at most ${most}`);
        }
      } finally {
        await run.close();
      }
    });
  }
});
