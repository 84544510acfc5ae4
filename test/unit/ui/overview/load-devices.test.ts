import assert from 'node:assert/strict';
import { failed, ok, type Problem } from '../../../../src/session/problem.ts';
import type { Explorer, OpenedDetail } from '../../../../src/sync/explorer.ts';
import { createDeviceLoader } from '../../../../src/ui/overview/load-devices.ts';
import { record } from '../detail/samples.ts';
import { connected, createWorld } from '../world.ts';

const opened = (part: Partial<OpenedDetail['record']['detail']> = {}): OpenedDetail => ({
  fetchedAt: 0,
  outdated: false,
  record: record({
    provider: 'digitalSamba',
    title: 'x',
    metrics: [
      { name: 'desktop_participation_minutes', value: 30, unit: 'minutes' },
      { name: 'desktop_participants', value: 2, unit: 'count' },
      { name: 'mobile_participants', value: 0, unit: 'count' },
    ],
    ...part,
  }),
});

const keys = (count: number): string[] => Array.from({ length: count }, (_, n) => `samba/${n}`);

/** Two connections, of which the first holds these details. */
const explorer = (detail: Explorer['detail'], held: readonly OpenedDetail[] = []) => ({
  ...createWorld([connected('samba', 'digitalSamba'), connected('other', 'placio')]).explorer,
  async *heldDetails(connectionId: string) {
    assert.equal(connectionId, 'samba');
    yield* held;
  },
  detail,
});

describe('device figures', () => {
  it('are asked for a hundred at a time, the first ones first, none twice', async () => {
    const asked: string[] = [];
    const devices = createDeviceLoader(
      explorer(async key => {
        asked.push(key);
        return ok(opened());
      }),
      () => {},
    );
    assert.equal(devices.idle, true);
    await devices.load(keys(150));
    assert.deepEqual(asked, keys(100));
    const { known, next, sums, running } = devices.among(keys(150));
    assert.deepEqual([known, next, running], [100, 50, undefined]);
    assert.deepEqual(sums, { desktop: { minutes: 3000, people: 200 }, mobile: { people: 0 }, tablet: {}, smarttv: {} });
    await devices.load(keys(150));
    assert.deepEqual([...new Set(asked)].length, asked.length);
    assert.deepEqual([devices.among(keys(150)).next, devices.among(keys(10)).known], [0, 10]);
  });

  it('tell how far they are after each answer, and stop when that is wanted', async () => {
    const progress: number[] = [];
    let signal: AbortSignal | undefined;
    const devices = createDeviceLoader(
      explorer(async (key, options) => {
        signal = options?.signal;
        if (key === 'samba/5') devices.cancel();
        return signal?.aborted ? failed({ code: 'cancelled' }) : ok(opened());
      }),
      () => progress.push(devices.among(keys(20)).running?.done ?? -1),
    );
    await devices.load(keys(20));
    const { known, next, problem } = devices.among(keys(20));
    assert.equal(signal?.aborted, true);
    assert.ok(known >= 3 && known < 10, String(known));
    assert.equal(next, 20 - known);
    assert.equal(problem, undefined);
    assert.deepEqual([progress[0], progress.at(-1)], [0, -1]);
  });

  it('end with the reason where the next session would fare no better, and go on past one that is gone', async () => {
    const refused: Problem = { code: 'unauthorized', status: 401 };
    const devices = createDeviceLoader(
      explorer(async key => {
        if (key === 'samba/1') return failed({ code: 'not-found', status: 404, what: 'session' });
        return key === 'samba/9' ? failed(refused) : ok(opened());
      }),
      () => {},
    );
    await devices.load(keys(40));
    const { known, failed: gone, problem } = devices.among(keys(40));
    assert.deepEqual(problem, { problem: refused, key: 'samba/9' });
    assert.equal(gone, 1);
    assert.ok(known >= 8 && known <= 11, String(known));
  });

  it('that were asked for before are there at once, but for those of a session that was not over then', async () => {
    const asked: string[] = [];
    let told = 0;
    const held = keys(3).map(key => ({ ...opened({ key }), outdated: key === 'samba/1' }));
    const devices = createDeviceLoader(
      explorer(async key => {
        asked.push(key);
        return ok(opened({ key }));
      }, held),
      () => told++,
    );
    await devices.recall(new AbortController().signal);
    assert.deepEqual([asked, told], [[], 1]);
    const { known, next, sums } = devices.among(keys(10));
    assert.deepEqual([known, next, sums.desktop.people, devices.idle], [2, 8, 4, false]);
    await devices.load(keys(10));
    assert.deepEqual(asked, ['samba/1', ...keys(10).slice(3)]);
  });

  it('are no longer read once nobody looks', async () => {
    const closed = new AbortController();
    closed.abort();
    const devices = createDeviceLoader(
      explorer(async () => assert.fail('nothing is asked'), [opened()]),
      () => assert.fail('nobody is there to be told'),
    );
    await devices.recall(closed.signal);
    assert.equal(devices.idle, true);
  });
});
