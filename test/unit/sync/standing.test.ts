import assert from 'node:assert/strict';
import type { ScopeEnd } from '../../../src/providers/provider.ts';
import { DAY, given, NOW, page, record } from './scripted-sync.ts';

const failure: ScopeEnd = { stopped: 'error', problem: { code: 'server-error', status: 500 } };

describe('how a connection stands', () => {
  it('keeps what came before an error, and says so', async () => {
    const end: ScopeEnd = { stopped: 'error', problem: { code: 'server-error', status: 500 } };
    const { sync, rows, script } = given({ scopes: [{ pages: [page('a')], end }] });
    const coverage = await sync.refresh();
    assert.equal(rows.size, 1);
    assert.equal(coverage.complete, false);
    assert.equal(coverage.stopped, 'error');
    assert.equal(coverage.fetchedAt, undefined);
    assert.equal(sync.status().state, 'error');
    assert.equal(sync.status().stale, true);
    script.scopes = [{ pages: [page('a')] }];
    assert.equal((await sync.refresh()).complete, true);
    assert.equal(sync.status().state, 'ready');
    assert.equal(sync.status().stale, false);
  });

  it('asks only for what can change once the window was read to its end', async () => {
    const { sync, intents, advance } = given({ scopes: [{ pages: [page('a')] }] });
    await sync.refresh();
    advance(60_000);
    await sync.refresh();
    assert.deepEqual(
      intents.map(intent => intent.kind),
      ['window', 'changes'],
    );
    advance(7 * 60 * 60_000);
    await sync.refresh();
    assert.equal(intents[2]?.kind, 'window');
  });

  it('says why where its service cannot be asked that', async () => {
    const { sync, intents, script, rows, advance } = given({ scopes: [{ pages: [page('a')] }] });
    script.refuses = ({ kind }) => kind === 'question';
    const problem = { code: 'impossible-filter', reason: 'date-with-range' };
    const { stopped, problem: told } = await sync.ask({ host: '1' });
    assert.deepEqual({ stopped, told }, { stopped: 'error', told: problem });
    await sync.refresh();
    advance(1000);
    rows.set('c/long', record('long', { status: 'live', start: '2026-05-02T08:00:00.000Z' }));
    const { start: _, ...undated } = record('undated', { status: 'live' }).session;
    rows.set('c/undated', { ...record('undated'), session: undated });
    script.refuses = intent => intent.kind === 'window';
    assert.equal((await sync.refresh()).stopped, 'end');
    assert.equal(intents.at(-1)?.kind, 'window');
  });

  it('reads the whole window each time where that costs no more than what can change', async () => {
    const { sync, intents, script } = given({ scopes: [{ pages: [page('a')] }], requests: 2 });
    await sync.refresh();
    await sync.refresh();
    script.requests = 3;
    await sync.refresh();
    await sync.refresh();
    assert.deepEqual(
      intents.map(intent => intent.kind),
      ['window', 'window', 'window', 'changes'],
    );
  });

  it('is no newer and no better for a question that its service has no answer to', async () => {
    const end: ScopeEnd = { stopped: 'error', problem: { code: 'server-error', status: 500 } };
    const { sync, script } = given({ scopes: [{ pages: [page('a')], end }] });
    const failed = await sync.refresh();
    script.scopes = [];
    assert.deepEqual(await sync.ask({ client: '1' }), failed);
    assert.equal(sync.status().state, 'error');
    assert.equal(sync.status().progress, undefined);
  });

  it('needs a key before it needs anything else', async () => {
    const { sync } = given({ scopes: [], keyProblem: true });
    await sync.restore();
    assert.equal(sync.status().state, 'needsKey');
    await sync.refresh();
    assert.equal(sync.status().state, 'needsKey');
  });

  it('widens its window as older sessions are loaded, and never narrows it', async () => {
    const { sync, intents } = given({ scopes: [{ pages: [page('a')] }] });
    await sync.refresh();
    await sync.loadOlder(90);
    assert.deepEqual(intents[1], { kind: 'window', from: NOW - 120 * DAY, to: NOW - 30 * DAY, includeLive: false });
    assert.equal(sync.status().loadedFrom, NOW - 120 * DAY);
  });

  it('counts distinct sessions, however often a page brings them', async () => {
    const { sync } = given({ scopes: [{ pages: [page('a', 'a'), page('a', 'b')] }] });
    assert.equal((await sync.refresh()).fetched, 2);
  });

  it('reads with the older sessions what a failed load left out', async () => {
    const { sync, intents, script } = given({ scopes: [{ pages: [], end: failure }] });
    await sync.refresh();
    script.scopes = [{ pages: [page('a')] }];
    assert.equal((await sync.loadOlder(90)).complete, true);
    assert.deepEqual(intents[1], { kind: 'window', from: NOW - 120 * DAY, to: NOW + 30 * DAY, includeLive: true });
  });

  it('is not made complete by the answer to a question', async () => {
    const { sync, script } = given({ scopes: [{ pages: [], end: failure }] });
    await sync.refresh();
    script.scopes = [{ pages: [page('a')] }];
    const { complete, stopped, problem, fetched } = await sync.ask({ host: '1' });
    assert.deepEqual(
      { complete, stopped, problem, fetched },
      { complete: false, stopped: 'error', problem: failure.problem, fetched: 1 },
    );
  });

  it('goes on from the last whole reading after a poll that failed', async () => {
    const { sync, intents, script } = given({ scopes: [{ pages: [page('a')] }] });
    await sync.refresh();
    script.scopes = [{ pages: [], end: failure }];
    assert.equal((await sync.refresh()).complete, false);
    script.scopes = [{ pages: [page('a')] }];
    assert.equal((await sync.refresh()).complete, true);
    assert.deepEqual(
      intents.map(intent => intent.kind),
      ['window', 'changes', 'changes'],
    );
  });

  it('knows more after a load than what was remembered before it', async () => {
    const { sync } = given({ scopes: [{ pages: [page('a')] }] });
    const restored = sync.restore();
    await sync.refresh();
    await restored;
    assert.equal(sync.coverage().complete, true);
  });

  it('reads the whole window again with another key', async () => {
    const { sync, intents } = given({ scopes: [{ pages: [page('a')] }] });
    await sync.refresh();
    await sync.keyChanged();
    await sync.refresh();
    assert.deepEqual(
      intents.map(intent => intent.kind),
      ['window', 'window'],
    );
  });
});
