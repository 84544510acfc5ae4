import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { exactly, plain, suiteWindow, type Theme } from './window.ts';

const PROVIDERS = ['Digital Samba', 'Hyra', 'Placio', 'prplManagement', 'Series'];
const STATUSES = ['Live', 'Upcoming', 'Completed', 'Cancelled', 'Missed', 'Unknown'];
const THEMES: readonly Theme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

describe('a person with no account', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });

  const sidebar = (): Locator => window().page.locator('.part.sidebar');
  const message = (): Locator => sidebar().locator('.message');
  const button = (name: string): Locator => sidebar().locator('.welcome-view-content').getByRole('button', { name });
  /** The description beside a row's label. */
  const description = async (label: string): Promise<string> =>
    (await (await window().findRow(label)).locator('.label-description').innerText()).trim();
  const count = async (label: string): Promise<number> =>
    Number((await description(label)).replaceAll(',', '').match(/^\d+/)?.[0]);

  const detailOf = (title: string): Promise<Frame> => window().frameOfWebview('h1', exactly(title));

  it('is welcomed with a way to connect and one to look around', async () => {
    await window().openView();
    await button('Add a Connection').waitFor();
    await button('Explore Sample Data').waitFor();
    await window().screenshot('welcome');
  });

  it('sees five services with a click, each counted', async () => {
    await button('Explore Sample Data').click();
    for (const provider of PROVIDERS) await window().row(provider, /^\d+$/).waitFor();
    const labels = (await window().rowLabels()).filter(label => PROVIDERS.includes(label));
    assert.deepEqual(labels, PROVIDERS);
    for (const provider of PROVIDERS) assert.ok((await count(provider)) >= 30, provider);
    await window().screenshot('tree');
  });

  it('sees the statuses of a service, which add up', async () => {
    for (const provider of PROVIDERS.slice(1)) await window().collapse(provider);
    await window().expand('Digital Samba');
    const inside = (await window().rowLabels()).filter(label => STATUSES.includes(label));
    assert.deepEqual(inside, ['Live', 'Completed']);
    // Read at one time: a session may end between two looks.
    const rows = await sidebar()
      .locator('.monaco-list-row')
      .evaluateAll(all =>
        all.map(row => ['name', 'description'].map(part => row.querySelector(`.label-${part}`)?.textContent ?? '')),
      );
    const counts = new Map(rows.map(([name = '', description]) => [plain(name), Number(description)]));
    const [all = 0, live = 0, completed = 0] = ['Digital Samba', 'Live', 'Completed'].map(name => counts.get(name));
    assert.ok(live > 0);
    assert.equal(live + completed, all);
  });

  it('reaches the sessions by keyboard alone', async () => {
    const { page } = window();
    const focused = (): Locator => sidebar().locator('.monaco-list-row.focused');
    const press = async (key: string, until: Locator): Promise<void> => {
      await page.keyboard.press(key);
      await until.waitFor();
    };
    await window().execute('sessionExplorer.sessions.focus');
    await press('Home', focused().and(window().row('Live now')));
    for (let left = 20; left > 0 && !(await focused().and(window().row('Hyra')).isVisible()); left -= 1)
      await page.keyboard.press('ArrowDown');
    await press('ArrowRight', window().row('Hyra').and(page.locator('[aria-expanded="true"]')));
    await press('ArrowDown', focused().and(window().row('Live')));
    await press('ArrowRight', sidebar().locator('.monaco-list-row[aria-level="3"]').first());
    await press('ArrowDown', focused().and(page.locator('[aria-level="3"]')));
    const title = plain(await focused().locator('.label-name').innerText());
    await page.keyboard.press('Enter');
    await detailOf(title);
    await window().screenshot('detail-hyra');
  });

  it('opens a session and reads its metrics', async () => {
    await window().collapse('Hyra');
    await window().expand('Completed');
    const rows = sidebar().locator('.monaco-list-row[aria-level="3"]');
    await rows.first().waitFor();
    await rows.first().click();
    // Rows may move while the pointer is on its way: which one was met, is known from then on.
    const selected = sidebar().locator('.monaco-list-row.selected[aria-level="3"] .label-name');
    const title = plain(await selected.innerText());
    const frame = await detailOf(title);
    const minutes = frame.locator('[data-metric="participation_minutes"]');
    await minutes.waitFor();
    assert.equal(await frame.locator('h1').getAttribute('dir'), 'auto');
    assert.equal(await frame.locator('[data-status]').first().getAttribute('data-status'), 'completed');
    const metrics = await frame
      .locator('[data-metric]')
      .evaluateAll(elements =>
        elements.map(element => [element.getAttribute('data-metric') ?? '', element.textContent ?? ''] as const),
      );
    for (const [name, text] of metrics) assert.match(text, /^\d{1,3}(,?\d{3})*$/, name);
    const names = new Set(metrics.map(([name]) => name));
    for (const name of METRICS) assert.ok(names.has(name), `${name} is not shown`);
    await window().screenshot('detail');
  });

  it('filters by status from the palette, is told so, and clears it', async () => {
    await window().command('Sessions: Filter by Status');
    await window().choice('Live').waitFor();
    await window().screenshot('filter-by-status');
    await window().pick('Live');
    await window().accept();
    await message()
      .filter({ hasText: /^Showing \d+ of \d+ · status:live$/ })
      .waitFor();
    await window().row('Completed').waitFor({ state: 'detached' });
    await window().row('Live').first().waitFor();
    const statuses = (await window().rowLabels()).filter(label => STATUSES.includes(label));
    assert.deepEqual([...new Set(statuses)], ['Live']);
    await window().screenshot('filtered');
    await window().command('Sessions: Clear Filters');
    await message().waitFor({ state: 'hidden' });
    await window().row('Digital Samba', /^\d+$/).waitFor();
  });

  it('is told when nothing matches, and gets out of there', async () => {
    await window().execute('sessionExplorer.setQuery', 'title-of-nothing-at-all');
    await button('Clear Filters').waitFor();
    await window().screenshot('nothing-matches');
    await button('Clear Filters').click();
    await window().row('Digital Samba', /^\d+$/).waitFor();
  });

  it('is told what is wrong with a query', async () => {
    await window().command('Sessions: Set Query');
    await window().type('status:sleeping');
    await window().page.locator('.quick-input-message', { hasText: 'sleeping' }).waitFor();
    await window().screenshot('query-error');
    await window().page.keyboard.press('Escape');
  });

  it('finds a session while typing, and opens it', async () => {
    await window().command('Sessions: Search');
    await window().type('yoga');
    const found = window()
      .choice(/Yoga at noon/)
      .first();
    await found.waitFor();
    await window().screenshot('search');
    await window().accept();
    await detailOf('Yoga at noon');
  });

  it('groups the tree otherwise, from the title of the view', async () => {
    await sidebar().hover();
    await sidebar().locator('.title-actions, .actions').getByRole('button', { name: 'Group By' }).first().click();
    await window()
      .choice(/Status → Provider/)
      .waitFor();
    await window().screenshot('group-by');
    await window().pick(/Status → Provider/);
    await window().row('Upcoming', /^\d+$/).waitFor();
    const first = (await window().rowLabels()).filter(label => STATUSES.includes(label));
    assert.deepEqual(first.slice(0, 3), ['Live', 'Upcoming', 'Completed']);
    await window().changeSettings({ 'sessionExplorer.groupBy': null });
    await window().row('Digital Samba', /^\d+$/).waitFor();
  });

  for (const theme of THEMES) {
    it(`can read it all in ${theme}`, async () => {
      await window().setTheme(theme);
      await detailOf('Yoga at noon');
      await window().screenshot(`theme-${theme}`);
    });
  }

  it('stops, and is where it began', async () => {
    await window().command('Sessions: Stop Sample Data');
    await button('Explore Sample Data').waitFor();
    assert.deepEqual(await window().rowLabels(), []);
  });
});

const METRICS = [
  'participation_minutes',
  'desktop_participation_minutes',
  'mobile_participation_minutes',
  'tablet_participation_minutes',
  'smarttv_participation_minutes',
  'broadcasted_minutes',
  'subscribed_minutes',
  'screen_broadcasted_minutes',
  'screen_subscribed_minutes',
  'live_participants',
  'active_participants',
  'desktop_participants',
  'mobile_participants',
  'tablet_participants',
  'smarttv_participants',
  'max_concurrent_participants',
  'transcription_minutes',
  'e2ee_minutes',
  'recorded_minutes',
  'stored_recorded_minutes',
  'whiteboard_minutes',
  'captions_minutes',
  'breakout_minutes',
  'presentation_minutes',
  'active_roles',
  'public_chat_posts',
  'questions',
  'answers',
  'polls',
];
