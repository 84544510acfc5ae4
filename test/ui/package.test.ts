import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '../../src/simulator/server.ts';
import { packagedFiles, packageExtension } from '../host/package.ts';
import { makeRunDir } from '../host/paths.ts';
import { connect } from './account.ts';
import { openWindow, until } from './window.ts';

/** What people download: kilobytes, pictures included. */
const BUDGET = 600;
/** All that the package may hold; a file that matches none of these was not meant to be in it. */
const WANTED = [
  /^(package(\.nls(\.\w+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(extension|\w+\.worker)\.mjs$/,
  /^dist\/chunks\/[\w-]+\.mjs$/,
  /^dist\/webview\/\w+\.(css|js)$/,
  /^dist\/schemas\/\w+\.json$/,
  /^media\/[\w-]+\.(svg|png)$/,
  /^media\/l10n\/bundle\.l10n\.\w+\.json$/,
  /^media\/pictures\/\w+\.webp$/,
  /^media\/walkthrough\/\w+\.svg$/,
];

describe('the package', () => {
  let dir: string;
  let file: string;
  let said: string;

  before(async () => {
    dir = await makeRunDir();
    file = join(dir, 'session-explorer.vsix');
    said = await packageExtension(file);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('is made without a warning, and within its budget', async () => {
    assert.doesNotMatch(said, /\bwarn/i);
    const { size } = await stat(file);
    assert.ok(size <= BUDGET * 1000, `${Math.round(size / 1000)} kB, more than ${BUDGET}`);
  });

  it('holds what is needed and nothing else', async () => {
    const files = await packagedFiles();
    assert.ok(files.includes('dist/extension.mjs'), files.join(' '));
    assert.deepEqual(
      files.filter(name => !WANTED.some(wanted => wanted.test(name))),
      [],
    );
  });

  for (const vsCode of ['floor', 'newest'] as const)
    it(`works where it is all there is: in the ${vsCode} VS Code, sessions and a detail`, async () => {
      const window = await openWindow({ vsCode, vsix: file, extension: null });
      try {
        await window.openView();
        await window.page.getByRole('button', { name: 'Explore Sample Data' }).click();
        await window.expand('Digital Samba');
        await window.expand('Completed');
        await window.row('Scrum').first().click();
        const minutes = '[data-metric="participation_minutes"]';
        const shown = (await window.frameOfWebview(minutes)).locator(minutes);
        assert.match((await shown.textContent()) ?? '', /^[\d,]+$/);
        await window.screenshot(`package-${vsCode}`);
      } finally {
        await window.close();
      }
    });

  it('that is uninstalled takes what it stored with it, once VS Code starts anew', async () => {
    const dataDir = join(dir, 'of a person');
    const stored = join(dataDir, 'data/User/globalStorage/session-explorer.session-explorer');
    const simulator = await startSimulator({ sessions: 60 });
    try {
      const window = await openWindow({ vsix: file, extension: null, dataDir });
      try {
        const [account] = simulator.connections;
        assert.ok(account);
        await window.openView();
        await connect(window, account, 'mine');
        assert.ok((await readdir(stored)).includes('sessions.db'));
        await window.execute('workbench.extensions.uninstallExtension', 'session-explorer.session-explorer');
      } finally {
        await window.close();
      }
      const anew = await openWindow({ extension: null, dataDir });
      try {
        await until(anew.page, () => !existsSync(stored));
      } finally {
        await anew.close();
      }
    } finally {
      await simulator.close();
    }
  });
});
