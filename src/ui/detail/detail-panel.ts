import * as vscode from 'vscode';
import type { DetailRecord } from '../../session/detail.ts';
import type { Drift } from '../../session/drift.ts';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { Action, FromWebview, ToWebview } from '../../webview/protocol.ts';
import type { InBackground } from '../background.ts';
import { sendTo } from '../webview/message.ts';
import { loadPage, openPanel } from '../webview/page.ts';
import { oneLine } from '../wording/session.ts';
import { after, type Followed, type Following, follow } from './follow.ts';
import { readMessage, readState } from './messages.ts';
import { withNames } from './names.ts';
import { headerView, type Setting, viewModel } from './view-model.ts';
import { detailWords } from './words.ts';

/** What the panels need of the rest of the product. */
export interface DetailParts {
  extensionUri: vscode.Uri;
  inBackground: InBackground;
  explorer: Explorer;
  /** The display zone, never `local`; whether remote pictures are allowed; how often a live session is asked for, 0 = never. */
  settings(): { timeZone: string; remoteImages: boolean; liveSeconds: number };
  /** Service and connection, as a person knows them. */
  source(connectionId: string): string;
  /** Whether the connection's sessions may be on disk. Where they may not, VS Code must not store a title either. */
  persists(connectionId: string): boolean;
  /** Where the session can be opened at the service. */
  link(key: string): Promise<string | undefined>;
  /** How a session's record differs from what its service documents. */
  differences(record: DetailRecord): Drift[];
  /** The sessions before and after this one in the current query. */
  neighbours(key: string): Promise<{ previous?: string; next?: string }>;
  wordProblem(problem: Problem, connectionId: string): string;
  /** Some detail can be seen, or none any more: polling is worth its requests, or not. */
  onVisible?(visible: boolean): void;
}

export interface DetailPanels extends vscode.Disposable {
  /** Shows a session, in the panel that has it already where there is one. */
  open(key: string): void;
  /** Fills a panel that VS Code kept over a restart. */
  restore(panel: vscode.WebviewPanel, state: unknown): void;
  /** Closes the panels of a connection that was removed. */
  closeFor(connectionId: string): void;
  /** Draws all panels anew, as after a change of zone. */
  redraw(): void;
}

/** A tab is as wide as its title, and leaves no room for others. */
const LONGEST_TITLE = 100;

/** What stands beside a session. */
interface Beside {
  link?: string | undefined;
  previous?: string;
  next?: string;
  /** Disagreements with the documented shape in the connection's answers. */
  drift: number;
}

interface Shown {
  panel: vscode.WebviewPanel;
  show(key: string): void;
  redraw(): void;
}

/** The detail panels: one a session. */
export const createDetailPanels = (parts: DetailParts): DetailPanels => {
  const shown = new Map<string, Shown>();

  const seen = (): void => parts.onVisible?.([...shown.values()].some(({ panel }) => panel.visible));

  const adopt = (panel: vscode.WebviewPanel, key: string): void => {
    const session = drive(panel, key, parts, {
      /** Moves a panel to another session, unless that one has a panel already. */
      go(from, to) {
        const other = shown.get(to);
        if (other) return other.panel.reveal();
        const mine = shown.get(from);
        if (!mine) return;
        shown.delete(from);
        shown.set(to, mine);
        mine.show(to);
      },
      seen,
    });
    shown.set(key, session);
    panel.onDidDispose(() => {
      for (const [each, value] of shown) if (value === session) shown.delete(each);
      seen();
    });
    seen();
  };

  return {
    open(key) {
      const known = shown.get(key);
      if (known) return known.panel.reveal();
      const panel = openPanel('detail', key, parts.extensionUri);
      adopt(panel, key);
    },
    restore(panel, state) {
      const kept = readState(state);
      if (!kept || shown.has(kept.key)) return panel.dispose();
      adopt(panel, kept.key);
    },
    closeFor(connectionId) {
      for (const [key, { panel }] of [...shown]) if (connectionOfKey(key) === connectionId) panel.dispose();
    },
    redraw() {
      for (const { redraw } of shown.values()) redraw();
    },
    dispose() {
      for (const { panel } of [...shown.values()]) panel.dispose();
    },
  };
};

