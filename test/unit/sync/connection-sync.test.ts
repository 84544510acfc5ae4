import assert from 'node:assert/strict';
import type { Service } from '../../../src/http/service.ts';
import type { Intent, Page, Provider, Scope, ScopeEnd } from '../../../src/providers/provider.ts';
import type { Connection } from '../../../src/session/connection.ts';
import { failed, ok } from '../../../src/session/problem.ts';
import type { Session, SessionRecord } from '../../../src/session/session.ts';
import type { ConnectionMemory, Store } from '../../../src/store/store.ts';
import { type ConnectionParts, syncConnection } from '../../../src/sync/connection-sync.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-05-05T12:00:00Z');
const connection: Connection = { id: 'c', provider: 'series' };

const record = (id: string, more: Partial<Session> = {}): SessionRecord => ({
  session: {
    key: `c/${id}`,
    connectionId: 'c',
    provider: 'series',
    id,
    title: id,
    status: 'completed',
    statusSource: 'reported',
    start: '2026-05-01T00:00:00.000Z',
    coHosts: [],
    flags: [],
    ...more,
  },
  attendees: [],
  raw: { id },
});

const page = (...ids: string[]): Page => ({ records: ids.map(id => record(id)), unreadable: [], drift: [] });

interface Script {
  pages: Page[];
  end?: ScopeEnd;
  skips?: boolean;
  /** What another reading of it finds. */
  again?: Pick<Script, 'pages' | 'end'>;
  /** Held back until this resolves. */
  gate?: Promise<void>;
}

/** A connection over a scripted service and a store in a map. */
function given(script: {
  scopes: Script[];
  keyProblem?: boolean;
  requests?: number;
  /** What the provider will not plan. */
  refuses?: (intent: Intent) => boolean;
  clockAhead?: number;
  breaks?: unknown;
}) {
  const rows = new Map<string, SessionRecord>();
  const intents: Intent[] = [];
  const signals: AbortSignal[] = [];
  let remembered: ConnectionMemory | undefined;
  let now = NOW;
  const timers: { instant: number; run: () => Promise<unknown>; calledOff: boolean }[] = [];
  const scopeOf = ({ pages, end, gate, skips = false, again }: Script, name: string): Scope => {
    let reading = { pages, end };
    return {
      name,
      skips,
      covers: () => true,
      async *read(service: Service) {
        await gate;
        const now = reading;
        reading = { end: undefined, ...(again ?? reading) };
        for (const each of now.pages) {
          if (service.signal.aborted) return { stopped: 'cancelled' } satisfies ScopeEnd;
          yield each;
        }
        return service.signal.aborted ? { stopped: 'cancelled' } : (now.end ?? { stopped: 'end' });
      },
    };
  };
  const provider = {
    id: 'series',
    label: 'Series',
    plan(_connection: Connection, intent: Intent) {
      intents.push(intent);
      if (script.refuses?.(intent)) return failed({ code: 'impossible-filter', reason: 'date-with-range' });
      return ok(script.scopes.map((scope, at) => scopeOf(scope, `scope-${at}`)));
    },
    // Due at the very moment at which it is read.
    reread: (_: Connection, raw: { id: string }, at: number) => ({ ...record(raw.id), statusUntil: at }),
  } as unknown as Provider;
  const store = {
    read: async (keys: string[]) => keys.flatMap(key => rows.get(key) ?? []),
    memory: async () => remembered,
    async remember(_id: string, memory: ConnectionMemory) {
      remembered = structuredClone(memory);
    },
  } as unknown as Store;
  const parts: ConnectionParts = {
    connection,
    provider,
    label: 'Series',
    async open(signal) {
      signals.push(signal);
      if (script.breaks) throw script.breaks;
      if (script.keyProblem) return failed({ code: 'needs-key' });
      return ok({
        get: async () => failed({ code: 'cancelled' }),
        now: () => now + (script.clockAhead ?? 0),
        requests: script.requests ?? 3,
        signal,
      });
    },
    budget: () => ({ spent: { until: [], pausedUntil: 0 }, adopt() {} }),
    store: async () => store,
    window: () => ({ from: now - 30 * DAY, to: now + 30 * DAY }),
    held: () => rows.size,
    holds: id => rows.has(`c/${id}`),
    live: async () => [...rows.values()].map(each => each.session).filter(session => session.status === 'live'),
    heldIn: async (_, seen) => [...rows.keys()].filter(key => !seen.has(key.slice(2))),
    async put(records) {
      for (const each of records) rows.set(each.session.key, each);
    },
    keyProblem: async () => (script.keyProblem ? { code: 'needs-key' } : undefined),
    changed() {},
    now: () => now,
    at(instant, run) {
      const timer = { instant, run, calledOff: false };
      timers.push(timer);
      return () => {
        timer.calledOff = true;
      };
    },
  };
  const sync = syncConnection(parts);
  return {
    sync,
    rows,
    intents,
    signals,
    timers,
    script,
    remembered: () => remembered,
    advance: (ms: number) => (now += ms),
  };
}

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

  it('takes nothing for gone where the service speaks of more than it listed', async () => {
    const { sync, rows, script } = given({ scopes: [{ pages: [page('a', 'b')] }] });
    await sync.refresh();
    script.scopes = [{ pages: [page('a')], end: { stopped: 'end', lacksRows: true } }];
    assert.equal((await sync.refresh()).complete, true);
    assert.deepEqual(rows.get('c/b')?.session.flags, []);
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

  const failure: ScopeEnd = { stopped: 'error', problem: { code: 'server-error', status: 500 } };

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
