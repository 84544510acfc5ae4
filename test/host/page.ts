import { format } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { requireChromium } from './chromium.ts';
import { root } from './paths.ts';
import type { VsCodeHost } from './vscode-host.ts';

export interface PageOptions {
  /** The folder that the workbench opens; without it an empty window. */
  readonly folder?: string;
  /** The extension in development, by default this one; `null` for none but the installed. */
  readonly extension?: string | null;
  /** A module whose `run()` is called in the extension host. */
  readonly testModule?: string;
  /** Such as `info,session-explorer.session-explorer=trace`. */
  readonly logLevel?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A locale of the browser, which the workbench follows in dates. */
  readonly locale?: string;
  readonly timeZone?: string;
}

/** VS Code's workbench in a browser. */
export interface Workbench {
  readonly browser: Browser;
  readonly page: Page;
  /** What the page's console said. */
  log(): string;
  /** With a `testModule`: resolves to its exit code, and rejects when the page breaks before. */
  readonly testsEnd: Promise<number>;
  /** Opens the same window anew, as restarting VS Code does; its secrets survive. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

const browserFlags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const loadLimitMs = 120_000;
const keptLines = 2000;

/** The address under which a browser shows the host's workbench with extensions in development. */
export function workbenchUrl(host: Pick<VsCodeHost, 'origin'>, options: PageOptions = {}): string {
  const remote = (path: string): string => `vscode-remote://${new URL(host.origin).host}${path}`;
  const { extension = root } = options;
  const payload = [
    ...(extension === null ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(options.testModule ? [['extensionTestsPath', remote(options.testModule)]] : []),
    ...(options.logLevel ? [['logLevel', options.logLevel]] : []),
    ['skipWelcome', 'true'],
  ];
  const url = new URL(host.origin);
  if (options.folder) url.searchParams.set('folder', options.folder);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Opens the workbench in a headless browser and resolves once its frame is painted. */
export async function openWorkbench(host: VsCodeHost, options: PageOptions = {}): Promise<Workbench> {
  const browser = await chromium.launch({
    executablePath: await requireChromium(),
    args: browserFlags,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    ...(options.locale ? { locale: options.locale } : {}),
    ...(options.timeZone ? { timezoneId: options.timeZone } : {}),
  });
  // The browser's half of the key that secrets are sealed with. Without an answer they live only as long as the page.
  await context.route('**/mint-key', route =>
    route.request().method() === 'POST' ? route.fulfill({ body: Buffer.alloc(32, 7) }) : route.continue(),
  );
  const page = await context.newPage();
  const lines: string[] = [];
  const note = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  };
  // In test mode the same comes through `codeAutomationLog`, with what the extension host prints.
  if (!options.testModule) page.on('console', message => note(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', error => note(`[page error] ${error.stack ?? error.message}`));
  const testsEnd = Promise.withResolvers<number>();
  testsEnd.promise.catch(() => {}); // Whoever runs tests awaits it; for the others a closed page is the normal end.
  page.on('crash', () => testsEnd.reject(new Error('The page of the workbench crashed.')));
  page.on('close', () => testsEnd.reject(new Error('The page of the workbench was closed before the tests ended.')));
  if (options.testModule) await exposeAutomation(page, note, testsEnd.resolve);
  const load = async (): Promise<void> => {
    await page.goto(workbenchUrl(host, options), { timeout: loadLimitMs });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: loadLimitMs });
  };
  try {
    await load();
  } catch (error) {
    await browser.close();
    throw new Error(`VS Code's workbench did not open: ${error}\n${lines.join('\n')}\n${host.log()}`);
  }
  return {
    browser,
    page,
    log: () => lines.join('\n'),
    testsEnd: testsEnd.promise,
    reload: load,
    close: () => browser.close(),
  };
}

/** The two functions by which a workbench in test mode reports what the extension host prints and how the tests ended. */
async function exposeAutomation(page: Page, note: (line: string) => void, end: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    note(format(...args));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => end(code));
}
