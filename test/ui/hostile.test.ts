import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { textsReplaced } from '../unit/fuzz/hostile.ts';
import { connect } from './account.ts';
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
  'long '.repeat(200_000),
  'x'.repeat(1_000_000),
];

/** Of such a text, what stands in all records but those that a test is about: a service that sends megabytes in each is another matter. */
const ELSEWHERE = 100;

describe('services that send markup, links and worse for names', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
    let count = 0;
    for (const { provider } of simulator.connections)
      simulator.faults.set(provider, {
        kind: 'mutate',
        change: record => {
          const text = TEXTS[count++ % TEXTS.length] ?? '';
          return textsReplaced(record, count <= TEXTS.length ? text : text.slice(0, ELSEWHERE));
        },
      });
  });
  after(() => simulator.close());

  /** All that the services have, with this for every text; of one session all of it. */
  async function saying(text: string, id: string): Promise<void> {
    const isThat = (record: unknown): boolean =>
      typeof record === 'object' && record !== null && Object.values(record).includes(id);
    for (const { provider } of simulator.connections)
      simulator.faults.set(provider, {
        kind: 'mutate',
        change: record => textsReplaced(record, isThat(record) ? text : text.slice(0, ELSEWHERE)),
      });
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
    for (const account of simulator.connections)
      if (['series', 'digitalSamba'].includes(account.provider))
        await connect(window(), account, account.provider.toLowerCase());
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
      const book = provider === 'series' ? simulator.world.series : simulator.world.digitalSamba;
      const [one] = book.select({ to: Date.now(), where: ({ end }) => end < Date.now() });
      assert.ok(one);
      await saying(text, one.id);
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

  it('have a record with megabytes of them shown as it is', async () => {
    const [one] = simulator.world.series.select({ to: Date.now(), where: ({ end }) => end < Date.now() });
    assert.ok(one);
    await saying('x'.repeat(1_000_000), one.id);
    await window().execute('workbench.action.closeAllEditors');
    await window().execute('sessionExplorer.openRaw', `series/${one.id}`);
    await window().page.locator('.editor-instance .view-line', { hasText: one.id }).waitFor();
    await window().screenshot('hostile-record');
    await assertUntouched();
  });

  it('have them shown as text where a person chooses', async () => {
    await window().execute('workbench.action.closeAllEditors');
    const [one] = simulator.world.series.select({ to: Date.now() });
    await saying('[close](command:workbench.action.closeWindow) $(error)'.repeat(20_000), one?.id ?? '');
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
