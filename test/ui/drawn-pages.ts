import { createServer } from 'node:http';
import { join } from 'node:path';
import axe from 'axe-core';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { html } from '../../src/ui/webview/html.ts';
import type { PageKind } from '../../src/ui/webview/page.ts';
import { requireChromium } from '../host/chromium.ts';
import { root } from '../host/paths.ts';
import type { Theme } from './themes.ts';

export interface Look {
  theme: Theme;
  width: number;
  /** VS Code's display language, which says in which direction the page runs. */
  language?: string;
}

/** A page of the product without VS Code around it. */
export interface Drawn {
  page: Page;
  /** What the browser complained of so far: its policy, and what a script threw. */
  complaints: readonly string[];
  /** Shows a message, as the extension sends it. */
  send(message: unknown): Promise<void>;
  dress(theme: Theme): Promise<void>;
  /** px by which the page is wider than its window. */
  overflow(): Promise<number>;
  /** What axe finds, by all its rules or one. */
  flaws(rule?: string): Promise<string[]>;
}

export interface DrawnPages {
  open(kind: PageKind, look: Look): Promise<Drawn>;
  close(): Promise<void>;
}

/** The product's pages with their own policy, in a browser. */
export async function drawPages(): Promise<DrawnPages> {
  const { outputFiles } = await build({
    entryPoints: ['detail', 'overview', 'compare'].flatMap(kind =>
      ['ts', 'css'].map(type => join(root, `src/webview/${kind}.${type}`)),
    ),
    outdir: '/',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    write: false,
  });
  const built = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const body =
      built.get(pathname) ??
      html({
        source: "'self'",
        scriptUri: `${pathname}.js`,
        styleUri: `${pathname}.css`,
        language: searchParams.get('language') ?? 'en',
        title: 'Sample',
        remoteImages: false,
      });
    const type = pathname.endsWith('.js') ? 'text/javascript' : pathname.endsWith('.css') ? 'text/css' : 'text/html';
    response.setHeader('content-type', `${type}; charset=utf-8`).end(body);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const browser = await chromium.launch({
    executablePath: await requireChromium(() => undefined),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

  return {
    async open(kind, { theme, width, language = 'en' }) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const complaints: string[] = [];
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(error.message));
      await page.addInitScript(() => {
        Object.assign(window, { acquireVsCodeApi: () => ({ postMessage() {}, setState() {} }) });
      });
      await page.goto(`${origin}/${kind}?language=${language}`);
      const dress = ({ variables, bodyClass }: Theme): Promise<void> =>
        page.evaluate(
          given => {
            document.documentElement.removeAttribute('style');
            for (const [key, value] of Object.entries(given.variables))
              document.documentElement.style.setProperty(key, value);
            document.body.className = given.bodyClass;
          },
          { variables, bodyClass },
        );
      await dress(theme);
      let hasAxe = false;
      return {
        page,
        complaints,
        dress,
        send: message =>
          page.evaluate(data => {
            window.dispatchEvent(new MessageEvent('message', { data }));
          }, message),
        overflow: () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        async flaws(rule) {
          // Through the debugger's own channel: the page's policy would not let the script in.
          if (!hasAxe) await page.evaluate(`(() => { const module = undefined; ${axe.source} })()`);
          hasAxe = true;
          const { violations } = (await page.evaluate(
            `axe.run(${JSON.stringify(rule === undefined ? {} : { runOnly: [rule] })})`,
          )) as {
            violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
          };
          return violations.map(
            ({ id, nodes: [node] }) =>
              `${id}: ${node?.html.slice(0, 160)} ${node?.failureSummary.replaceAll('\n', ' ')}`,
          );
        },
      };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
