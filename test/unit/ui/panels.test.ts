import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Uri } from 'vscode';
import { EVERYTHING, type Query } from '../../../src/query/query.ts';
import type { DetailRecord } from '../../../src/session/detail.ts';
import type { Change, Explorer, OpenedDetail } from '../../../src/sync/explorer.ts';
import type { ToCompare } from '../../../src/webview/compare-protocol.ts';
import * as samples from './detail/samples.ts';
import { event, lastOpened, opened } from './fake-panels.ts';
import { messages } from './hostile-messages.ts';
import './vscode.ts';
import { connected, createWorld } from './world.ts';

const { createDetailPanels } = await import('../../../src/ui/detail/detail-panel.ts');
const { createComparePanels } = await import('../../../src/ui/compare/panel.ts');
const compareMessages = await import('../../../src/ui/compare/messages.ts');
const detailMessages = await import('../../../src/ui/detail/messages.ts');
const overviewMessages = await import('../../../src/ui/overview/messages.ts');
const { createOverviewPanel } = await import('../../../src/ui/overview/panel.ts');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Two sessions of an explorer that counts who listens to it; what the service answers is the test's. */
function product(first: DetailRecord, second: DetailRecord) {
  const changes = event<Change>();
  const queries = event<Query>();
  const records = new Map([first, second].map(record => [record.detail.key, record]));
  const world = createWorld([connected('demo', 'digitalSamba')]);
  world.put(...[...records.values()].map(({ detail }) => detail));
  const fetched: WeakRef<OpenedDetail>[] = [];
  const faults: unknown[] = [];
  const explorer: Partial<Explorer> = {
    ...world.explorer,
    whoIs: () => undefined,
    beyond: () => [],
    async *heldDetails() {},
    drift: async () => ({ drift: [], unreadable: [] }),
    async detail(key) {
      const record = records.get(key);
      assert.ok(record);
      const value = { record: structuredClone(record), fetchedAt: 1, outdated: record.detail.status === 'live' };
      fetched.push(new WeakRef(value));
      return { ok: true, value };
    },
    onDidChange(listener) {
      const { dispose } = changes.listen(listener);
      return () => void dispose();
    },
  };
  const parts = {
    extensionUri: 'here' as unknown as Uri,
    explorer: explorer as Explorer,
    inBackground: (work: PromiseLike<unknown>) => void work.then(undefined, fault => faults.push(fault)),
    settings: () => ({ timeZone: 'Europe/London', remoteImages: false, liveSeconds: 0.001 }),
    source: () => 'Digital Samba',
    persists: () => true,
    link: async () => undefined,
    differences: () => [],
    neighbours: async () => ({}),
    wordProblem: () => '',
    current: { get: () => EVERYTHING, text: () => '', onDidChange: queries.listen },
    applyQuery() {},
    providerLabel: (id: string) => id,
    connectionLabel: (id: string) => id,
  };
  return { parts, records, fetched, faults, listening: () => changes.listeners.size + queries.listeners.size };
}

const live = (id: string, title: string): DetailRecord => {
  const record = samples.live();
  return { ...record, detail: { ...record.detail, id, key: `demo/${id}`, title } };
};
const told =
  (type: string, busy = false) =>
  (message: unknown) => {
    const said = message as { type?: string; busy?: boolean };
    return said.type === type && (said.busy ?? false) === busy;
  };

