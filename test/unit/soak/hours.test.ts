import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { EVERYTHING } from '../../../src/query/query.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { memory } from '../../bench/clock.ts';
import { testFolder } from '../store/folder.ts';
import { explore, fault, find, idOf, SETTINGS } from '../sync/explore.ts';
import { opened } from '../ui/fake-panels.ts';
import '../ui/vscode.ts';
import { counted } from './counted.ts';
import { virtualTime } from './virtual-time.ts';

// After the stub of `vscode`, which these ask for panels.
const { createDetailPanels } = await import('../../../src/ui/detail/detail-panel.ts');
const { createComparePanels } = await import('../../../src/ui/compare/panel.ts');
const { createOverviewPanel } = await import('../../../src/ui/overview/panel.ts');

const FULL = Boolean(process.env.SESSION_EXPLORER_FULL);
const MINUTE = 60_000;
/** After the first of them nothing may grow; what is made once is made by then. */
const MINUTES = FULL ? [60, 7 * 60] : [10, 20];
const NOON = Date.parse('2026-03-28T12:00:00Z');
/** What the services of the test itself, and the collector's moods, come to, MB. */
const ALLOWED = 2;

/** The panels of one window: opened and asked for their content, they go on until they are closed. */
function panelsOf(explorer: ConfigurableExplorer) {
  const parts = {
    explorer,
    extensionUri: 'here' as unknown as Uri,
    inBackground: (work: PromiseLike<unknown>) => void work.then(undefined, fault),
    settings: () => ({ timeZone: 'Europe/London', remoteImages: false, liveSeconds: 30 }),
    source: String,
    persists: () => true,
    link: async () => undefined,
    differences: () => [],
    neighbours: async () => ({}),
    wordProblem: () => '',
    current: { get: () => EVERYTHING, text: () => '', onDidChange: () => ({ dispose() {} }) },
    applyQuery() {},
    providerLabel: String,
    connectionLabel: String,
  };
  const details = createDetailPanels(parts);
  const compare = createComparePanels(parts);
  const overview = createOverviewPanel(parts);
  return {
    open(first: string, second: string): void {
      details.open(first);
      compare.open(first, second);
      overview.open();
      for (const { heard } of opened) heard.fire({ type: 'ready' });
    },
    /** Closes all, and returns how many of them had shown what they are there for. */
    close(): number {
      const open = opened.splice(0);
      for (const { panel } of open) panel.dispose();
      return open.filter(({ showed }) => showed('detail') || showed('compare') || showed('overview')).length;
    },
  };
}

describe('hours of polling', function () {
  this.timeout(3_600_000);

  it(`leak no memory, no socket, no timer, no listener and no panel: ${MINUTES.join(' minutes, then ')} more`, async () => {
    const time = virtualTime(NOON);
    const folder = testFolder();
    const simulator = await startSimulator({ sessions: 200, now: time.now });
    const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
    const keys = new Map(simulator.connections.map(({ provider, key }) => [idOf(provider), key]));
    const settings = { ...SETTINGS, liveSeconds: 30, idleSeconds: 60 };
    const windows = [1, 2].map(() => explore({ keys, folder: folder.path, settings, transport: network, timer: time }));
    try {
      for (const window of windows) {
        await window.configure(
          simulator.connections.map(({ key: _key, label: _label, ...address }) => ({
            connection: { ...address, id: idOf(address.provider) },
          })),
        );
        await window.opened();
        window.watch(true);
      }
      opened.length = 0; // Other tests leave theirs.
      const panels = windows.map(panelsOf);
      let shown = 0;
      /** What is held once so much time went by. */
      const held = async (minutes: number) => {
        for (let minute = 0; minute < minutes; minute += 1) {
          const [window, its] = [windows[minute % 2], panels[minute % 2]];
          const [first, second] = window ? await find(window, 'provider:hyra,series') : [];
          if (first && second) its?.open(first.key, second.key);
          await time.pass(MINUTE, () => network.busy);
          shown += its?.close() ?? 0;
          for (const window of windows) await find(window, 'status:live');
        }
        const asked = simulator.log.length;
        // Its own memory of what it was asked.
        (simulator.log as unknown[]).length = 0;
        const resources = process.getActiveResourcesInfo();
        const count = (kind: string) => resources.filter(resource => resource === kind).length;
        return {
          asked,
          used: (await memory()).used,
          sleepers: time.sleepers,
          sockets: count('TCPSocketWrap'),
          timers: count('Timeout'),
          listeners: process.eventNames().map(name => [name, process.listenerCount(name)]),
        };
      };
      const [first = 0, second = 0] = MINUTES;
      const before = await held(first);
      const now = await held(second);
      assert.equal(shown, 3 * (first + second) - 3, 'panels showed what they are there for, but for the first minute');
      assert.ok(now.asked > second * 5, `only ${now.asked} requests`);
      assert.ok(
        now.used < before.used + ALLOWED,
        `${before.used} MB before, ${now.used} MB after ${now.asked} requests`,
      );
      for (const what of ['sleepers', 'sockets', 'timers'] as const)
        assert.ok(now[what] <= before[what], `${what}: ${before[what]} before, ${now[what]} after`);
      assert.deepEqual(now.listeners, before.listeners);
    } finally {
      for (const window of windows) await window.dispose();
      await network.close();
      await simulator.close();
      await folder.remove();
    }
  });
});