/** Fills one panel: sends what is to be shown, does what the person asks for. */
const drive = (
  panel: vscode.WebviewPanel,
  first: string,
  parts: DetailParts,
  around: { go(from: string, to: string): void; seen(): void },
): Shown => {
  let key = first;

  const setting = ({ link, previous, next }: Partial<Beside> = {}): Setting => {
    const connection = connectionOfKey(key);
    const { timeZone, remoteImages } = parts.settings();
    return {
      zone: timeZone,
      locale: vscode.env.language,
      now: Date.now(),
      words: detailWords(problem => parts.wordProblem(problem, connection)),
      source: parts.source(connection),
      remoteImages,
      link: link !== undefined,
      previous: previous !== undefined,
      next: next !== undefined,
    };
  };

  const message = ({ held, opened, failure, busy, beside }: Followed<Beside>): ToWebview => {
    const now = setting(beside);
    const words = now.words.shell;
    if (opened)
      return {
        type: 'detail',
        words,
        busy,
        view: viewModel({
          ...now,
          ...opened,
          ...withNames(opened.record, parts.explorer.whoIs),
          ...(beside ? { drift: beside.drift } : {}),
          differences: parts.differences(opened.record),
        }),
      };
    const header = held && headerView(held, now);
    const name = now.words.key(key);
    if (failure && !busy)
      return {
        type: 'failed',
        words,
        ...(header ? { header } : {}),
        message: now.words.problem(failure),
        hint: name,
      };
    return header ? { type: 'opening', words, header } : { type: 'opening', words, name };
  };

  const send = (state: Followed<Beside>): void => {
    const title = state.opened?.record.detail.title ?? state.held?.title ?? '';
    panel.title = title !== '' && parts.persists(connectionOfKey(key)) ? oneLine(title, LONGEST_TITLE) : key;
    // A hidden webview is gone; it says `ready` when it is back.
    if (panel.visible) parts.inBackground(sendTo(panel, message(state)));
  };

  const begin = (): Following<Beside> =>
    follow(
      key,
      {
        explorer: parts.explorer,
        inBackground: parts.inBackground,
        async beside(of) {
          const [link, neighbours, { drift }] = await Promise.all([
            parts.link(of),
            parts.neighbours(of),
            parts.explorer.drift(connectionOfKey(of)),
          ]);
          return { ...neighbours, link, drift: drift.length };
        },
        liveSeconds: () => parts.settings().liveSeconds,
        after,
      },
      send,
    );

  const act = async (action: Action): Promise<void> => {
    switch (action) {
      case 'refresh':
        return following.refresh();
      case 'openLink': {
        // Asked for again: what the webview shows may be older than the connection's settings.
        const link = await parts.link(key);
        if (link !== undefined && URL.canParse(link) && new URL(link).protocol === 'https:')
          await vscode.env.openExternal(vscode.Uri.parse(link, true));
        return;
      }
      case 'previous':
      case 'next': {
        const to = (await parts.neighbours(key))[action];
        if (to !== undefined) around.go(key, to);
        return;
      }
      case 'showDrift':
        await vscode.commands.executeCommand('sessionExplorer.showDrift', connectionOfKey(key));
        return;
      default:
        await vscode.commands.executeCommand(`sessionExplorer.${action}`, key);
    }
  };

  /** The page asks for its content once it runs. Its policy depends on a setting, so that a redraw begins here. */
  const paint = (): void => {
    loadPage(panel, 'detail', {
      extensionUri: parts.extensionUri,
      title: key,
      remoteImages: parts.settings().remoteImages,
    });
  };
  paint();

  let following = begin();
  const hear = async (said: FromWebview | undefined): Promise<void> => {
    if (said?.type === 'ready') send(following.state());
    else if (said?.type === 'action') await act(said.action);
  };
  const subscriptions = [
    panel.webview.onDidReceiveMessage((raw: unknown) => parts.inBackground(hear(readMessage(raw)))),
    panel.onDidChangeViewState(() => {
      around.seen();
      following.seen(panel.visible);
    }),
  ];
  panel.onDidDispose(() => {
    following.dispose();
    for (const each of subscriptions) each.dispose();
  });

  return {
    panel,
    show(to) {
      following.dispose();
      key = to;
      following = begin();
    },
    redraw: paint,
  };
};
