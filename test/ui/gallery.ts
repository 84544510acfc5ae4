/**
 * Draws the pages without VS Code, in the four kinds of themes and at several widths, and saves pictures:
 *
 *   node test/ui/gallery.ts [detail|overview|compare|sample …]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { PageKind } from '../../src/ui/webview/page.ts';
import { cacheDir } from '../host/paths.ts';
import { drawPages, type Look } from './drawn-pages.ts';
import { SAMPLES } from './page-samples.ts';
import { THEMES } from './themes.ts';

const out = join(cacheDir, 'screenshots/gallery');
/** Samples that show most of a page are drawn in all looks. */
const WHOLE = new Set(['ended', 'hyra', 'community', 'rooms']);

const looks = (name: string): Look[] => {
  const [theme] = THEMES;
  const common = [{ theme, width: 1000 }];
  if (!WHOLE.has(name)) return common;
  return [
    ...THEMES.map(each => ({ theme: each, width: 1280 })),
    ...[320, 640, 3840].map(width => ({ theme, width })),
    { theme, width: 1000, language: 'ar' },
  ];
};

const wanted = process.argv.slice(2);
await mkdir(out, { recursive: true });
const pages = await drawPages();
try {
  for (const kind of Object.keys(SAMPLES) as PageKind[])
    for (const [name, sample] of Object.entries(SAMPLES[kind])) {
      if (wanted.length > 0 && !wanted.includes(kind) && !wanted.includes(name)) continue;
      const message = await sample();
      for (const look of looks(name)) {
        const { page, send } = await pages.open(kind, look);
        if (message) await send(message);
        // Rows that are out of sight are not drawn: the window takes the page's height.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: look.width, height: Math.min(height, 6000) });
        const { theme, width, language = '' } = look;
        await page.screenshot({ path: join(out, `${kind}-${name}-${theme.name}-${width}${language}.png`) });
        await page.close();
      }
    }
} finally {
  await pages.close();
}
