import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PROVIDER_IDS } from '../../src/session/connection.ts';
import { type SimulatedConnection, type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { DEVICES, metricsOf, peak, staysOf } from '../../src/simulator/stays.ts';
import { canaryOf, leakIn } from '../unit/secrets/canary.ts';
import { suiteWindow, until } from './window.ts';

describe('a person with an account', () => {
  const logLevel = 'info,session-explorer.session-explorer=trace';
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London', logLevel });
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({
      sessions: 120,
      keys: Object.fromEntries(PROVIDER_IDS.map(id => [id, canaryOf(id)])),
    });
  });
  after(() => simulator.close());

  const connectionTo = (provider: string): SimulatedConnection => {
    const found = simulator.connections.find(each => each.provider === provider);
    assert.ok(found);
    return found;
  };
  const box = (): Locator => window().page.locator('.quick-input-widget:visible');
  const asked = (prompt: RegExp): Promise<void> => box().locator('.quick-input-message', { hasText: prompt }).waitFor();
  const answer = async (text: string): Promise<void> => {
    await window().type(text);
    await window().accept();
  };

  /** All that VS Code wrote for this person, but for what it compiled. */
  async function written(): Promise<Map<string, Buffer>> {
    const files = await readdir(window().host.dataDir, { recursive: true, withFileTypes: true });
    const paths = files.filter(file => file.isFile()).map(file => join(file.parentPath, file.name));
    return new Map(
      await Promise.all(paths.map(async path => [path, await readFile(path).catch(() => Buffer.of())] as const)),
    );
  }

  const setting = async (): Promise<unknown> => {
    const text = await readFile(join(window().host.dataDir, 'data/User/settings.json'), 'utf8');
    return (JSON.parse(text) as Record<string, unknown>)['sessionExplorer.connections'];
  };

  it('adds a connection: the service, then what that one needs, then the key', async () => {
    const { baseUrl, workspaceId = '', key } = connectionTo('prplManagement');
    await window().openView();
    await window().command('Sessions: Add Connection');
    await window().pick('prplManagement');
    await asked(/Address of the API/);
    await answer('ftp://nonsense');
    await asked(/https/);
    await answer(baseUrl);
    await asked(/Workspace/);
    await answer(workspaceId);
    await asked(/Key/);
    assert.equal(await window().input().getAttribute('type'), 'password');
    await window().screenshot('add-connection-key');
    await answer('not-the-key');
    await asked(/belongs to another workspace|does not accept/);
    await window().screenshot('add-connection-wrong-key');
    await answer(key);
    await box().waitFor({ state: 'hidden' });
    await window().row('prplManagement', /^\d+$/).waitFor();
    assert.deepEqual(await setting(), [{ provider: 'prplManagement', id: 'prpl-management', baseUrl, workspaceId }]);
  });

  it('goes back to mend an address that nobody answers at', async () => {
    const { baseUrl, workspaceId = '', key } = connectionTo('placio');
    await window().command('Sessions: Add Connection');
    await window().pick('Placio');
    await asked(/Address of the API/);
    await answer('http://127.0.0.1:1');
    await asked(/Workspace/);
    await answer(workspaceId);
    await asked(/zone/);
    await answer('Africa/Cairo');
    await asked(/Key/);
    await answer(key);
    await asked(/127\.0\.0\.1/);
    await window().screenshot('add-connection-refused');
    const back = box().getByRole('button', { name: 'Back' });
    await back.click();
    await asked(/zone/);
    await back.click();
    await asked(/Workspace/);
    await back.click();
    await asked(/Address of the API/);
    await answer(baseUrl);
    await asked(/Workspace/);
    await window().accept();
    await asked(/zone/);
    await window().accept();
    await asked(/Key/);
    await answer(key);
    await box().waitFor({ state: 'hidden' });
    await window().row('Placio', /^\d+$/).waitFor();
  });

  it('is asked for the key alone when all else is given', async () => {
    const { provider, baseUrl, teamId, key } = connectionTo('digitalSamba');
    const added = window().execute('sessionExplorer.addConnection', { id: 'video', provider, baseUrl, teamId });
    await asked(/Key/);
    await answer(key);
    await added;
    await window().row('Digital Samba', /^\d+/).waitFor();
  });

  /** The newest that was over as the tests began: while they run, another one may end. */
  let past: { id: string };

  it('reads what the service says off the detail', async () => {
    const began = Date.now();
    const [newest] = simulator.world.digitalSamba.select({ to: began, where: ({ end }) => end < began }).slice(0, 1);
    assert.ok(newest);
    past = newest;
    await window().execute('sessionExplorer.openDetail', `video/${past.id}`);
    await shows(past.id);
  });

  /** The open detail shows the figures that the service's own books hold. */
  async function shows(id: string): Promise<void> {
    const session = simulator.world.digitalSamba.get(id);
    assert.ok(session);
    const { session_duration, ...truth } = metricsOf(session, Date.now());
    const frame = await window().frameOfWebview('[data-metric="participation_minutes"]');
    const shown = await frame
      .locator('[data-metric]')
      .evaluateAll(elements => elements.map(each => [each.getAttribute('data-metric') ?? '', each.textContent ?? '']));
    const figures = Object.fromEntries(shown.map(([name = '', text = '']) => [name, Number(text.replaceAll(',', ''))]));
    assert.deepEqual(figures, truth);
    const stays = staysOf(session);
    if (stays.length > 0) {
      const present = await frame.locator('.alternative tbody tr td:last-child').allTextContents();
      assert.equal(Math.max(...present.map(Number)), peak(stays, Date.now()));
    }
    const people = frame.locator('table').filter({ hasText: /Joined|Name/ });
    await people.first().waitFor();
  }

  it('reads off the tables of the overview what the books of the service hold', async () => {
    const dayOf = (at: number): string => new Date(at).toLocaleDateString('sv', { timeZone: 'Europe/London' });
    const hourOf = (at: number): string =>
      new Date(at)
        .toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })
        .slice(0, 2);
    const today = dayOf(Date.now());
    const from = new Date(Date.parse(today) - 20 * 86_400_000).toISOString().slice(0, 10);
    const sessions = [...simulator.world.digitalSamba.select({ ascending: true })].filter(
      ({ start, end }) => dayOf(start) >= from && dayOf(start) < today && end < Date.now(),
    );
    assert.ok(sessions.length > 5);
    const query = `provider:digitalSamba status:completed after:${from} before:${today}`;
    await window().execute('sessionExplorer.setQuery', query);
    await window().execute('sessionExplorer.openOverview');
    const overview = await window().frameOfWebview('.asked', query);
    const numbers = (texts: string[]): number[] =>
      texts.map(text => Number(text.replaceAll(',', '').match(/\d+/)?.[0]));
    const column = async (section: string, nth: string): Promise<number[]> =>
      numbers(await overview.locator(`#${section} .numbers tbody tr > :${nth}`).allTextContents());
    const counted = (by: (at: number) => string, of: (session: (typeof sessions)[number]) => number = () => 1) => {
      const sums = new Map<string, number>();
      for (const session of sessions) sums.set(by(session.start), (sums.get(by(session.start)) ?? 0) + of(session));
      return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
    };
    assert.deepEqual(await column('days', 'nth-child(2)'), counted(dayOf));
    assert.deepEqual(
      await column('people', 'nth-child(2)'),
      counted(dayOf, session => staysOf(session).length),
    );
    assert.deepEqual(await column('hours', 'last-child'), counted(hourOf));
    const devices = overview.locator('#devices');
    await devices.getByRole('button', { name: /^Ask for \d+ (Sessions|More)$/ }).click();
    await devices.locator('.said', { hasText: `From ${sessions.length} of ${sessions.length} ` }).waitFor();
    const told = await devices
      .locator('tbody tr')
      .evaluateAll(rows => rows.map(row => [...row.querySelectorAll('.number')].map(cell => cell.textContent ?? '')));
    const figures = sessions.map(session => metricsOf(session, Date.now()));
    const sum = (name: string): number => figures.reduce((all, each) => all + (each[name] ?? 0), 0);
    assert.deepEqual(
      told.map(numbers),
      DEVICES.map(device => [sum(`${device}_participation_minutes`), sum(`${device}_participants`)]),
    );
    await window().execute('sessionExplorer.setQuery', '');
    await window().execute('workbench.action.closeActiveEditor');
  });

  it('finds it all again after a restart: rows, key and the open detail', async () => {
    const { id } = past;
    await remembered(window().page, JSON.stringify({ key: `video/${id}` }));
    await window().reopen();
    await window().row('Digital Samba', /^\d+/).waitFor();
    await shows(id);
    const before = simulator.log.length;
    await window().execute('sessionExplorer.refresh');
    const asked = simulator.log.slice(before);
    assert.deepEqual(new Set(asked.map(({ auth }) => auth)), new Set(['ok']));
    assert.deepEqual(
      new Set(asked.map(({ provider }) => provider)),
      new Set(['digitalSamba', 'placio', 'prplManagement']),
    );
    await window().screenshot('restored');
  });

  it('has no key and no patient in any file, nor in what VS Code remembers', async () => {
    const names = [...simulator.world.placio.select()].flatMap(({ id, name }) => [id, name ?? id]);
    const kept = new Map([...(await written()), ['state', Buffer.from((await statesIn(window().page)).join('\n'))]]);
    for (const [path, bytes] of kept) {
      assertSilent(path, bytes);
      assert.deepEqual(
        names.filter(name => bytes.includes(name)),
        [],
        path,
      );
    }
  });

  it('has no key on screen either, in the pages of panels, or in what the window says to its console', async () => {
    for (const frame of window().page.frames()) assertSilent(frame.url(), await frame.content());
    assertSilent('console', window().workbench.log());
    assertSilent('host', window().host.log());
  });

  function assertSilent(where: string, found: string | Buffer): void {
    const leak = leakIn(
      found,
      simulator.connections.map(({ key }) => key),
    );
    assert.equal(leak, undefined, where);
  }

  it('finds the overview and a comparison again, where one of the two had to be asked for anew', async () => {
    const { id } = past;
    const [patient] = [...simulator.world.placio.select()];
    assert.ok(patient);
    const keys = [`video/${id}`, `placio/${patient.id}`];
    await window().execute('sessionExplorer.compare', ...keys);
    await window().frameOfWebview('main.compare:not([aria-busy]) tbody');
    await remembered(window().page, JSON.stringify({ keys }));
    await window().execute('sessionExplorer.openOverview');
    await remembered(window().page, JSON.stringify({ query: '' }));
    await window().reopen();
    await window().frameOfWebview('[data-metric="sessions"]');
    await window().page.getByRole('tab', { name: 'Compare Sessions' }).click();
    await window().frameOfWebview('thead .side + .side');
    await window().execute('workbench.action.closeAllEditors');
    await window().execute('sessionExplorer.openDetail', `video/${id}`);
    // It takes the focus once it is there.
    await window().frameOfWebview('h1');
  });

  it('removes a connection, and nothing of it is left', async () => {
    const ids = [...simulator.world.digitalSamba.select()].map(({ id }) => id);
    const heading = (await window().frameOfWebview('h1')).locator('h1');
    const title = (await heading.textContent()) ?? '';
    assert.notEqual(title, '');
    await remembered(window().page, title);
    await window().command('Sessions: Remove Connection');
    await window().pick('Digital Samba');
    await window().row('Digital Samba').waitFor({ state: 'hidden' });
    await window().page.locator('iframe.webview').waitFor({ state: 'detached' });
    assert.ok(!JSON.stringify(await setting()).includes('video'));
    for (const [path, bytes] of await written()) {
      if (path.endsWith('.log')) continue;
      assert.deepEqual(
        ids.filter(id => bytes.includes(id)),
        [],
        path,
      );
    }
    // VS Code forgets the window's panels a moment after they close, while it has the focus.
    await window().page.locator('.part.sidebar .composite.title').click();
    await noted(window().page, rows => !rows.some(row => [...ids, title].some(text => row.includes(text))));
    await window().execute('sessionExplorer.removeConnection', 'placio');
    await window().execute('sessionExplorer.removeConnection', 'prpl-management');
    await window()
      .page.locator('.part.sidebar .welcome-view-content')
      .getByRole('button', { name: 'Add a Connection' })
      .waitFor();
    assert.equal(await setting(), undefined);
  });
});

/** What the browser's VS Code keeps of its windows and of extensions' state: each database's rows as text, unescaped. */
async function statesIn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('vscode-web-state-db')) continue;
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const held = database.transaction(store).objectStore(store);
        const [keys, values] = [await done(held.getAllKeys()), await done(held.getAll())];
        // JSON within JSON, each layer escaped once more.
        rows.push(...keys.map((key, at) => `${String(key)}: ${String(values[at]).replaceAll('\\', '')}`));
      }
      database.close();
    }
    return rows;
  });
}

/** It writes down what its windows show every few seconds, and not when its page is left. */
async function noted(page: Page, as: (rows: readonly string[]) => boolean): Promise<void> {
  await until(page, async () => as(await statesIn(page)));
}

const remembered = (page: Page, text: string): Promise<void> =>
  noted(page, rows => rows.some(row => row.includes(text)));
