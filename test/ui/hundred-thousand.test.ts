import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { providerOf } from '../../src/providers/registry.ts';
import { DAY } from '../../src/session/instant.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { allowMany } from '../bench/generous.ts';
import { exactly, plain, suiteWindow } from './window.ts';

const EACH = 20_000;

// Each step leaves a picture of what a person sees, `.vscode-test/screenshots/100000-….png`, to be looked at.
describe('a person with a hundred thousand sessions', () => {
  const window = suiteWindow({
    locale: 'en-GB',
    timeZone: 'Europe/London',
    settings: {
      'sessionExplorer.historyDays': 400,
      'sessionExplorer.aheadDays': 60,
      'sessionExplorer.refresh.liveSeconds': 0,
      'sessionExplorer.refresh.idleSeconds': 0,
    },
  });
  let simulator: Simulator;

  before(async () => {
    allowMany();
    simulator = await startSimulator({ sessions: EACH, rateLimit: false });
  });
  after(() => simulator.close());

  const sidebar = (): Locator => window().page.locator('.part.sidebar');
  const message = (text: RegExp): Locator => sidebar().locator('.message').filter({ hasText: text });
  const box = (): Locator => window().page.locator('.quick-input-widget:visible');
  const level = (depth: number): Locator => sidebar().locator(`.monaco-list-row[aria-level="${depth}"]`);
  const opened = (): Locator => window().page.locator('[aria-expanded="true"]');
  const picture = (name: string): Promise<string> => window().screenshot(`100000-${name}`);
  const selected = (title: string): Locator =>
    sidebar()
      .locator('.monaco-list-row.selected')
      .filter({ has: window().page.locator('.label-name', { hasText: exactly(title) }) });
  /** A page takes the focus once it is loaded, and with that closes a list that was opened before. */
  const detailOf = async (title: string): Promise<void> => {
    const detail = await window().frameOfWebview('h1', exactly(title));
    await detail.waitForFunction(() => document.hasFocus());
  };
  /** Clicks a session's row. */
  const select = async (row: Locator): Promise<string> => {
    await row.click();
    const title = plain(await sidebar().locator('.monaco-list-row.selected .label-name').innerText());
    await detailOf(title);
    return title;
  };
  const found = async (): Promise<number> => {
    const text = await message(/^Showing/).innerText();
    return Number(/Showing ([\d,]+) of 100,000/.exec(text)?.[1]?.replaceAll(',', ''));
  };

  it('connects five services and sees all of each', async () => {
    await window().openView();
    for (const { key, label: _, ...connection } of simulator.connections) {
      const added = window().execute('sessionExplorer.addConnection', {
        id: connection.provider.toLowerCase(),
        ...connection,
      });
      await box().locator('.quick-input-message', { hasText: /Key/ }).waitFor();
      await window().type(key);
      await window().accept();
      await added;
      await window().row(providerOf(connection.provider).label).first().waitFor();
    }
    await picture('loading');
    const labels = simulator.connections.map(({ provider }) => providerOf(provider).label);
    for (const label of labels) await window().collapse(label);
    for (const label of labels)
      await window()
        .row(label, /^20,000$/)
        .waitFor({ timeout: 150_000 });
    await picture('tree');
  });

  it('expands a service down to the sessions of a day', async () => {
    await window().expand('Series');
    await window().expand('Completed');
    await level(3).first().waitFor();
    await picture('months');
    await level(3).first().locator('.monaco-tl-twistie').click();
    await level(4).first().locator('.monaco-tl-twistie').click();
    await level(5).first().waitFor();
    await picture('expanded');
  });

  it('keeps what is open and selected where a filter leaves it', async () => {
    const title = await select(level(5).first());
    await window().execute('sessionExplorer.setQuery', 'provider:series');
    await message(/^Showing 20,000 of 100,000/).waitFor();
    await window().row('Hyra').waitFor({ state: 'hidden' });
    await selected(title).and(level(5)).waitFor();
    await window().execute('sessionExplorer.clearFilters');
    await window().row('Hyra').waitFor();
    await selected(title).and(level(5)).waitFor();
  });

  it('sees what changed since it last looked, by a mark that goes when it does', async () => {
    const { series } = simulator.world;
    const late = [...series.select({ from: Date.now() - DAY, to: Date.now() })];
    for (const { id } of late) series.update(id, { title: 'Moved' });
    await window().execute('sessionExplorer.refresh', 'series');
    const marked = window().row('Moved', /^• /);
    await selected('Moved').and(marked).waitFor();
    await picture('changed');
    await selected('Moved').click();
    await selected('Moved').filter({ hasNotText: '•' }).waitFor();
  });

  it('pages through them by keyboard', async () => {
    await window().execute('sessionExplorer.sessions.focus');
    const focused = sidebar().locator('.monaco-list-row.focused');
    for (const press of ['first', 'second']) {
      const at = await focused.getAttribute('data-index');
      assert.ok(at, press);
      await window().page.keyboard.press('PageDown');
      await focused.and(window().page.locator(`:not([data-index="${at}"])`)).waitFor();
    }
    await picture('page');
    await window().page.keyboard.press('Home');
    await window().row('Live now').waitFor();
  });

  it('types, and is answered at each letter by sessions that say why', async () => {
    await window().command('Sessions: Search');
    const rows = box().locator('.monaco-list-row');
    for (const typed of ['t', 'tr', 'tra', 'train']) {
      await window().type(typed);
      const begun = new RegExp(`\\b${typed}`, 'i');
      await rows.filter({ hasNotText: begun }).first().waitFor({ state: 'detached' });
      await rows.filter({ hasText: begun }).first().waitFor();
      if (typed === 't') await picture('first-letter');
    }
    await box()
      .locator('.quick-input-title', { hasText: /^Search · [\d,]+ found$/ })
      .waitFor();
    await picture('typed');
  });

  it('opens what was found', async () => {
    const title = plain(await box().locator('.monaco-list-row.focused .label-name').innerText());
    await window().accept();
    await detailOf(title);
    await picture('opened');
  });

  it('is offered qualifiers and their values with a count, and shows in the tree what they find', async () => {
    await window().command('Sessions: Search');
    await window().type('sta');
    await window().pick('status:');
    await window()
      .choice('upcoming')
      .locator('.label-description', { hasText: /^[\d,]+$/ })
      .waitFor();
    await picture('values');
    await window().pick('upcoming');
    await box()
      .locator('.quick-input-title', { hasText: /^Search · \d,\d+ found$/ })
      .waitFor();
    assert.equal(await window().input().inputValue(), 'status:upcoming ');
    await box().getByRole('button', { name: 'Show in the tree' }).click();
    await message(/^Showing \d,\d+ of 100,000 · status:upcoming$/).waitFor();
    await window().execute('sessionExplorer.clearFilters');
    await message(/^Showing/).waitFor({ state: 'hidden' });
  });

  it('keeps a question as a view with its count, gives it another name, and takes it away', async () => {
    await window().command('Sessions: Search');
    await window().type('status:cancelled');
    await box()
      .locator('.quick-input-title', { hasText: /^Search · \d,\d+ found$/ })
      .waitFor();
    await box().getByRole('button', { name: 'Save as a view' }).click();
    await box().locator('.quick-input-title', { hasText: 'Save view' }).waitFor();
    await window().type('Called off');
    await window().accept();
    await window()
      .row('Called off', /^\d,\d+$/)
      .waitFor();
    await picture('view');
    await window().command('Sessions: Rename View');
    await window().pick('Called off');
    await box().locator('.quick-input-title', { hasText: 'Rename view' }).locator('visible=true').waitFor();
    await window().type('Not held');
    await window().accept();
    await window()
      .row('Not held', /^\d,\d+$/)
      .waitFor();
    await window().row('Called off').waitFor({ state: 'detached' });
    await window().command('Sessions: Delete View');
    await window().pick('Not held');
    await window().row('Not held').waitFor({ state: 'detached' });
  });

  it('leaves out what it chooses to', async () => {
    await window().command('Sessions: Filter by Status');
    await window().choice('Completed').waitFor();
    await box().getByRole('button', { name: 'Leave these out' }).click();
    await box()
      .locator('.quick-input-title', { hasText: /leave out/ })
      .waitFor();
    await window().pick('Completed');
    await picture('left-out');
    await window().accept();
    await message(/^Showing [\d,]+ of 100,000 · -status:completed$/).waitFor();
    await window().row('Hyra').waitFor();
    await window().command('Sessions: Clear Filters');
    await message(/^Showing/).waitFor({ state: 'hidden' });
  });

  it('sees how many stand behind each date', async () => {
    await window().command('Sessions: Filter by Date');
    await window()
      .choice('Today', /^[\d,]+ · on:today$/)
      .waitFor();
    await picture('dates');
    await window().pick('A month …');
    await window()
      .choice(/^\w+ \d{4}$/, /^[\d,]+$/)
      .first()
      .waitFor();
    await picture('month');
    await window().page.keyboard.press('Escape');
  });

  it('sees how many stand behind each choice, and chooses two', async () => {
    await window().command('Sessions: Filter');
    await window()
      .choice(/Status/)
      .first()
      .waitFor();
    await picture('filters');
    await window().pick(/Status/);
    await window().choice('Upcoming').waitFor();
    await picture('choices');
    await window().pick('Live');
    await window().pick('Upcoming');
    await picture('chosen');
    await window().accept();
    await message(/^Showing [\d,]+ of 100,000/).waitFor();
    const upcoming = await found();
    assert.ok(upcoming > 100 && upcoming < 50_000, `${upcoming}`);
    await window().command('Sessions: Filter by Host');
    await window().choice(/./).first().waitFor();
    await picture('hosts');
    await window().page.keyboard.press('Escape');
    await picture('filtered');
  });

  it('groups them otherwise', async () => {
    await window().command('Sessions: Clear Filters');
    await message(/^Showing/).waitFor({ state: 'hidden' });
    await window().row('Completed').and(level(2)).and(opened()).first().waitFor();
    const title = await select(level(5).first());
    await window().command('Sessions: Group By');
    await window()
      .choice(/Status → Provider/)
      .waitFor();
    await picture('group-by');
    await window().pick(/Status → Provider/);
    await window().row('Completed').and(level(1)).waitFor();
    // Status, provider, month, day: what was selected is found again where it stands now.
    await selected(title).and(level(5)).waitFor();
    await picture('grouped');
    await window().changeSettings({ 'sessionExplorer.groupBy': null });
    await window()
      .row('Series', /^20,000$/)
      .waitFor();
  });

  it('refreshes, and stays where it is', async () => {
    // A day that is long over: today's list may grow while it is read.
    await window().collapse(/^Today/);
    await window().expand(/^\w{3}, \w{3} \d+$/);
    await level(5).first().waitFor();
    const rows = await window().rowLabels();
    await window().execute('sessionExplorer.refresh');
    await window()
      .row('Series', /^20,000$/)
      .waitFor();
    assert.deepEqual(await window().rowLabels(), rows);
    await picture('refreshed');
  });

  it('is told when nothing matches', async () => {
    await window().execute('sessionExplorer.setQuery', 'title-of-nothing-at-all');
    await sidebar().locator('.welcome-view-content').getByRole('button', { name: 'Clear Filters' }).waitFor();
    await picture('empty');
    await window().command('Sessions: Clear Filters');
    await window()
      .row('Series', /^20,000$/)
      .waitFor();
  });

  it('is told what failed and how old the rest is', async () => {
    simulator.faults.set('series', { kind: 'status', code: 401 });
    simulator.faults.set('hyra', { kind: 'html' });
    await window().execute('sessionExplorer.refresh');
    for (const label of ['Series', 'Hyra'])
      await window().row(label).locator('.codicon-warning, .codicon-error').first().waitFor();
    await picture('failed');
    await window().expand('Hyra');
    await window().expand('Live');
    await picture('stale');
  });

  it('is told alike by tree, badge and status bar how many live ones nobody confirms any more', async () => {
    await window().changeSettings({ 'sessionExplorer.refresh.liveSeconds': 5 });
    await window()
      .row('Live now', /^\d+ · \d+ not confirmed$/)
      .waitFor();
    await window().page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('.part.sidebar .monaco-list-row')];
      const said = rows.map(row => /Live now\D*(\d+) · (\d+) not confirmed/.exec(row.textContent ?? '')).find(Boolean);
      const badge = document.querySelector(
        '.activitybar .action-item:has([aria-label^="Session Explorer"]) .badge-content',
      );
      const bar = / and (\d+) more/.exec(document.querySelector('.part.statusbar')?.textContent ?? '');
      if (!said || !badge || !bar) return false;
      return (
        Number(said[1]) - Number(said[2]) === Number(badge.textContent) &&
        Number(bar[1]) + 1 === Number(badge.textContent)
      );
    });
    await picture('not-confirmed');
  });
});