describe('panels that are closed', () => {
  const turn = (): Promise<void> => new Promise(done => setImmediate(done));
  const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
  /** In a function of its own, whose variables hold nothing once it is through. */
  function closeLast(): WeakRef<object> {
    const { panel, heard } = lastOpened();
    opened.length = 0;
    panel.dispose();
    assert.equal(heard.listeners.size, 0);
    return new WeakRef(panel);
  }

  /** How each kind is opened, by what the product keeps for as long as its window. */
  const KINDS = {
    detail({ parts }) {
      const { open } = createDetailPanels(parts);
      return () => open('demo/one');
    },
    compare({ parts }) {
      const { open } = createComparePanels(parts);
      return () => open('demo/one', 'demo/two');
    },
    overview: ({ parts }) => createOverviewPanel(parts).open,
  } satisfies Record<string, (it: ReturnType<typeof product>) => () => void>;

  for (const [kind, opener] of Object.entries(KINDS))
    it(`leave nothing behind: ${kind}`, async () => {
      const it = product(live('one', 'One'), live('two', 'Two'));
      // mocha sets a timer of its own once a test has begun.
      await turn();
      const before = timers();
      const open = opener(it);
      const panels: WeakRef<object>[] = [];
      for (let round = 0; round < 5; round++) {
        open();
        lastOpened().heard.fire({ type: 'ready' });
        await lastOpened().sent(told(kind));
        panels.push(closeLast());
      }
      assert.equal(it.listening(), 0);
      // Whatever was under way when a panel closed comes to its end.
      for (let turns = 0; turns < 20; turns++) await turn();
      assert.equal(timers(), before);
      // What finalizers let go of is garbage for the next round only.
      for (let rounds = 0; rounds < 5; rounds++) {
        collect();
        await turn();
      }
      assert.equal(panels.filter(each => each.deref()).length, 0);
      assert.equal(it.fetched.filter(each => each.deref()).length, 0);
      assert.deepEqual(it.faults, []);
    });
});

describe('a comparison', () => {
  it('follows both sides while they are live', async () => {
    const it = product(live('one', 'One'), live('two', 'Two'));
    const panels = createComparePanels(it.parts);
    panels.open('demo/one', 'demo/two');
    const { sent, heard } = lastOpened();
    heard.fire({ type: 'ready' });
    const minutes = (message: unknown): string[] => {
      const said = message as ToCompare;
      const rows = said.type === 'compare' ? said.view.groups.flatMap(group => group.rows) : [];
      const row = rows.find(({ term }) => term.meaning?.includes('participation_minutes'));
      return row?.cells.map(cell => ('text' in cell ? cell.text : '')) ?? [];
    };
    await sent(message => minutes(message).join() === '67 min,67 min');
    const [key, record] = [...it.records][1] ?? [];
    assert.ok(key && record);
    const metrics = record.detail.metrics.map(metric => ({ ...metric, value: metric.value + 1 }));
    it.records.set(key, { ...record, detail: { ...record.detail, metrics } });
    await sent(message => minutes(message).join() === '67 min,68 min');
    panels.dispose();
    assert.equal(it.listening(), 0);
  });
});

describe('panels whose pages say what no page of ours says', () => {
  const OPEN = {
    detail: ({ parts }) => createDetailPanels(parts).open('demo/one'),
    compare: ({ parts }) => createComparePanels(parts).open('demo/one', 'demo/two'),
    overview: ({ parts }) => createOverviewPanel(parts).open(),
  } satisfies Record<string, (it: ReturnType<typeof product>) => void>;
  const READ = { detail: detailMessages, compare: compareMessages, overview: overviewMessages };

  for (const [kind, open] of Object.entries(OPEN))
    it(`open nothing, run nothing, ask nothing: ${kind}`, async () => {
      const it = product(live('one', 'One'), live('two', 'Two'));
      const queried: string[] = [];
      // Nobody but the page may ask for anything: not even that a live session is followed.
      const settings = () => ({ ...it.parts.settings(), liveSeconds: 0 });
      open({ ...it, parts: { ...it.parts, settings, applyQuery: (text?: string) => void queried.push(String(text)) } });
      const { panel, heard, sent } = lastOpened();
      heard.fire({ type: 'ready' });
      await sent(told(kind));
      const executed: unknown[] = [];
      Object.assign(globalThis, { executed: (...call: unknown[]) => executed.push(call) });
      const asked = it.fetched.length;
      for (const message of fc.sample(messages, 2000)) {
        // What a page of ours may say is tried elsewhere.
        if (READ[kind as keyof typeof READ].readMessage(message) === undefined) heard.fire(message);
      }
      await new Promise(done => setImmediate(done));
      panel.dispose();
      assert.deepEqual([executed, queried, it.faults], [[], [], []]);
      assert.equal(it.fetched.length, asked);
    });
});
