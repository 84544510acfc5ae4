import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type Child, startChild } from '../host/child.ts';
import { requireChromium } from '../host/chromium.ts';
import { root } from '../host/paths.ts';

describe('npm start', () => {
  let start: Child | undefined;
  let browser: Browser | undefined;

  after(async () => {
    await browser?.close();
    await start?.stop();
  });

  it('prints an address under which the view of Session Explorer is open, with sample data of all services', async () => {
    const child = startChild(process.execPath, [join(root, 'test/host/start.ts'), '--no-build', '--no-open']);
    start = child;
    const address = await Promise.race([
      new Promise<string>(found => {
        child.onOutput(() => {
          const url = /http:\S+/.exec(child.output())?.[0];
          if (url) found(url);
        });
      }),
      child.exit.then(code => assert.fail(`it ended with exit code ${code}:\n${child.output()}`)),
    ]);
    browser = await chromium.launch({
      executablePath: await requireChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage();
    await page.goto(address);
    for (const service of ['Digital Samba', 'Hyra', 'Placio', 'prplManagement', 'Series']) {
      const row = page.locator('.part.sidebar .monaco-list-row', { hasText: service }).first();
      await row.waitFor({ timeout: 90_000 });
    }
  });

  it('ends all that it started with itself', async () => {
    const address = /http:\/\/[^/]+/.exec(start?.output() ?? '')?.[0];
    await browser?.close();
    await start?.stop();
    await assert.rejects(fetch(`${address}/version`));
  });
});
