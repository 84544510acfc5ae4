import * as vscode from 'vscode';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { CompareAction, FromCompare, ToCompare } from '../../webview/compare-protocol.ts';
import type { InBackground } from '../background.ts';
import { after, type Followed, type Following, follow } from '../detail/follow.ts';
import { withNames } from '../detail/names.ts';
import { sendTo } from '../webview/message.ts';
import { loadPage, openPanel } from '../webview/page.ts';
import { displayIn } from '../wording/display.ts';
import { readMessage, readState } from './messages.ts';
import { compareModel, type Side } from './model.ts';
import { compareWords } from './words.ts';

/** What the comparison needs of the rest of the product. */
export interface CompareParts {
  extensionUri: vscode.Uri;
  inBackground: InBackground;
  explorer: Explorer;
  /** The display zone, never `local`; how often a live session is asked for, 0 = never. */
  settings(): { timeZone: string; liveSeconds: number };
  /** Service and connection, as a person knows them. */
  source(connectionId: string): string;
  wordProblem(problem: Problem, connectionId: string): string;
  /** Some comparison can be seen, or none any more: polling is worth its requests, or not. */
  onVisible?(visible: boolean): void;
}

export interface ComparePanels extends vscode.Disposable {
  /** Shows two sessions side by side, in the panel that has them already where there is one. */
  open(first: string, second: string): void;
  /** Fills a panel that VS Code kept over a restart. */
  restore(panel: vscode.WebviewPanel, state: unknown): void;
  /** Closes the panels in which a connection's session stands, as when that was removed. */
  closeFor(connectionId: string): void;
  /** Draws all panels anew, as after a change of zone. */
  redraw(): void;
}

interface Shown {
  panel: vscode.WebviewPanel;
  keys(): [string, string];
  redraw(): void;
}

/** The panels that compare: one a pair. */
export function createComparePanels(parts: CompareParts): ComparePanels {
  const shown = new Set<Shown>();

  const seen = (): void => parts.onVisible?.([...shown].some(({ panel }) => panel.visible));

  function adopt(panel: vscode.WebviewPanel, pair: [string, string]): void {
    const one = drive(panel, pair, parts);
    shown.add(one);
    panel.onDidChangeViewState(seen);
    panel.onDidDispose(() => {
      shown.delete(one);
      seen();
    });
    seen();
  }

  return {
    open(first, second) {
      const known = [...shown].find(({ keys }) => keys().includes(first) && keys().includes(second));
      if (known) return known.panel.reveal();
      // VS Code stores titles, and those of sessions may not be stored: this one says nothing of them.
      const title = vscode.l10n.t('Compare Sessions');
      const panel = openPanel('compare', title, parts.extensionUri);
      adopt(panel, [first, second]);
    },
    restore(panel, state) {
      const kept = readState(state);
      if (kept) adopt(panel, kept.keys);
      else panel.dispose();
    },
    closeFor(connectionId) {
      for (const { keys, panel } of [...shown])
        if (keys().some(key => connectionOfKey(key) === connectionId)) panel.dispose();
    },
    redraw() {
      for (const { redraw } of shown) redraw();
    },
    dispose() {
      for (const { panel } of [...shown]) panel.dispose();
    },
  };
}

/** Fills one panel: each side is followed like a detail of its own. */
function drive(panel: vscode.WebviewPanel, pair: [string, string], parts: CompareParts): Shown {
  const { explorer } = parts;
  let keys = pair;

  function sideOf(key: string): Side | undefined {
    const { held, opened, failure, busy } = followed(key);
    const session = held ?? opened?.record.detail;
    if (!session) return undefined;
    const problem = opened ? opened.problem : failure;
    return {
      session,
      source: parts.source(session.connectionId),
      ...(opened ? withNames(opened.record, explorer.whoIs) : {}),
      ...(busy ? { pending: true } : {}),
      ...(problem ? { notice: parts.wordProblem(problem, session.connectionId) } : {}),
    };
  }

  function send(): void {
    if (!panel.visible) return;
    const both = keys.map(key => ({ key, side: sideOf(key), busy: followed(key).busy }));
    // Until both were looked for there is nothing to say, not even that one is missing.
    if (both.some(({ side, busy }) => !side && busy)) return;
    const words = compareWords(problem => parts.wordProblem(problem, ''));
    const frame = { words: words.shell, state: { keys } };
    const [first, second] = both.map(({ side }) => side);
    const lacking = both.filter(({ side }) => !side).map(({ key }) => key);
    const message: ToCompare =
      first && second
        ? {
            ...frame,
            type: 'compare',
            view: compareModel(first, second, words, displayIn(parts.settings().timeZone)),
            busy: both.some(({ busy }) => busy),
          }
        : { ...frame, type: 'missing', message: words.notHeld(words.detail.list(lacking)) };
    parts.inBackground(sendTo(panel, message));
  }

  const sides = new Map<string, Following>();
  const followed = (key: string): Followed => sides.get(key)?.state() ?? { busy: true };
  for (const key of keys)
    sides.set(
      key,
      follow(
        key,
        {
          explorer,
          inBackground: parts.inBackground,
          beside: async () => undefined,
          liveSeconds: () => parts.settings().liveSeconds,
          after,
        },
        send,
      ),
    );

  const actions: Record<CompareAction, () => unknown> = {
    swap() {
      keys = [keys[1], keys[0]];
      send();
    },
    async refresh() {
      // A session that is not held comes with its connection's list.
      const lacking = new Set(keys.filter(key => !sideOf(key)).map(connectionOfKey));
      await Promise.all([...lacking].map(id => explorer.refresh(id)));
      for (const side of sides.values()) side.refresh();
    },
    openFirst: () => vscode.commands.executeCommand('sessionExplorer.openDetail', keys[0]),
    openSecond: () => vscode.commands.executeCommand('sessionExplorer.openDetail', keys[1]),
  };

  loadPage(panel, 'compare', { extensionUri: parts.extensionUri, title: vscode.l10n.t('Compare Sessions') });
  async function hear(said: FromCompare | undefined): Promise<void> {
    if (said?.type === 'ready') send();
    else if (said?.type === 'action') await actions[said.action]();
  }

  const subscriptions = [
    panel.webview.onDidReceiveMessage((raw: unknown) => parts.inBackground(hear(readMessage(raw)))),
    panel.onDidChangeViewState(() => {
      for (const side of sides.values()) side.seen(panel.visible);
      send();
    }),
  ];
  panel.onDidDispose(() => {
    for (const side of sides.values()) side.dispose();
    for (const each of subscriptions) each.dispose();
  });
  return { panel, keys: () => keys, redraw: send };
}
