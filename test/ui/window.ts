import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { openWorkbench, type PageOptions, type Workbench } from '../host/page.ts';
import { cacheDir } from '../host/paths.ts';
import { type HostOptions, startHost, type VsCodeHost } from '../host/vscode-host.ts';

export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** A VS Code window with the extension in development, in the hands of a person: what is not on screen cannot be reached. */
export interface TestWindow {
  readonly host: VsCodeHost;
  readonly workbench: Workbench;
  readonly page: Page;

  /** Runs a command from the palette by the name it shows there, such as `Sessions: Filter`. */
  command(name: string): Promise<void>;
  /** The open input box or list: its text field. */
  input(): Locator;
  /** Replaces the text of the open input box or list. */
  type(text: string): Promise<void>;
  /** Confirms the open input box or list, as Enter does. */
  accept(): Promise<void>;
  /** The rows of the open list whose label is `label`, or matches it; `beside`: and whose description matches that. */
  choice(label: string | RegExp, beside?: RegExp): Locator;
  /** Takes that row of the open list, or toggles it where the list has boxes to tick. */
  pick(label: string | RegExp): Promise<void>;

  /** Shows Session Explorer in the side bar. */
  openView(): Promise<void>;
  /** The same of the rows of the side bar's trees. Only rows on screen exist. */
  row(label: string | RegExp, beside?: RegExp): Locator;
  /** The labels of the rows on screen, from the top, without their bidi isolates. */
  rowLabels(): Promise<string[]>;
  /** Scrolls the tree until such a row is on screen. */
  findRow(label: string | RegExp): Promise<Locator>;
  expand(label: string | RegExp): Promise<void>;
  collapse(label: string | RegExp): Promise<void>;

  /** The document of the visible webview, once such an element stands in it: while panels change places, another may be met first. */
  frameOfWebview(selector?: string, text?: string | RegExp): Promise<Frame>;

