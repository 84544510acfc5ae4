/**
 * Draws the overview and the comparison without VS Code, in the four kinds of themes and at several widths, and saves pictures:
 *
 *   node test/ui/gallery-overview.ts [sample …]
 */
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import process from 'node:process';
import axe from 'axe-core';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import type { DetailRecord } from '../../src/session/detail.ts';
import type { Session } from '../../src/session/session.ts';
import type { Side } from '../../src/ui/compare/model.ts';
import type { OverviewInput } from '../../src/ui/overview/model.ts';
import { html } from '../../src/ui/webview/html.ts';
import type { ToCompare } from '../../src/webview/compare-protocol.ts';
import type { ToOverview } from '../../src/webview/overview-protocol.ts';
import { compareModel, compareWords } from '../unit/ui/compare/english.ts';
import * as details from '../unit/ui/detail/samples.ts';
import { overviewModel, words } from '../unit/ui/overview/english.ts';
import { community, connection, entry, input, NOW, ZONE } from '../unit/ui/overview/samples.ts';
import { THEMES, type Theme } from './themes.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, '.vscode-test/screenshots/gallery-overview');

const shown = (view: OverviewInput): ToOverview => ({
  type: 'overview',
  state: { query: '' },
  words: { language: 'en', notReported: words.notReported },
  view: overviewModel(view, words, { timeZone: ZONE, locale: 'en-GB', now: NOW }),
});

const unasked = {
  sessions: 214,
  known: 0,
  failed: 0,
  next: 100,
  sums: { desktop: {}, mobile: {}, tablet: {}, smarttv: {} },
};
const split = {
  desktop: { minutes: 41_280, people: 1204 },
  mobile: { minutes: 9620, people: 611 },
  tablet: { minutes: 1310, people: 48 },
  smarttv: { people: 3 },
};

const compared = (first: DetailRecord, second: DetailRecord | Session, part: { busy?: boolean } = {}): ToCompare => {
  const side = (record: DetailRecord): Side => ({ session: record.detail, record, source: record.detail.provider });
  const other = 'detail' in second ? side(second) : { session: second, source: second.provider, pending: true };
  const view = compareModel(side(first), other, compareWords, { timeZone: ZONE, locale: 'en-GB', now: NOW });
  return { type: 'compare', words: compareWords.shell, state: { keys: ['a/1', 'b/2'] }, view, busy: false, ...part };
};

const COMPARED: Record<string, () => ToCompare> = {
  rooms: () => compared(details.ended(), details.ended(40)),
  mixed: () => compared(details.series(), details.prpl()),
  missing: () => ({
    type: 'missing',
    words: compareWords.shell,
    state: { keys: ['a/1', 'b/2'] },
    message: compareWords.notHeld('placio/507f1f77bcf86cd799439011'),
  }),
  halved: () => compared(details.ended(), details.hyra().detail, { busy: true }),
};

const SAMPLES: Record<string, () => Promise<OverviewInput>> = {
  community: () => input(community(900), '', { devices: unasked }),
  part: async () =>
    input(community(900), 'status:completed,missed', {
      devices: { ...unasked, known: 100, sums: split, failed: 2 },
      part: { query: 'status:completed,missed weekday:sat hour:20', total: 14 },
    }),
  asking: async () =>
    input(community(400), 'provider:digitalSamba', {
      devices: { ...unasked, known: 37, sums: split, running: { done: 37, of: 100 } },
      connections: [
        {
          ...connection('digitalSamba', { fetched: 1200, reportedTotal: 8096, complete: false, stopped: 'budget' }),
          label: 'Digital Samba',
        },
      ],
      beyond: ['series'],
    }),
  one: () => input([entry({ start: new Date(NOW).toISOString(), durationMinutes: 0, participants: { total: 1 } })]),
  silent: () =>
    input([
      entry({ provider: 'hyra', start: new Date(NOW - 86_400_000).toISOString() }),
      entry({ provider: 'digitalSamba', id: 'two' }),
    ]),
  years: () =>
    input(
      community(900).map((each, n) => ({
        ...each,
        session: { ...each.session, start: new Date(NOW - n * 3 * 86_400_000).toISOString() },
      })),
    ),
  none: () => input(community(50), 'host:nobody'),
  unconnected: () => input([], '', { connections: [] }),
};

const WIDTHS: Record<string, number[]> = {
  community: [1280, 760, 320, 2560],
  part: [1000],
  asking: [1000, 320],
  none: [700],
  rooms: [1000, 320],
};

const PAGES = ['overview', 'compare'];

const serve = async (): Promise<{ origin: string; close(): void }> => {
  const { outputFiles } = await build({
    entryPoints: PAGES.flatMap(page => ['ts', 'css'].map(type => join(root, `src/webview/${page}.${type}`))),
    outdir: '/',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    write: false,
  });
  const built = new Map(outputFiles.map(({ path, text }) => [path, text]));
  for (const [path, text] of built) console.log(`${path}: ${text.length} B`);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const body =
      built.get(path) ??
      html({
        source: "'self'",
        scriptUri: `${path}.js`,
        styleUri: `${path}.css`,
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

const messageOf = async (name: string): Promise<ToOverview | ToCompare> => {
  const comparison = COMPARED[name]?.();
  if (comparison) return comparison;
  const sample = await SAMPLES[name]?.();
  if (!sample) throw new Error(`No sample ${name}`);
  return shown(sample);
};

const picture = async (browser: Browser, origin: string, name: string, theme: Theme, width: number): Promise<void> => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  await page.addInitScript(() => {
    Object.assign(window, { acquireVsCodeApi: () => ({ postMessage() {}, setState() {} }) });
  });
  const message = await messageOf(name);
  await page.goto(`${origin}/${message.type === 'overview' ? 'overview' : 'compare'}`);
  await page.evaluate(
    ({ variables, kind }) => {
      for (const [key, value] of Object.entries(variables)) document.documentElement.style.setProperty(key, value);
      document.body.className = kind;
    },
    { variables: theme.variables, kind: theme.bodyClass },
  );
  const took = await page.evaluate(async data => {
    const before = performance.now();
    window.dispatchEvent(new MessageEvent('message', { data }));
    document.body.getBoundingClientRect();
    return performance.now() - before;
  }, message);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.screenshot({ path: join(out, `${name}-${theme.name}-${width}.png`), fullPage: true });
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
  // Through the debugger's own channel: the page's policy would not let the script in.
  await page.evaluate(`(() => { const module = undefined; ${axe.source} })()`);
  const violations = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
  for (const { id, nodes } of violations.violations)
    complaints.push(`axe ${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 200)}`);
  if (name === 'community' && width === 1280 && theme === THEMES[0])
    await page.screenshot({ path: join(out, `${name}-open-${width}.png`), fullPage: true });
  console.log(
    `${name} ${theme.name} ${width}: ${Math.round(took)} ms${overflow > 0 ? `, ${overflow} px too wide` : ''}`,
  );
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
  for (const name of wanted.length > 0 ? wanted : [...Object.keys(SAMPLES), ...Object.keys(COMPARED)]) {
    const [first = 1000, ...others] = WIDTHS[name] ?? [1000];
    const themes = ['community', 'part', 'rooms'].includes(name) ? THEMES : THEMES.slice(0, 1);
    for (const theme of themes) await picture(browser, origin, name, theme, first);
    for (const width of others) await picture(browser, origin, name, THEMES[0], width);
  }
} finally {
  await browser.close();
  close();
}
