import * as vscode from 'vscode';
import { printQuery } from '../../query/print.ts';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { FromOverview, OverviewAction, ToOverview } from '../../webview/overview-protocol.ts';
import type { InBackground } from '../background.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { sendTo } from '../webview/message.ts';
import { loadPage, openPanel } from '../webview/page.ts';
import { displayIn } from '../wording/display.ts';
import type { Unit } from './buckets.ts';
import { gather, sambaKeys } from './gather.ts';
import { createDeviceLoader } from './load-devices.ts';
import { readMessage, readState } from './messages.ts';
import { overviewModel } from './model.ts';
import { createPainter } from './painter.ts';
import { createSubject } from './subject.ts';
import { overviewWords } from './words.ts';

/** What the overview needs of the rest of the product. */
export interface OverviewParts {
  extensionUri: vscode.Uri;
  inBackground: InBackground;
  explorer: Explorer;
  current: Pick<CurrentQuery, 'get' | 'text' | 'onDidChange'>;
  /** The display zone, never `local`. */
  settings(): { timeZone: string };
  /** Makes this the tree's query and brings the tree into sight. */
  applyQuery(text: string): void;
  providerLabel(id: string): string;
  connectionLabel(id: string): string;
  wordProblem(problem: Problem, connectionId: string): string;
  /** The overview came into sight or went out of it: polling is worth its requests, or not. */
  onVisible?(visible: boolean): void;
}

export interface OverviewPanel extends vscode.Disposable {
  /** Shows the overview of the current query, in the panel that is there already where there is one. */
  open(): void;
  /** Fills the panel that VS Code kept over a restart. */
  restore(panel: vscode.WebviewPanel, state: unknown): void;
  /** Draws anew, as after a change of zone. */
  redraw(): void;
}

/** The one overview of a window. What it holds goes when it is closed. */
export function createOverviewPanel(parts: OverviewParts): OverviewPanel {
  let shown: { panel: vscode.WebviewPanel; redraw(): void } | undefined;

  function adopt(panel: vscode.WebviewPanel, state: unknown): void {
    shown = { panel, redraw: drive(panel, parts, readState(state)) };
    panel.onDidDispose(() => {
      shown = undefined;
      parts.onVisible?.(false);
    });
    parts.onVisible?.(panel.visible);
  }

  return {
    open() {
      if (shown) return shown.panel.reveal();
      const title = vscode.l10n.t('Overview');
      const panel = openPanel('overview', title, parts.extensionUri);
      adopt(panel, undefined);
    },
    restore(panel, state) {
      if (shown) return panel.dispose();
      adopt(panel, state);
    },
    redraw: () => shown?.redraw(),
    dispose: () => shown?.panel.dispose(),
  };
}

/** Fills the panel: sends what is to be shown, does what the person asks for. */
function drive(panel: vscode.WebviewPanel, parts: OverviewParts, before: ReturnType<typeof readState>): () => void {
  const { explorer, current } = parts;
  const words = overviewWords({
    provider: parts.providerLabel,
    connection: parts.connectionLabel,
    problem: (problem, key) => parts.wordProblem(problem, connectionOfKey(key)),
  });
  const subject = createSubject(current, parts.applyQuery, before.query);
  const devices = createDeviceLoader(explorer, () => painter.soon());
  const painter = createPainter(paint, parts.inBackground);
  const closed = new AbortController();
  let { unit } = before;

  async function paint(): Promise<void> {
    // A hidden webview is gone; it says `ready` when it is back.
    if (!panel.visible) return;
    const input = await gather({ explorer, subject, devices, words });
    const view = overviewModel(
      unit === undefined ? input : { ...input, unit },
      words,
      displayIn(parts.settings().timeZone),
    );
    const message: ToOverview = {
      type: 'overview',
      state: { query: printQuery(subject.query()), ...(unit ? { unit } : {}) },
      words: { language: words.language, notReported: words.notReported },
      view,
    };
    await sendTo(panel, message);
  }

  const choose = (chosen: Unit) => () => {
    unit = chosen;
  };
  const actions: Record<OverviewAction, () => unknown> = {
    back: subject.back,
    follow: subject.follow,
    clear: () => vscode.commands.executeCommand('sessionExplorer.clearFilters'),
    refresh: () => vscode.commands.executeCommand('sessionExplorer.refresh'),
    load: () => explorer.loadFor(subject.query()),
    loadDevices: async () => devices.load(await sambaKeys(explorer, subject.query())),
    cancelDevices: devices.cancel,
    addConnection: () => vscode.commands.executeCommand('sessionExplorer.addConnection'),
    startDemo: () => vscode.commands.executeCommand('sessionExplorer.startDemo'),
    day: choose('day'),
    week: choose('week'),
    month: choose('month'),
    year: choose('year'),
  };

  async function hear(said: FromOverview | undefined): Promise<void> {
    if (said?.type === 'query') subject.choose(said.query);
    else if (said?.type === 'action') await actions[said.action]();
    if (said) painter.now();
  }

  loadPage(panel, 'overview', { extensionUri: parts.extensionUri, title: vscode.l10n.t('Overview') });

  parts.inBackground(devices.recall(closed.signal));
  const stopListening = explorer.onDidChange(() => painter.soon());
  const subscriptions = [
    panel.webview.onDidReceiveMessage((raw: unknown) => parts.inBackground(hear(readMessage(raw)))),
    panel.onDidChangeViewState(() => {
      parts.onVisible?.(panel.visible);
      painter.now();
    }),
    current.onDidChange(() => {
      subject.moved();
      painter.now();
    }),
  ];
  panel.onDidDispose(() => {
    closed.abort();
    devices.cancel();
    painter.dispose();
    stopListening();
    for (const each of subscriptions) each.dispose();
  });
  return painter.now;
}