  /** Runs a command by its id with arguments, as a key binding can, to prepare what a test then looks at. */
  execute(id: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Changes user settings; `null` resets one. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  /** Writes `.vscode-test/screenshots/<name>.png` and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Resolves when the next extension host runs: of a window that opens, or in place of one that ended. */
  nextHost(): Promise<void>;
  /** Ends the extension host of the window that was opened last, as a system does that is short of memory. */
  killHost(): void;
  /** Reloads the window as its own command does: storage, settings, secrets and what it shows are kept. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export interface WindowOptions extends HostOptions, Omit<PageOptions, 'testModule' | 'folder'> {
  readonly theme?: Theme;
}

/** The kinds by the class that the workbench carries, and a theme of each that every version here knows. */
const themes: Readonly<Record<Theme, { readonly className: string; readonly name: string }>> = {
  dark: { className: 'vs-dark', name: 'Default Dark Modern' },
  light: { className: 'vs', name: 'Default Light Modern' },
  'high-contrast': { className: 'hc-black', name: 'Default High Contrast' },
  'high-contrast-light': { className: 'hc-light', name: 'Default High Contrast Light' },
};

/** On a slow machine a panel that was opened a while ago takes the focus once its page is there; what is asked meanwhile stays. */
const patientSettings = { 'workbench.quickOpen.closeOnFocusLost': false };

/** How long something may take to appear in a busy VS Code on a small machine. Nothing waits so long when all is well. */
const limitMs = 60_000;

/**
 * One window for a mocha suite: opened before its first test, closed after its last, photographed after each test that fails.
 * Call it in `describe`, and the function that it returns in the tests.
 */
export function suiteWindow(options: WindowOptions = {}): () => TestWindow {
  let window: TestWindow | undefined;
  let failed = false;
  before(async () => {
    window = await openWindow(options);
  });
  afterEach(async function () {
    if (!window || this.currentTest?.state !== 'failed') return;
    failed = true;
    console.log(await window.screenshot(`failed ${this.currentTest.fullTitle()}`));
  });
  after(async () => {
    if (failed) console.log(`${window?.workbench.log()}\n${window?.host.log()}`);
    await window?.close();
  });
  return () => {
    if (!window) throw new Error('The window is open only while tests of its suite run.');
    return window;
  };
}

/** Starts a VS Code and opens its window. Close it, or its server lives as long as this process. */
export async function openWindow(options: WindowOptions = {}): Promise<TestWindow> {
  const host = await startHost({ ...options, settings: { ...patientSettings, ...options.settings } });
  try {
    const running = windowOpens(host);
    const workbench = await openWorkbench(host, { ...options, folder: host.folder });
    await running;
    workbench.page.setDefaultTimeout(limitMs);
    const window = operate(host, workbench);
    // Written into the settings before the start, VS Code may miss it: its themes come later than its settings.
    if (options.theme) await window.setTheme(options.theme);
    return window;
  } catch (error) {
    await host.stop();
    throw error;
  }
}

function operate(host: VsCodeHost, workbench: Workbench): TestWindow {
  const { page } = workbench;
  const input = page.locator('.quick-input-widget:visible .quick-input-header input.input');
  const choice: TestWindow['choice'] = (...texts) => rowsWith(page.locator('.quick-input-widget:visible'), ...texts);
  const row: TestWindow['row'] = (...texts) => rowsWith(page.locator('.part.sidebar'), ...texts);

  const command = async (name: string): Promise<void> => {
    const entry = choice(name).first();
    // A palette that was opened before VS Code had read the manifest does not learn of later commands.
    await retry(`the command ${name}`, async () => {
      await page.keyboard.press('F1');
      await input.fill(`>${name}`, { timeout: 5000 });
      // Nor is it there for long where a view that is just loading takes the focus from it.
      const taken = (await appears(entry, 3000)) && (await clicked(entry, 3000));
      if (!taken) await page.keyboard.press('Escape');
      return taken;
    });
    // The box of the palette may be the next one's too: whoever types now would type into what is about to close.
    await page
      .locator('.quick-input-widget:visible input.input[placeholder^="Type the name of a command"]')
      .waitFor({ state: 'hidden' });
  };

  const findRow = async (label: string | RegExp): Promise<Locator> => {
    const wanted = row(label).first();
    if (await appears(wanted, 5000)) return wanted;
    const list = page.locator('.part.sidebar .monaco-list:visible').first();
    await list.hover();
    await page.mouse.wheel(0, -1_000_000);
    await retry(`a row ${label}`, async () => {
      if (await appears(wanted, 300)) return true;
      await page.mouse.wheel(0, 200);
      return false;
    });
    return wanted;
  };

  const fold = async (label: string | RegExp, expanded: boolean): Promise<void> => {
    const found = await findRow(label);
    if ((await found.getAttribute('aria-expanded')) !== String(expanded))
      await found.locator('.monaco-tl-twistie').click();
    await row(label)
      .and(page.locator(`[aria-expanded="${expanded}"]`))
      .first()
      .waitFor();
  };

  const changeSettings = async (changes: Readonly<Record<string, unknown>>): Promise<void> => {
    await host.companion.execute('sessionExplorerTests.changeSettings', changes);
  };

  return {
    host,
    workbench,
    page,
    command,
    input: () => input,
    type: text => input.fill(text),
    accept: () => input.press('Enter'),
    choice,
    pick: label => choice(label).first().click(),
    openView: async () => {
      const tab = page.locator('.activitybar .action-item', { has: page.locator('a[aria-label^="Session Explorer"]') });
      await tab.waitFor();
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      await page.locator('.part.sidebar .composite.title', { hasText: /session explorer/i }).waitFor();
    },
    row,
    rowLabels: async () =>
      (await page.locator('.part.sidebar .monaco-list-row .label-name').allInnerTexts()).map(plain),
    findRow,
    expand: label => fold(label, true),
    collapse: label => fold(label, false),
    frameOfWebview: (selector, text) => visibleWebview(page, selector, text),
    execute: host.companion.execute,
    changeSettings,
    setTheme: async theme => {
      await changeSettings({ 'workbench.colorTheme': themes[theme].name });
      await page.locator(`.monaco-workbench.${themes[theme].className}`).waitFor();
    },
    screenshot: async name => {
      const dir = join(cacheDir, 'screenshots');
      await mkdir(dir, { recursive: true });
      const path = join(dir, `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 120)}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      return path;
    },
    nextHost: () => windowOpens(host),
    killHost: () => {
      const [, pid] = [...host.log().matchAll(/<(\d+)> Launched Extension Host Process/g)].at(-1) ?? [];
      if (!pid) throw new Error('VS Code did not say which process its extension host is.');
      process.kill(Number(pid), 'SIGKILL');
    },
    reopen: async () => {
      const running = windowOpens(host);
      // Asked for like this, VS Code first writes down what the window shows; when its page is left, what was is lost.
      host.companion.execute('workbench.action.reloadWindow').catch(() => {}); // The answer goes with the window.
      await running;
      await page.locator('.monaco-workbench .part.statusbar').waitFor();
    },
    close: async () => {
      await workbench.close();
      await host.stop();
    },
  };
}

/** A text and nothing else, but for space and isolates around it. */
export const exactly = (text: string): RegExp =>
  new RegExp(`^[\\s\\u2068]*${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}[\\s\\u2069]*$`);

/** Resolves once something holds that no element shows; looked at whenever the page is idle, so that nothing is taken from it. */
export async function until(page: Page, holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve)));
}

/** List rows by their label alone, without description and bidi isolates; or by both. */
function rowsWith(container: Locator, label: string | RegExp, beside?: RegExp): Locator {
  const text = typeof label === 'string' ? exactly(label) : label;
  const page = container.page();
  const rows = container.locator('.monaco-list-row', { has: page.locator('.label-name', { hasText: text }) });
  return beside ? rows.filter({ has: page.locator('.label-description', { hasText: beside }) }) : rows;
}

/** A webview is two frames deep, and VS Code swaps the inner one when its document is loaded. */
async function visibleWebview(page: Page, selector = 'body > *', text: string | RegExp = ''): Promise<Frame> {
  let found: Frame | undefined;
  await retry(`a webview with ${selector} ${text}`, async () => {
    const outer = await page.locator('iframe.webview.ready:visible').last().elementHandle();
    const inner = await (await outer?.contentFrame())?.locator('iframe#active-frame').elementHandle({ timeout: 5000 });
    const frame = await inner?.contentFrame();
    const wanted = frame?.locator(selector, { hasText: text }).first();
    if (frame && wanted && (await appears(wanted, 2000, 'attached'))) found = frame;
    return found !== undefined;
  });
  if (!found) throw new Error('unreachable: retry throws');
  return found;
}

/** Resolves when the next extension host runs its extensions. */
function windowOpens(host: VsCodeHost): Promise<void> {
  return new Promise(resolve => {
    const stopListening = host.companion.onWindow(() => {
      stopListening();
      resolve();
    });
  });
}

/** A text without its bidi isolates. */
export const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '').trim();

function appears(locator: Locator, timeout: number, state: 'visible' | 'attached' = 'visible'): Promise<boolean> {
  return locator.waitFor({ timeout, state }).then(
    () => true,
    () => false,
  );
}

function clicked(locator: Locator, timeout: number): Promise<boolean> {
  return locator.click({ timeout }).then(
    () => true,
    () => false,
  );
}

/** Tries until it succeeds; a try that throws, as when VS Code redraws under it, counts as one that did not. */
async function retry(what: string, attempt: () => Promise<boolean>): Promise<void> {
  const start = performance.now();
  let last: unknown;
  while (performance.now() - start < limitMs) {
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what} did not appear within ${limitMs / 1000} s`, { cause: last });
}
