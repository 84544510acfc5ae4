import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { providerOf } from '../../src/providers/registry.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { allowMany } from '../bench/generous.ts';
import { exactly, suiteWindow } from './window.ts';

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
  const rowWith = (label: string, beside: RegExp): Locator =>
    window()
      .row(label)
      .filter({ has: window().page.locator('.label-description', { hasText: beside }) });
  const opened = (): Locator => window().page.locator('[aria-expanded="true"]');
  const picture = (name: string): Promise<string> => window().screenshot(`100000-${name}`);
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
    for (const label of labels) await rowWith(label, /^20,000$/).waitFor({ timeout: 150_000 });
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

  it('pages through them by keyboard', async () => {
    await level(5).first().click();
    await window().frameOfWebview('h1');
    await window().execute('sessionExplorer.sessions.focus');
    const focused = sidebar().locator('.monaco-list-row.focused');
    for (const press of ['first', 'second']) {
      const at = await focused.getAttribute('data-index');
      assert.ok(at, press);
      await window().page.keyboard.press('PageDown');
      await focused.and(window().page.locator(`:not([data-index="${at}"])`)).waitFor();
    }
    await picture('page');
  });

  it('keeps what is open and selected where a filter leaves it', async () => {
    const selected = sidebar().locator('.monaco-list-row.selected[aria-level="5"]');
    const title = plain(await selected.locator('.label-name').innerText());
    await window().execute('sessionExplorer.setQuery', 'provider:series');
    await message(/^Showing 20,000 of 100,000/).waitFor();
    await window().row('Hyra').waitFor({ state: 'hidden' });
    await selected.filter({ hasText: title }).waitFor();
    await window().command('Sessions: Clear Filters');
    await window().row('Hyra').waitFor();
    await selected.filter({ hasText: title }).waitFor();
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
    const detail = await window().frameOfWebview('h1', exactly(title));
    await picture('opened');
    // A page takes the focus once it is loaded, and with that closes a list that was opened before.
    await detail.waitForFunction(() => document.hasFocus());
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
    await window().command('Sessions: Group By');
    await window()
      .choice(/Status → Provider/)
      .waitFor();
    await picture('group-by');
    await window().pick(/Status → Provider/);
    await window().row('Completed').and(level(1)).waitFor();
    await picture('grouped');
    await window().changeSettings({ 'sessionExplorer.groupBy': null });
    await rowWith('Series', /^20,000$/).waitFor();
  });

  it('refreshes, and stays where it is', async () => {
    const rows = await window().rowLabels();
    await window().execute('sessionExplorer.refresh');
    await rowWith('Series', /^20,000$/).waitFor();
    assert.deepEqual(await window().rowLabels(), rows);
    await picture('refreshed');
  });

  it('is told when nothing matches', async () => {
    await window().execute('sessionExplorer.setQuery', 'title-of-nothing-at-all');
    await sidebar().locator('.welcome-view-content').getByRole('button', { name: 'Clear Filters' }).waitFor();
    await picture('empty');
    await window().command('Sessions: Clear Filters');
    await rowWith('Series', /^20,000$/).waitFor();
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
});

const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '').trim();
