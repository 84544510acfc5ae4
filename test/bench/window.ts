import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openWorkbench, type Workbench } from '../host/page.ts';
import { startHost } from '../host/vscode-host.ts';
import type { Start } from './inside.ts';

/** A window of VS Code with the packaged extension and its stopwatch, the sessions' view being open in it. */
export interface BenchWindow {
  /** Runs one of the commands of `inside.ts`. */
  measure<T>(name: string, ...args: unknown[]): Promise<T>;
  execute(id: string, ...args: unknown[]): Promise<unknown>;
  readonly page: Page;
  setSettings(settings: Record<string, unknown>): Promise<void>;
  showView(): Promise<void>;
  /** Opens the window anew; tells what passed from the extension's activation to the first painted rows. */
  reopen(): Promise<Start & { painted: number }>;
  close(): Promise<void>;
}

const ROW = '.customview-tree .monaco-list-row';
const PATIENCE = 180_000;

export async function openWindow(extension: string, say: (line: string) => void): Promise<BenchWindow> {
  const host = await startHost({
    say,
    settings: {
      'sessionExplorer.historyDays': 400,
      'sessionExplorer.aheadDays': 60,
      'sessionExplorer.refresh.liveSeconds': 0,
      'sessionExplorer.refresh.idleSeconds': 0,
    },
  });
  let workbench: Workbench;
  try {
    workbench = await openWorkbench(host, { folder: host.folder, extension });
  } catch (error) {
    await host.stop();
    throw error;
  }
  const { page } = workbench;
  // Noted in the page, to the frame: asking from here would come too late.
  await page.addInitScript(row => {
    const look = (): void => {
      if (!document.querySelector(row)) requestAnimationFrame(look);
      else
        requestAnimationFrame(() => {
          Reflect.set(globalThis, 'paintedAt', performance.timeOrigin + performance.now());
        });
    };
    if (window === window.top) requestAnimationFrame(look);
  }, ROW);
  const measure = async <T>(name: string, ...args: unknown[]): Promise<T> =>
    (await host.companion.execute(`sessionExplorerBench.${name}`, ...args)) as T;

  return {
    measure,
    execute: host.companion.execute,
    page,
    setSettings: async settings => {
      await host.companion.execute('sessionExplorerTests.changeSettings', settings);
    },
    async showView() {
      await host.companion.execute('sessionExplorer.sessions.focus');
      await page.locator(ROW).first().waitFor({ timeout: PATIENCE });
    },
    async reopen() {
      const opened = Promise.withResolvers<void>();
      const stop = host.companion.onWindow(opened.resolve);
      await workbench.reload();
      await opened.promise;
      stop();
      const read = (): Promise<number | undefined> =>
        page.evaluate(() => Reflect.get(globalThis, 'paintedAt') as number | undefined);
      const until = Date.now() + PATIENCE;
      let painted = await read();
      while (painted === undefined) {
        if (Date.now() > until) throw new Error('no row was painted in the reopened window');
        await pause(200);
        painted = await read();
      }
      return { ...(await measure<Start>('start')), painted };
    },
    async close() {
      await workbench.close();
      await host.stop();
    },
  };
}
