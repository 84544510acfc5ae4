// What a person waits for between the click on a session and its detail, and what is left when panels are closed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '../../src/session/session.ts';
import { type Memory, median } from './clock.ts';
import type { Figure } from './report.ts';
import type { BenchWindow } from './window.ts';

const PAINTS = 9;
const ROUND = 20;
const ROUNDS = 3;
const PATIENCE = 60_000;

/** Notes in the window when something was clicked. Epoch ms. */
const noteClicks = (): void =>
  window.addEventListener(
    'click',
    () => Reflect.set(globalThis, 'clickedAt', performance.timeOrigin + performance.now()),
    true,
  );

interface Painted {
  /** Epoch ms at which a heading could be seen. */
  at: number;
  /** … at which the page's script and styles were there; undefined: it has none. */
  loaded: number | undefined;
}

/** When a frame shows a heading that can be seen. */
const headed = (): Painted | undefined => {
  if (!document.querySelector('h1:not(.hidden)')) return undefined;
  const files = performance.getEntriesByType('resource').map(file => file.startTime + file.duration);
  const loaded = files.length > 0 ? performance.timeOrigin + Math.max(...files) : undefined;
  return { at: performance.timeOrigin + performance.now(), loaded };
};

export interface PanelCost {
  /** ms on the wall, from the click to the painted detail, of a session that is stored. */
  paint: number;
  /** … of it after VS Code had loaded the page's files. */
  own: number;
  /** … to a panel that holds nothing but a heading: what VS Code itself takes. */
  bare: number;
  /** … from the command to the painted overview of all sessions. */
  overview: number;
  /** MB that each round of opening and closing panels leaves. */
  kept: Record<'detail' | 'compare' | 'overview', number>;
}

/** Opens and closes panels in the window, as a person does. */
export async function panelCost(window: BenchWindow): Promise<PanelCost> {
  const { page, measure, execute } = window;
  await page.evaluate(noteClicks);
  const closeAll = async (): Promise<void> => {
    await execute('workbench.action.closeAllEditors');
    await page.locator('iframe.webview').waitFor({ state: 'detached', timeout: PATIENCE });
  };
  /** Asked again and again: VS Code writes a panel's document over another, and what was left there to watch is gone. */
  const painted = async (): Promise<Painted> => {
    for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(1)) {
      const webviews = page.frames().filter(frame => frame.url().includes('/fake.html'));
      const found = await Promise.all(webviews.map(frame => frame.evaluate(headed).catch(() => undefined)));
      const first = found.find(each => each !== undefined);
      if (first) return first;
    }
    throw new Error('no webview was painted');
  };

  const sessions = await measure<Session[]>('query', 'provider:digitalSamba status:completed', ROUND + 1);
  const [first] = sessions;
  if (!first) throw new Error('no session can be opened');
  // One level, one day: its row can be clicked without unfolding anything.
  await window.setSettings({ 'sessionExplorer.groupBy': [] });
  await execute('sessionExplorer.setQuery', `provider:digitalSamba status:completed on:${first.start?.slice(0, 10)}`);
  const row = page.locator('.customview-tree .monaco-list-row .label-name', { hasText: first.title }).first();
  await row.waitFor({ timeout: PATIENCE });
  await execute('sessionExplorer.openDetail', first.key);
  await painted();
  await closeAll();
  const paints: number[] = [];
  const owns: number[] = [];
  for (let time = 0; time < PAINTS; time++) {
    await row.click();
    const { at, loaded = at } = await painted();
    paints.push(at - (await page.evaluate(() => Reflect.get(globalThis, 'clickedAt') as number)));
    owns.push(at - loaded);
    await closeAll();
  }
  const bares: number[] = [];
  for (let time = 0; time < PAINTS; time++) {
    const began = await measure<number>('barePanel');
    bares.push((await painted()).at - began);
    await closeAll();
  }
  await execute('sessionExplorer.setQuery', '');
  const overviews: number[] = [];
  for (let time = 0; time < PAINTS; time++) {
    const began = await measure<number>('openOverview');
    overviews.push((await painted()).at - began);
    await closeAll();
  }
  const open: Record<keyof PanelCost['kept'], (at: number) => Promise<unknown>> = {
    detail: at => execute('sessionExplorer.openDetail', sessions[at]?.key),
    compare: at => execute('sessionExplorer.compare', sessions[at]?.key, sessions[at + 1]?.key),
    overview: () => execute('sessionExplorer.openOverview'),
  };
  const kept = { detail: 0, compare: 0, overview: 0 };
  for (const kind of ['detail', 'compare', 'overview'] as const) {
    const round = async (): Promise<void> => {
      for (let at = 0; at < ROUND; at++) {
        await open[kind](at);
        await painted();
        if (kind === 'overview') await closeAll();
      }
      await closeAll();
    };
    // The first round loads code, and what is then held of the sessions whether a panel shows them or not. What leaks, leaks
    // in each round; what one of them leaves may be garbage that nobody collected yet.
    await round();
    const left: number[] = [];
    for (let time = 0; time < ROUNDS; time++) {
      const before = await measure<Memory>('memory');
      await round();
      left.push((await measure<Memory>('memory')).used - before.used);
    }
    kept[kind] = median(left);
  }
  return { paint: median(paints), own: median(owns), bare: median(bares), overview: median(overviews), kept };
}

/** The lines of the table. */
export function panelFigures({ paint, own, bare, overview, kept }: PanelCost): Figure[] {
  return [
    {
      what: 'first paint of a stored detail after the click',
      unit: 'ms',
      value: paint,
      budget: 150,
      naive: bare,
      note: 'on the wall; beside it an empty panel, which is what VS Code takes by itself once it was told',
    },
    {
      what: '… of it after VS Code had loaded the page',
      unit: 'ms',
      value: own,
      budget: 30,
    },
    {
      what: 'the overview of all sessions, from the command to its paint',
      unit: 'ms',
      value: overview,
      budget: 500,
      naive: bare,
      note: 'likewise',
    },
    ...Object.entries(kept).map(([kind, value]) => ({
      what: `memory kept after ${ROUND} panels were closed: ${kind}`,
      unit: 'MB',
      value,
      budget: 1,
    })),
  ];
}
