// Makes the README's pictures in a real VS Code on sample data:   npm run pictures
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
  const picture = (name: string) => page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 80 });
  await window.openView();
  await page.getByRole('button', { name: 'Explore Sample Data' }).click();
  for (const provider of ['Series', 'prplManagement', 'Placio', 'Hyra']) await window.collapse(provider);
  await window.expand('Digital Samba');
  await window.expand('Completed');
  await page.locator('.part.sidebar .monaco-list-row[aria-level="3"]').first().click();
  const detail = await window.frameOfWebview();
  await detail.locator('[data-metric="participation_minutes"]').waitFor();
  await picture('detail');
  await window.command('Sessions: Search');
  await window.input().pressSequentially('train', { delay: 30 });
  await window
    .choice(/Training/)
    .first()
    .waitFor();
  await picture('search');
  await page.keyboard.press('Escape');
  await window.command('Sessions: Open Overview');
  const overview = await window.frameOfWebview();
  await overview.locator('h1').waitFor();
  await page.mouse.move(600, 700);
  await picture('overview');
} finally {
  await window.close();
}
