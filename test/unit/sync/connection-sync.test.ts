import assert from 'node:assert/strict';
import type { ScopeEnd } from '../../../src/providers/provider.ts';
import { DAY, given, NOW, page, record } from './scripted-sync.ts';

describe('the loads of one connection', () => {
  it('reads every scope to its end and says that it is complete', async () => {
    const { sync, rows, intents } = given({
      scopes: [{ pages: [page('a', 'b'), page('c')] }, { pages: [page('c', 'd')] }],
    });
    const coverage = await sync.refresh();
    assert.deepEqual([...rows.keys()], ['c/a', 'c/b', 'c/c', 'c/d']);
    assert.equal(coverage.fetched, 4);
    assert.equal(coverage.complete, true);
    assert.equal(coverage.stopped, 'end');
    assert.equal(coverage.fetchedAt, new Date(NOW).toISOString());
    assert.deepEqual(intents, [{ kind: 'window', from: NOW - 30 * DAY, to: NOW + 30 * DAY, includeLive: true }]);
  });

  it('marks as gone what the service no longer lists, once the scope was read to its end', async () => {
    const { sync, rows, script } = given({ scopes: [{ pages: [page('a', 'b')] }] });
    await sync.refresh();
    script.scopes = [{ pages: [page('a')], end: { stopped: 'error', problem: { code: 'server-error', status: 502 } } }];
    await sync.refresh();
    assert.deepEqual(rows.get('c/b')?.session.flags, []);
    script.scopes = [{ pages: [page('a')] }];
    await sync.refresh();
    assert.deepEqual(rows.get('c/b')?.session.flags, ['gone']);
    assert.deepEqual(rows.get('c/a')?.session.flags, []);
  });

  it('goes on to the next scope where one does not prove its end', async () => {
    const { sync, rows } = given({
      scopes: [{ pages: [page('a')], end: { stopped: 'repeated-page' } }, { pages: [page('b')] }],
    });
    const coverage = await sync.refresh();
    assert.deepEqual([...rows.keys()], ['c/a', 'c/b']);
    assert.equal(coverage.stopped, 'repeated-page');
  });

  it('takes for gone only what two readings lack, where one can miss a row', async () => {
    const { sync, rows, script } = given({ scopes: [{ pages: [page('a'), page('b')] }] });
    await sync.refresh();
    const unread: ScopeEnd = { stopped: 'error', problem: { code: 'server-error', status: 502 } };
    script.scopes = [{ pages: [page('a'), page('c')], skips: true, again: { pages: [], end: unread } }];
    await sync.refresh();
    assert.deepEqual(rows.get('c/b')?.session.flags, []);
    script.scopes = [{ pages: [page('a'), page('c')], skips: true, again: { pages: [page('b')] } }];
    await sync.refresh();
    assert.deepEqual(rows.get('c/b')?.session.flags, []);
    script.scopes = [{ pages: [page('a'), page('c')], skips: true }];
    await sync.refresh();
    assert.deepEqual(rows.get('c/b')?.session.flags, ['gone']);
  });

  it('takes nothing for gone where the service speaks of more than it listed', async () => {
    const { sync, rows, script } = given({ scopes: [{ pages: [page('a', 'b')] }] });
    await sync.refresh();
    script.scopes = [{ pages: [page('a')], end: { stopped: 'end', lacksRows: true } }];
    assert.equal((await sync.refresh()).complete, true);
    assert.deepEqual(rows.get('c/b')?.session.flags, []);
  });

  it("holds what is due by this machine's clock, and reads it again by the service's", async () => {
    const HOUR = 3_600_000;
    const due = { pages: [{ ...page(), records: [{ ...record('a'), statusUntil: NOW + DAY }] }] };
    const { sync, rows, script, advance } = given({ scopes: [due], clockAhead: -2 * HOUR });
    await sync.refresh();
    const [held] = rows.values();
    assert.ok(held);
    assert.equal(held.statusUntil, NOW + DAY + 2 * HOUR);
    advance(1000);
    assert.equal(sync.reread(held)?.statusUntil, NOW + 1000);
    script.clockAhead = -2 * HOUR - 1500;
    await sync.refresh();
    assert.equal([...rows.values()][0]?.statusUntil, NOW + DAY + 2 * HOUR, 'a second more or less is no change');
  });

  it('keeps of a record that is read again who took part, and that it is gone', () => {
    const { sync } = given({ scopes: [] });
    const read = sync.reread({ ...record('a', { flags: ['gone'] }), attendees: [{ id: '7' }] });
    assert.deepEqual(read?.session.flags, ['gone']);
    assert.deepEqual(read?.attendees, [{ id: '7' }]);
  });

  it('looks up on its day what was live for long and no longer is', async () => {
    const { sync, rows, intents, script, advance } = given({ scopes: [{ pages: [page('a')] }] });
    rows.set('c/long', record('long', { status: 'live', start: '2026-05-02T08:00:00.000Z' }));
    rows.set('c/fresh', record('fresh', { status: 'live', start: '2026-05-05T11:00:00.000Z' }));
    script.scopes = [{ pages: [page('a', 'long', 'fresh')] }];
    await sync.refresh();
    rows.set('c/long', record('long', { status: 'live', start: '2026-05-02T08:00:00.000Z' }));
    advance(1000);
    script.scopes = [{ pages: [page('a', 'fresh')] }];
    await sync.refresh();
    const from = Date.parse('2026-05-02T00:00:00Z');
    assert.deepEqual(intents.at(-1), { kind: 'window', from, to: from + DAY, includeLive: false });
    assert.equal(intents.length, 3);
  });

  it('shares one load among all who ask for the same', async () => {
    const { sync, intents } = given({ scopes: [{ pages: [page('a')] }] });
    const [first, second] = await Promise.all([sync.refresh(), sync.refresh()]);
    assert.equal(intents.length, 1);
    assert.deepEqual(first, second);
  });

  it('is cancelled down to the signal, and honest about it', async () => {
    let open = (): void => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    const { sync, signals } = given({ scopes: [{ pages: [page('a')], gate }] });
    const loading = sync.refresh();
    await new Promise(setImmediate);
    sync.cancel();
    open();
    const coverage = await loading;
    assert.equal(signals[0]?.aborted, true);
    assert.equal(coverage.stopped, 'cancelled');
    assert.equal(coverage.complete, false);
  });

  it('goes on by itself when the budget allows again', async () => {
    const problem = { code: 'rate-limited', resumeAt: NOW + 90_000 } as const;
    const { sync, timers, script } = given({ scopes: [{ pages: [page('a')], end: { stopped: 'budget', problem } }] });
    assert.equal((await sync.refresh()).stopped, 'budget');
    assert.equal(sync.status().state, 'ready');
    assert.equal(timers[0]?.instant, NOW + 90_000);
    script.scopes = [{ pages: [page('a', 'b')] }];
    timers[0]?.run();
    assert.equal((await sync.refresh()).complete, true);
  });

  it('asks anew after it was cancelled', async () => {
    const gate = Promise.withResolvers<void>();
    const { sync, script } = given({ scopes: [{ pages: [page('a')], gate: gate.promise }] });
    const cancelled = sync.refresh();
    await new Promise(setImmediate);
    const ended = sync.cancel();
    script.scopes = [{ pages: [page('a', 'b')] }];
    const again = sync.refresh();
    gate.resolve();
    await ended;
    assert.equal((await cancelled).stopped, 'cancelled');
    assert.equal((await again).stopped, 'end');
  });

  it('tells of a fault of its own, and goes on with what waits', async () => {
    const { sync, script } = given({ scopes: [{ pages: [page('a')] }], breaks: new TypeError('a fault of ours') });
    const broken = sync.refresh();
    const older = sync.loadOlder(90);
    assert.deepEqual((await broken).problem, { code: 'internal', detail: 'TypeError' });
    script.breaks = 'a word';
    assert.deepEqual((await sync.refresh()).problem, { code: 'internal', detail: 'string' });
    script.breaks = undefined;
    await older;
    assert.equal((await sync.refresh()).complete, true);
  });

  it('goes on with what the budget stopped, unless that was cancelled', async () => {
    const { sync, timers, intents, script } = given({ scopes: [{ pages: [page('a')] }] });
    await sync.refresh();
    const problem = { code: 'rate-limited', resumeAt: NOW + 90_000 } as const;
    script.scopes = [{ pages: [], end: { stopped: 'budget', problem } }];
    await sync.loadOlder(90);
    script.scopes = [{ pages: [page('b')] }];
    await timers[0]?.run();
    assert.deepEqual(intents[2], intents[1]);
    script.scopes = [{ pages: [], end: { stopped: 'budget', problem } }];
    await sync.loadOlder(90);
    await sync.cancel();
    assert.equal(timers[1]?.calledOff, true);
  });
});
