import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Frame, Locator } from 'playwright-core';
import { suiteWindow, type Theme } from './window.ts';

const PROVIDERS = ['Digital Samba', 'Hyra', 'Placio', 'prplManagement', 'Series'];
const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];

describe('the overview', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London', viewport: { width: 1500, height: 900 } });

  const sidebar = (): Locator => window().page.locator('.part.sidebar');
  const number = (text: string | null | undefined): number => Number(text?.replaceAll(',', '').match(/\d+/)?.[0]);
  const count = async (label: string): Promise<number> =>
    number(await (await window().findRow(label)).locator('.label-description').innerText());
  const message = (): Locator => sidebar().locator('.message');

  const frame = (heading: string): Promise<Frame> => window().frameOfWebview('h1', heading);

  /** The numbers of a chart's table, by the label of their row. */
  const numbers = async (of: Frame, section: string): Promise<Map<string, number[]>> => {
    const rows = await of
      .locator(`#${section} .numbers table tbody tr`)
      .evaluateAll(all => all.map(row => [...row.children].map(cell => cell.textContent ?? '')));
    return new Map(rows.map(([label = '', ...cells]) => [label, cells.map(number)]));
  };
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

  const flaws = async (of: Frame): Promise<string[]> => {
    // Through the debugger's own channel: the page's policy would not let the script in.
    await of.evaluate(`(() => { const module = undefined; ${axe.source} })()`);
    const { violations } = (await of.evaluate('axe.run()')) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  };

  it('sums up all that the tree holds', async () => {
    await window().openView();
    await window().execute('sessionExplorer.startDemo');
    for (const provider of PROVIDERS) await window().row(provider, /^\d+$/).waitFor();
    const held = sum(await Promise.all(PROVIDERS.map(count)));
    await window().command('Sessions: Open Overview');
    const overview = await frame('Overview');
    const total = overview.locator('[data-metric="sessions"]');
    await total.waitFor();
    assert.equal(number(await total.textContent()), held);
    await window().screenshot('overview');
    await overview.locator('#days').getByRole('button', { name: 'Month', exact: true }).click();
    await overview.locator('#days h2', { hasText: 'Sessions by month' }).waitFor();
    const days = await numbers(overview, 'days');
    const hours = await numbers(overview, 'hours');
    assert.equal(sum([...days.values()].map(([all = 0]) => all)), held);
    assert.equal(sum([...hours.values()].map(row => row.at(-1) ?? 0)), held);
    for (const [month, [all = 0, ...byStatus]] of days) assert.equal(sum(byStatus), all, month);
    await overview.locator('#days').getByRole('button', { name: 'Day', exact: true }).click();
    await overview.locator('#days h2', { hasText: 'Sessions by day' }).waitFor();
  });

  it('opens in the tree what a bar stands for, and stays', async () => {
    const overview = await frame('Overview');
    const cell = overview.locator('#hours button.cell').last();
    const found = number((await cell.getAttribute('aria-label'))?.split(': ')[1]);
    const query = await cell.getAttribute('data-query');
    await cell.click();
    await message()
      .filter({ hasText: `Showing ${found} of` })
      .filter({ hasText: query ?? '' })
      .waitFor();
    await overview.locator('.part.shown', { hasText: `The tree shows ${found} of these sessions` }).waitFor();
    assert.equal(await overview.locator('[data-metric="sessions"]').count(), 1);
    await window().screenshot('overview-part');
    await overview.getByRole('button', { name: 'Show All of It Again' }).click();
    await overview.locator('.part.shown').waitFor({ state: 'detached' });
    await message().waitFor({ state: 'hidden' });
  });

  it('can be read and used by keyboard alone', async () => {
    const overview = await frame('Overview');
    const column = overview.locator('#days button.column[tabindex="0"]');
    await column.focus();
    await window().page.keyboard.press('Home');
    const first = overview.locator('#days button.column').first();
    assert.equal(await overview.locator('#days .readout').textContent(), await first.getAttribute('aria-label'));
    await window().page.keyboard.press('Enter');
    await overview.locator('.part.shown', { hasText: (await first.getAttribute('data-query')) ?? '' }).waitFor();
    await overview.getByRole('button', { name: 'Show All of It Again' }).click();
    await overview.locator('.part.shown').waitFor({ state: 'detached' });
  });

  it('follows the query of the tree', async () => {
    await window().execute('sessionExplorer.setQuery', 'provider:series status:completed');
    const overview = await frame('Overview');
    await overview.locator('.asked', { hasText: 'provider:series status:completed' }).waitFor();
    const attended = overview.locator('[data-metric="attended"]');
    assert.match((await attended.textContent()) ?? '', /^\d+(\.\d)?%$/);
    assert.equal(await overview.locator('#devices').count(), 0);
    await window().execute('sessionExplorer.setQuery', '');
    await overview.locator('.asked').waitFor({ state: 'detached' });
  });

  it('asks for devices on demand, and says for how many of how many sessions it has them', async () => {
    const overview = await frame('Overview');
    const devices = overview.locator('#devices');
    await devices.getByRole('button', { name: /^Ask for \d+ (Sessions|More)$/ }).click();
    await devices.locator('.said', { hasText: /^From \d+ of \d+ completed sessions/ }).waitFor();
    await devices.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    const told = (await devices.locator('.said').textContent())?.match(/\d+/g)?.map(Number);
    assert.equal(told?.[0], Math.min(100, told?.[1] ?? 0));
    assert.ok(number(await devices.locator('tbody tr').first().locator('.number').first().textContent()) > 0);
  });

  it('still has them when it is closed and opened again, and asks only for the rest', async () => {
    const said = (of: Frame): Locator => of.locator('#devices .said', { hasText: /^From \d+ of \d+/ });
    const before = await said(await frame('Overview')).textContent();
    await window().execute('workbench.action.closeAllEditors');
    await window().page.locator('iframe.webview').waitFor({ state: 'detached' });
    await window().command('Sessions: Open Overview');
    const overview = await frame('Overview');
    await said(overview).waitFor();
    assert.equal(await said(overview).textContent(), before);
  });

  for (const theme of THEMES)
    it(`has no flaw that axe finds in ${theme}`, async () => {
      await window().setTheme(theme);
      const overview = await frame('Overview');
      assert.deepEqual(await flaws(overview), []);
      await window().screenshot(`overview-${theme}`);
    });

  it('compares two sessions that are chosen in the tree', async () => {
    await window().setTheme('dark');
    await window().execute('sessionExplorer.setQuery', 'provider:digitalSamba,series status:completed');
    await message().filter({ hasText: 'provider:digitalSamba,series' }).waitFor();
    await window().expand('Digital Samba');
    await window().expand('Completed');
    const sessions = sidebar().locator('.monaco-list-row[aria-level="3"]');
    await sessions.nth(0).click();
    // It comes with the click and takes the focus.
    await window().frameOfWebview('[data-metric="participation_minutes"]');
    const others = sessions.and(window().page.locator(':not(.selected)'));
    await others.first().click({ modifiers: ['ControlOrMeta'] });
    await sidebar().locator('.monaco-list-row.selected').nth(1).waitFor();
    await window().command('Sessions: Compare');
    const compared = await frame('Compare Sessions');
    await compared.locator('main:not([aria-busy])').waitFor();
    assert.equal(await compared.locator('thead .side').count(), 2);
    const row = compared.locator('tbody tr', { has: compared.locator('th', { hasText: 'Participation minutes' }) });
    for (const cell of [0, 1]) assert.match((await row.locator('td').nth(cell).textContent()) ?? '', /^[\d,]+ min$/);
    const differing = await compared.locator('tr.differs').count();
    assert.match(
      (await compared.locator('.scope').textContent()) ?? '',
      new RegExp(`^${differing} of \\d+ rows differ`),
    );
    assert.deepEqual(await flaws(compared), []);
    await compared.getByLabel('Only what differs').check();
    assert.equal(await compared.locator('tr.same:visible').count(), 0);
    await window().screenshot('compare');
  });
});
