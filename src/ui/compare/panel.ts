import * as vscode from 'vscode';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { CompareAction, FromCompare, ToCompare } from '../../webview/compare-protocol.ts';
import type { InBackground } from '../background.ts';
import { withNames } from '../detail/names.ts';
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
  /** The display zone, never `local`. */
  settings(): { timeZone: string };
  /** Service and connection, as a person knows them. */
  source(connectionId: string): string;
  wordProblem(problem: Problem, connectionId: string): string;
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

  function adopt(panel: vscode.WebviewPanel, pair: [string, string]): void {
    const one = drive(panel, pair, parts);
    shown.add(one);
    panel.onDidDispose(() => shown.delete(one));
  }

  return {
    open(first, second) {
      const known = [...shown].find(({ keys }) => keys().includes(first) && keys().includes(second));
      if (known) return known.panel.reveal();
      // VS Code stores titles, and those of sessions may not be stored: this one says nothing of them.
      const title = vscode.l10n.t('Compare Sessions');
      const panel = openPanel('compare', title);
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

/** Fills one panel: the list's knowledge at once, the services' as it comes. */
function drive(panel: vscode.WebviewPanel, pair: [string, string], parts: CompareParts): Shown {
  const { explorer } = parts;
  const sides = new Map<string, Side>();
  const closing = new AbortController();
  let keys = pair;
  let asking = 0;
  let looked = false;

  const missing = (): string[] => keys.filter(key => !sides.has(key));

  function send(): void {
    // Until the first look at what is held there is nothing to say, not even that something is missing.
    if (!panel.visible || !looked) return;
    const words = compareWords(problem => parts.wordProblem(problem, ''));
    const frame = { words: words.shell, state: { keys } };
    const [first, second] = keys.map(key => sides.get(key));
    const message: ToCompare =
      first && second
        ? {
            ...frame,
            type: 'compare',
            view: compareModel(first, second, words, displayIn(parts.settings().timeZone)),
            busy: asking > 0,
          }
        : { ...frame, type: 'missing', message: words.notHeld(words.detail.list(missing())) };
    parts.inBackground(panel.webview.postMessage(message));
  }

  async function ask(key: string, fresh: boolean): Promise<void> {
    const connection = connectionOfKey(key);
    const opened = await explorer.detail(key, { age: fresh ? 'fresh' : 'current', signal: closing.signal });
    const held = sides.get(key);
    if (!held || closing.signal.aborted) return;
    const problem = opened.ok ? opened.value.problem : opened.problem;
    const { notice: _, pending: __, ...side } = held;
    sides.set(key, {
      ...side,
      ...(opened.ok ? withNames(opened.value.record, explorer.whoIs) : {}),
      ...(problem ? { notice: parts.wordProblem(problem, connection) } : {}),
    });
  }

  async function load(fresh: boolean): Promise<void> {
    await explorer.opened();
    for (const session of await explorer.sessions(keys)) {
      const held = sides.get(session.key);
      sides.set(session.key, { ...held, session, source: parts.source(session.connectionId), pending: true });
    }
    looked = true;
    if (missing().length > 0) return send();
    asking++;
    send();
    try {
      await Promise.all(
        keys.map(async key => {
          await ask(key, fresh);
          send();
        }),
      );
    } finally {
      asking--;
      send();
    }
  }

  const actions: Record<CompareAction, () => unknown> = {
    swap() {
      keys = [keys[1], keys[0]];
      send();
    },
    async refresh() {
      const lacking = new Set(missing().map(connectionOfKey));
      await Promise.all([...lacking].map(id => explorer.refresh(id)));
      await load(true);
    },
    openFirst: () => vscode.commands.executeCommand('sessionExplorer.openDetail', keys[0]),
    openSecond: () => vscode.commands.executeCommand('sessionExplorer.openDetail', keys[1]),
  };

  loadPage(panel, 'compare', { extensionUri: parts.extensionUri, title: vscode.l10n.t('Compare Sessions') });
  const stopListening = explorer.onDidChange(({ sessions, keys: changed }) => {
    const lacking = looked ? missing() : [];
    if (lacking.some(key => changed.has(key) || (sessions && changed.size === 0))) parts.inBackground(load(false));
  });
  async function hear(said: FromCompare | undefined): Promise<void> {
    if (said?.type === 'ready') send();
    else if (said?.type === 'action') await actions[said.action]();
  }

  const subscriptions = [
    panel.webview.onDidReceiveMessage((raw: unknown) => parts.inBackground(hear(readMessage(raw)))),
    panel.onDidChangeViewState(send),
  ];
  panel.onDidDispose(() => {
    closing.abort();
    stopListening();
    for (const each of subscriptions) each.dispose();
  });
  parts.inBackground(load(false));
  return { panel, keys: () => keys, redraw: send };
}
