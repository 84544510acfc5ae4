// Makes the README's pictures in a real VS Code on sample data:   npm run pictures
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow } from './window.ts';

const folder = join(import.meta.dirname, '../../media/pictures');

await mkdir(folder, { recursive: true });
const window = await openWindow({
  theme: 'dark',
  viewport: { width: 1200, height: 760 },
  locale: 'en-GB',
  timeZone: 'Europe/London',
});
try {
  const { page } = window;
  const studio = await window.workbench.browser.newPage();
  const picture = async (name: string, part: Parameters<Page['screenshot']>[0] = {}): Promise<void> =>
    writeFile(join(folder, `${name}.webp`), await webp(studio, await page.screenshot(part)));
  await window.openView();
  await page.getByRole('button', { name: 'Explore Sample Data' }).click();
  for (const provider of ['Series', 'prplManagement', 'Placio', 'Hyra']) await window.collapse(provider);
  await window.expand('Digital Samba');
  await window.expand('Completed');
  await page.locator('.part.sidebar .monaco-list-row[aria-level="3"]').first().click();
  await window.frameOfWebview('[data-metric="participation_minutes"]');
  await picture('detail');
  const sessions = page.locator('.part.sidebar .monaco-list-row[aria-level="3"]');
  await sessions.nth(1).click({ modifiers: ['ControlOrMeta'] });
  await page.locator('.part.sidebar .monaco-list-row.selected').nth(1).waitFor();
  await window.command('Sessions: Compare');
  await page.getByRole('tab', { name: 'Compare Sessions' }).waitFor();
  await window.frameOfWebview('main.compare:not([aria-busy]) tbody');
  // The package carries every picture: this one shows what is new in it.
  await picture('compare', { clip: { x: 353, y: 68, width: 843, height: 436 } });
  await window.command('Sessions: Search');
  await window.input().pressSequentially('train', { delay: 30 });
  await window
    .choice(/Training/)
    .first()
    .waitFor();
  await picture('search');
  await page.keyboard.press('Escape');
  await window.command('Sessions: Open Overview');
  await window.frameOfWebview('[data-metric="sessions"]');
  await page.mouse.move(600, 700);
  await picture('overview');
} finally {
  await window.close();
}

/** Letters stay sharp at half the size of a JPEG; a browser is the one encoder at hand. */
async function webp(studio: Page, png: Buffer): Promise<Buffer> {
  const url = await studio.evaluate(
    async source => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.7);
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
