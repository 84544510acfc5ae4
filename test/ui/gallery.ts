/**
 * Draws the detail webview without VS Code, in the four kinds of themes and at several widths, saves pictures, and says
 * what axe finds:
 *
 *   node test/ui/gallery.ts [sample …]
 */

import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import type { DetailRecord } from '../../src/session/detail.ts';
import { type DetailInput, headerView, viewModel } from '../../src/ui/detail/view-model.ts';
import { html } from '../../src/ui/webview/html.ts';
import type { ToWebview } from '../../src/webview/protocol.ts';
import { words } from '../unit/ui/detail/english.ts';
import * as samples from '../unit/ui/detail/samples.ts';
import { THEMES, type Theme } from './themes.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, '.vscode-test/screenshots/gallery');

const LABELS: Record<string, string> = {
  digitalSamba: 'Digital Samba · Production',
  hyra: 'Hyra',
  placio: 'Placio · Clinic',
  prplManagement: 'prplManagement',
  series: 'Series',
};

const setting = (record: DetailRecord, now = samples.at('10:00')): DetailInput => ({
  record,
  fetchedAt: Date.parse(now),
  zone: 'Europe/London',
  locale: 'en',
  now: Date.parse(now),
  words,
  source: LABELS[record.detail.provider] ?? '',
  link: record.detail.provider === 'digitalSamba',
  previous: true,
  next: false,
});

const shown = (record: DetailRecord, part: Partial<DetailInput> = {}): ToWebview => ({
  type: 'detail',
  words: words.shell,
  busy: false,
  view: viewModel({ ...setting(record), ...part }),
});

const FOUND = { provider: 'digitalSamba', count: 1, firstSeen: samples.at('10:00') };

const MESSAGES: Record<string, () => ToWebview> = {
  ended: () =>
    shown(samples.ended(), {
      now: Date.parse(samples.at('12:00')),
      drift: 3,
      differences: [
        { ...FOUND, path: 'polls', expected: 'number', got: 'string', example: 'text(2)' },
        { ...FOUND, path: 'hologram_minutes', expected: 'not documented', got: 'number', example: '12' },
      ],
    }),
  live: () => shown(samples.live(), { now: Date.parse(samples.at('10:30')) }),
  hyra: () => shown(samples.hyra()),
  series: () => shown(samples.series()),
  placio: () => shown(samples.placio(), { zone: 'Asia/Riyadh' }),
  prpl: () => shown(samples.prpl()),
  many: () => shown(samples.ended(5000)),
  awkward: () => shown(samples.awkward()),
  empty: () => shown(samples.record({ provider: 'digitalSamba', title: 'Nobody came' })),
  stale: () => shown(samples.ended(), { problem: { code: 'refused', host: 'api.digitalsamba.com' } }),
  failed: () => ({
    type: 'failed',
    words: words.shell,
    header: headerView(samples.ended().detail, setting(samples.ended())),
    message: words.problem({ code: 'unauthorized', status: 401 }),
    hint: words.key('demo/cf6706ee-5971-464d-8cb9-da3a0df74cf1'),
  }),
  opening: () => ({
    type: 'opening',
    words: words.shell,
    header: headerView(samples.ended().detail, setting(samples.ended())),
  }),
  openingUnknown: () => ({
    type: 'opening',
    words: words.shell,
    name: words.key('demo/cf6706ee-5971-464d-8cb9-da3a0df74cf1'),
  }),
};

const WIDTHS: Record<string, number[]> = { ended: [1280, 720, 320, 2560], hyra: [1000, 320], placio: [1000, 320] };

const axe = await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

const serve = async (): Promise<{ origin: string; close(): void }> => {
  const { outputFiles } = await build({
    entryPoints: ['ts', 'css'].map(type => join(root, `src/webview/detail.${type}`)),
    outdir: '/',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    write: false,
  });
  const built = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body =
      built.get(path) ??
      html({
        source: "'self'",
        scriptUri: '/detail.js',
        styleUri: '/detail.css',
        language: 'en',
        title: 'gallery',
        remoteImages: false,
      });
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html';
    response.setHeader('content-type', `${type}; charset=utf-8`).end(body);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
};

const picture = async (browser: Browser, origin: string, name: string, theme: Theme, width: number): Promise<void> => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  await page.addInitScript(() => {
    Object.assign(window, { acquireVsCodeApi: () => ({ postMessage() {}, setState() {} }) });
  });
  await page.goto(origin);
  await page.evaluate(
    ({ variables, kind }) => {
      for (const [key, value] of Object.entries(variables)) document.documentElement.style.setProperty(key, value);
      document.body.className = kind;
    },
    { variables: theme.variables, kind: theme.bodyClass },
  );
  const message = MESSAGES[name]?.();
  const took = await page.evaluate(async data => {
    const before = performance.now();
    window.dispatchEvent(new MessageEvent('message', { data }));
    document.body.getBoundingClientRect();
    return performance.now() - before;
  }, message);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  // Rows that are out of sight are not drawn: the window takes the page's height.
  if (name === 'ended' && width === 1280) {
    // The parts that only a pointer brings out.
    await page.hover('#attendance .lane:nth-child(3) svg');
    await page.screenshot({ path: join(out, `hover-${theme.name}.png`) });
    await page.hover('.figure:last-child .explained');
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(out, `tip-${theme.name}.png`) });
    await page.mouse.move(0, 0);
  }
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height, 6000) });
  await page.screenshot({ path: join(out, `${name}-${theme.name}-${width}.png`), fullPage: true });
  console.log(
    `${name} ${theme.name} ${width}: ${Math.round(took)} ms${overflow > 0 ? `, ${overflow} px too wide` : ''}`,
  );
  if (name === 'many') return page.close();
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run();
    return violations.map(
      (each: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        `${each.id}: ${each.nodes[0]?.html.slice(0, 160)} ${each.nodes[0]?.failureSummary} (${each.nodes.length})`,
    );
  });
  complaints.push(...violations);
  for (const complaint of complaints) console.error(`  ${complaint}`);
  await page.close();
};

const wanted = process.argv.slice(2);
await mkdir(out, { recursive: true });
const { origin, close } = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(MESSAGES)) {
    const [first = 1000, ...others] = WIDTHS[name] ?? [1000];
    const themes = name === 'ended' || name === 'hyra' ? THEMES : THEMES.slice(0, 1);
    for (const theme of themes) await picture(browser, origin, name, theme, first);
    for (const width of others) await picture(browser, origin, name, THEMES[0], width);
  }
} finally {
  await browser.close();
  close();
}
