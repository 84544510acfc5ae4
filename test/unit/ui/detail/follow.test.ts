import assert from 'node:assert/strict';
import type { Session } from '../../../../src/session/session.ts';
import type { Change, OpenedDetail } from '../../../../src/sync/explorer.ts';
import { inBackgroundWith } from '../../../../src/ui/background.ts';
import { type Followed, type FollowParts, follow } from '../../../../src/ui/detail/follow.ts';
import * as samples from './samples.ts';

/** An explorer whose list and service a test sets, with timers that only the test runs. */
const world = (list: Session, service: () => Awaited<ReturnType<FollowParts['explorer']['detail']>>) => {
  const asked: boolean[] = [];
  const faults: unknown[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const listeners = new Set<(change: Change) => void>();
  const waiting: { until: (state: Followed<string>) => boolean; done: () => void }[] = [];
  const here: { list: Session | Error; stored: OpenedDetail | undefined } = { list, stored: undefined };
  let last: Followed<string> | undefined;
  const parts: FollowParts<string> = {
    explorer: {
      opened: async () => {},
      async sessions() {
        if (here.list instanceof Error) throw here.list;
        return [here.list];
      },
      async detail(_key, options) {
        const fresh = options?.age === 'fresh';
        if (!fresh && here.stored) return { ok: true, value: here.stored };
        asked.push(fresh);
        return service();
      },
      onDidChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    beside: async () => 'beside',
    inBackground: inBackgroundWith(fault => faults.push(fault)),
    liveSeconds: () => 30,
    after(ms, run) {
      const timer = { ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
  };
  return {
    here,
    asked,
    faults,
    timers,
    listeners,
    begin: () =>
      follow('demo/one', parts, state => {
        last = state;
        for (const each of waiting.splice(0))
          if (each.until(state)) each.done();
          else waiting.push(each);
      }),
    until: (until: (state: Followed<string>) => boolean): Promise<void> =>
      last && until(last) ? Promise.resolve() : new Promise(done => waiting.push({ until, done })),
    change() {
      for (const listener of listeners)
        listener({ sessions: true, keys: new Set(['demo/one']), connections: new Set() });
    },
  };
};

const rest = async (): Promise<void> => new Promise(done => setImmediate(done));
const idle = (state: Followed<string>): boolean => !state.busy;
const opened = (record = samples.ended()) => ({
  ok: true as const,
  value: { record, fetchedAt: 1, outdated: record.detail.status === 'live' },
});

describe('following a session', () => {
  it('shows what the store has of an ended one and asks nothing', async () => {
    const it = world(samples.ended().detail, opened);
    it.here.stored = opened().value;
    const following = it.begin();
    await it.until(idle);
    assert.equal(following.state().opened?.record.detail.title, 'Weekly product webinar');
    assert.equal(following.state().beside, 'beside');
    assert.deepEqual(it.asked, []);
    assert.equal(it.timers.length, 0);
  });

  it('asks again where what is stored was fetched before the end', async () => {
    const it = world(samples.ended().detail, opened);
    it.here.stored = opened(samples.live()).value;
    const following = it.begin();
    await it.until(idle);
    assert.deepEqual(it.asked, [true]);
    assert.equal(following.state().opened?.record.detail.status, 'completed');
  });

  it('asks for a live one at intervals while it is seen', async () => {
    const it = world(samples.live().detail, () => opened(samples.live()));
    const following = it.begin();
    await it.until(idle);
    await rest();
    assert.deepEqual(
      it.timers.map(timer => timer.ms),
      [30_000],
    );
    following.seen(false);
    assert.equal(it.timers.length, 0);
    following.seen(true);
    await it.until(state => !state.busy);
    assert.ok(it.asked.length >= 2);
    following.dispose();
    assert.equal(it.timers.length, 0);
    assert.equal(it.listeners.size, 0);
  });

  it('asks when the list tells something new of it, and only then', async () => {
    const it = world(samples.ended().detail, opened);
    it.here.stored = opened().value;
    it.begin();
    await it.until(idle);
    await rest();
    it.change();
    await rest();
    assert.deepEqual(it.asked, []);
    it.here.list = { ...samples.ended().detail, title: 'Renamed' };
    it.change();
    await it.until(state => state.held?.title === 'Renamed' && !state.busy);
    assert.deepEqual(it.asked, [true]);
  });

  it('keeps what it has when the list cannot be read, and tries again with the next change', async () => {
    const it = world(samples.ended().detail, opened);
    it.here.stored = opened().value;
    const following = it.begin();
    await it.until(idle);
    await rest();
    it.here.list = new Error('disk');
    it.change();
    await rest();
    assert.deepEqual(it.faults, [it.here.list]);
    assert.equal(following.state().opened?.record.detail.title, 'Weekly product webinar');
    it.here.list = { ...samples.ended().detail, title: 'Renamed' };
    it.change();
    await it.until(state => state.held?.title === 'Renamed' && !state.busy);
  });

  it('keeps what it has when the service fails, and says so', async () => {
    const it = world(samples.ended().detail, () => ({ ok: false, problem: { code: 'needs-key' } }));
    it.here.stored = opened().value;
    const following = it.begin();
    await it.until(idle);
    following.refresh();
    await it.until(state => !state.busy && state.opened?.problem !== undefined);
    assert.equal(following.state().opened?.problem?.code, 'needs-key');
    assert.equal(following.state().failure, undefined);
  });

  it('tells the reason where there is nothing to show', async () => {
    const it = world(samples.ended().detail, () => ({ ok: false, problem: { code: 'refused', host: 'x' } }));
    const following = it.begin();
    await it.until(idle);
    assert.equal(following.state().failure?.code, 'refused');
  });
});
