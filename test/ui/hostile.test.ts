import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { suiteWindow } from './window.ts';

/** What becomes of the page if any of it is taken for more than text. */
const TEXTS = [
  '<img src=x onerror="top.taken=1">',
  '<script>top.taken=1</script>',
  '<a href="command:workbench.action.closeWindow">close</a>',
  '[close](command:workbench.action.closeWindow)',
  '![picture](https://elsewhere.example/p.png)',
  '$(error) $(sync~spin) icon',
  '\u202egnp.exe\u202c',
  'javascript:top.taken=1',
  '=HYPERLINK("https://elsewhere.example")',
  'nul\u0000 and \ud800 alone',
  'long '.repeat(6_000),
  'x'.repeat(30_000),
];

/** Of a record, everything but what it is known and ordered by. */
const KEPT = /id$|date|time|sched|start|end|status|live|page|type/i;

function hostile(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map(each => hostile(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, KEPT.test(name) ? each : hostile(each, text)]),
  );
}

describe('services that send markup, links and worse for names', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
    let count = 0;
    for (const { provider } of simulator.connections)
      simulator.faults.set(provider, {
        kind: 'mutate',
        change: record => hostile(record, TEXTS[count++ % TEXTS.length] ?? ''),
      });
  });
  after(() => simulator.close());

  const connect = async (name: string): Promise<void> => {
    const found = simulator.connections.find(({ provider }) => provider === name);
    assert.ok(found);
    const { key, label: _, ...address } = found;
    const added = window().execute('sessionExplorer.addConnection', { ...address, id: name.toLowerCase() });
    await window().page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
    await window().type(key);
    await window().accept();
    await added;
  };

  /** All that the services have, with this for every text. */
  async function saying(text: string): Promise<void> {
    for (const { provider } of simulator.connections)
      simulator.faults.set(provider, { kind: 'mutate', change: record => hostile(record, text) });
    await window().execute('sessionExplorer.clearCache');
    await window().execute('sessionExplorer.refresh');
  }

  /** Nothing ran in any document of the window, which is still there. */
  async function assertUntouched(): Promise<void> {
    for (const frame of window().page.frames())
      assert.equal(await frame.evaluate(() => 'taken' in globalThis), false, frame.url());
    assert.equal(window().page.isClosed(), false);
    assert.ok(await window().page.locator('.monaco-workbench').isVisible());
  }

  it('have them shown as text in the tree, without icons and links', async () => {
    await window().openView();
    await connect('series');
    await connect('digitalSamba');
    await window().execute('sessionExplorer.groupBy', ['provider']);
    await window().expand('Series');
    const rows = window().page.locator('.part.sidebar .monaco-list-row');
    const wanted = rows.filter({ hasText: '$(error) $(sync~spin) icon' }).or(rows.filter({ hasText: 'sync~spin' }));
    await wanted.first().waitFor();
    const words = window().page.locator('.part.sidebar .monaco-list-row :is(.label-name, .label-description)');
    assert.equal(await words.locator('.codicon, img, script, [href^="command:"]').count(), 0);
    await window().screenshot('hostile-tree');
    for (const text of ['[close](command:', '<a href=', '<img src=x']) {
      const row = rows.filter({ hasText: text }).first();
      await row.locator('.label-name').hover();
      const hover = window().page.locator('.workbench-hover:visible .hover-contents, .monaco-hover:visible');
      await hover.first().waitFor();
      assert.equal(await hover.locator('a[href^="command:"], a[data-href^="command:"], img, script').count(), 0, text);
      await window().page.mouse.move(800, 700);
    }
    await assertUntouched();
  });

  it('have them shown as text in a detail, which keeps its layout', async () => {
    for (const [at, text] of TEXTS.entries()) {
      const provider = at % 2 === 0 ? 'series' : 'digitalsamba';
      await saying(text);
      const book = provider === 'series' ? simulator.world.series : simulator.world.digitalSamba;
      const [one] = book.select({ to: Date.now(), where: ({ end }) => end < Date.now() });
      assert.ok(one);
      await window().execute('workbench.action.closeAllEditors');
      await window().execute('sessionExplorer.openDetail', `${provider}/${one.id}`);
      const frame = await window().frameOfWebview('main:not([aria-busy]) dd');
      const heading = (await frame.locator('h1').textContent()) ?? '';
      assert.ok(heading.trim().length > 2, text.slice(0, 40));
      await window().screenshot(`hostile-detail-${at}`);
      // At once: the page is drawn anew while it is looked at.
      const tallest = await frame.evaluate(() =>
        ['h1', 'dd', 'td', 'th', 'li'].map(name => {
          const heights = [...document.querySelectorAll(name)].map(each => each.getBoundingClientRect().height);
          return [name, Math.max(0, ...heights)] as const;
        }),
      );
      for (const [name, height] of tallest) assert.ok(height < 400, `${name} of ${height} px for ${text.slice(0, 40)}`);
      const tab = await window().page.locator('.tabs-container .tab').boundingBox();
      assert.ok((tab?.width ?? 0) < 900, `a tab of ${tab?.width} px for ${text.slice(0, 40)}`);
      assert.equal(await frame.locator('img, iframe, object, embed, form, a[href]').count(), 0, text.slice(0, 40));
      const [wide, room] = await frame.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.ok((wide ?? 0) <= (room ?? 0), `${wide} px wide in ${room} for ${text.slice(0, 40)}`);
    }
    await assertUntouched();
  });

  it('have them shown as text where a person chooses', async () => {
    await window().execute('workbench.action.closeAllEditors');
    await saying('[close](command:workbench.action.closeWindow) $(error)');
    await window().command('Sessions: Search');
    await window().type('close');
    const box = window().page.locator('.quick-input-widget:visible');
    await box.locator('.monaco-list-row', { hasText: '](command:' }).first().waitFor();
    const found = box.locator('.monaco-list-row .label-name');
    assert.equal(await found.locator('a, img, .codicon-error').count(), 0);
    await window().screenshot('hostile-search');
    await window().page.keyboard.press('Escape');
    await assertUntouched();
  });
});
