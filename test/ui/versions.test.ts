import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { SCHEMA } from '../../src/store/schema.ts';
import { workbenchUrl } from '../host/page.ts';
import { makeRunDir, root } from '../host/paths.ts';
import { connect } from './account.ts';
import { exactly, suiteWindow, until } from './window.ts';

describe('two versions of the product', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;
  let newer: string;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
    newer = await newerVersion();
  });
  after(async () => {
    await simulator.close();
    await rm(newer, { recursive: true, force: true });
  });

  it('share a store: the newer one has it, the older one says so once and works on in memory', async () => {
    const [account] = simulator.connections.filter(({ provider }) => provider === 'series');
    assert.ok(account);
    await window().openView();
    await connect(window(), account, 'series');
    /** What stands beside the service once it is loaded. */
    const besideService = (page: Page, text = /^\d+$/) =>
      page
        .locator('.part.sidebar .monaco-list-row', { hasText: 'Series' })
        .locator('.label-description', { hasText: text });
    await besideService(window().page).waitFor();
    const count = (await besideService(window().page).textContent()) ?? '';
    const all = exactly(count);

    const other = await window().page.context().newPage();
    const { host } = window();
    const running = window().nextHost();
    await other.goto(workbenchUrl(host, { folder: host.folder, extension: newer }));
    await running;
    await window().execute('sessionExplorer.sessions.focus');
    await besideService(other, all).waitFor();
    assert.deepEqual(await stored(), { version: SCHEMA.length + 1, sessions: Number(count) });

    await window().page.bringToFront();
    for (let times = 0; times < 2; times += 1) {
      const before = simulator.log.length;
      await window().command('Sessions: Refresh');
      await until(window().page, () => simulator.log.length > before);
    }
    await window().command('Notifications: Show Notifications');
    const told = window().page.locator('.notifications-center .notification-list-item', {
      hasText: /by a newer version/,
    });
    await told.waitFor();
    assert.equal(await told.count(), 1);
    await window().screenshot('older-version');
    await besideService(window().page, all).waitFor();
    await other.bringToFront();
    await window().execute('sessionExplorer.refresh');
    await besideService(other, all).waitFor();
    assert.deepEqual(await stored(), { version: SCHEMA.length + 1, sessions: Number(count) });
    await other.close();
  });

  /** What lies in the file that the versions share. */
  async function stored(): Promise<{ version: number; sessions: number }> {
    const folder = join(window().host.dataDir, 'data/User/globalStorage/session-explorer.session-explorer');
    const [file] = (await readdir(folder)).filter(name => /\.(db|sqlite)$/.test(name));
    assert.ok(file);
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    try {
      const version = database.prepare('PRAGMA user_version').get()?.user_version;
      const sessions = database.prepare('SELECT count(*) AS n FROM sessions').get()?.n;
      return { version: Number(version), sessions: Number(sessions) };
    } finally {
      database.close();
    }
  }
});

/** The built extension as its next version may be: with one more step of the schema. */
async function newerVersion(): Promise<string> {
  const dir = await makeRunDir();
  for (const name of await readdir(root))
    if (/^(package(\.nls.*)?\.json|media|dist)$/.test(name))
      await cp(join(root, name), join(dir, name), { recursive: true });
  const chunks = join(dir, 'dist/chunks');
  const last = `${SCHEMA.at(-1)}\``;
  let patched = 0;
  for (const name of await readdir(chunks)) {
    const text = await readFile(join(chunks, name), 'utf8');
    if (!text.includes(last)) continue;
    await writeFile(join(chunks, name), text.replace(last, `${last},\`CREATE TABLE later (n INTEGER)\``));
    patched += 1;
  }
  assert.equal(patched, 1, 'the schema stands in one file of the build');
  return dir;
}
