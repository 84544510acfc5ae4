import * as vscode from 'vscode';
import type { Session } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import type { SetContext } from '../context-keys.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { isCurrent } from '../live/current.ts';
import { keepLiveBadge } from '../live/live-badge.ts';
import { onDidChangeSettings, readSettings } from '../settings.ts';
import { displayIn } from '../wording/display.ts';
import { describe } from './describe.ts';
import type { DescribeContext } from './description.ts';
import { filterMessage } from './filter-message.ts';
import type { TreeNode } from './nodes.ts';
import { rememberSeen } from './seen.ts';
import { createTreeModel, type Summary } from './tree-model.ts';
import { createSessionsTree, type SessionsTree } from './tree-provider.ts';

const VIEW = 'sessionExplorer.sessions';

/** What the view needs of the rest of the product. */
export interface SessionsViewParts {
  view: vscode.TreeView<TreeNode>;
  /** Tells VS Code which places of the tree to ask for again. */
  nodesChanged: vscode.EventEmitter<TreeNode | TreeNode[] | undefined>;
  explorer: Explorer;
  current: CurrentQuery;
  providerLabel(id: string): string;
  /** Whether there is a place at the service where a person can go with this session. */
  hasLink(session: Session): boolean;
  setContext: SetContext;
  inBackground: InBackground;
  /** The view came into sight or went out of it. */
  watch(visible: boolean): void;
}

export interface SessionsView extends vscode.Disposable {
  readonly tree: SessionsTree;
  readonly visible: boolean;
  /** Brings the view into sight without taking the focus from a person who is typing elsewhere. */
  show(): Thenable<unknown>;
  /** Selects a session's row; false where the current query or a level that is too wide hides it. */
  reveal(key: string, options?: { focus?: boolean }): Promise<boolean>;
  /** Somebody looked at these sessions elsewhere: their rows need no mark. */
  look(keys: readonly string[]): void;
  /** The keys of the selected sessions. */
  selected(): string[];
}

/** Loads report many times a second; nobody reads that fast, and each refresh searches anew. ms. */
const REFRESH_AT_MOST_EVERY = 250;
/** Rows say how old they are, to the minute. ms. */
const REPAINT_EVERY = 30_000;
/** A row counts the seconds of a wait for the rate budget down. ms. */
const COUNTDOWN_EVERY = 1000;

/** VS Code takes `undefined` for "no message", as its documentation says and its types do not. */
type Unmessaged<T extends { message?: string }> = Omit<T, 'message'> & { message?: string | undefined };

/** The view "Sessions": its tree, message, badge, progress and the context keys that its menus look at. */
export function createSessionsView(parts: SessionsViewParts): SessionsView {
  const { explorer, current, inBackground } = parts;
  const view: Unmessaged<vscode.TreeView<TreeNode>> = parts.view;
  const seen = rememberSeen();
  let settings = readSettings();
  let outdated = false;
  let due: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let loaded: (() => void) | undefined;

  const context = (): DescribeContext => ({
    display: displayIn(settings.timeZone),
    providerLabel: parts.providerLabel,
    hasLink: parts.hasLink,
    whoIs: explorer.whoIs,
    changes: seen.changes,
    notCurrent: () => explorer.connections().filter(status => !isCurrent(status, Date.now())),
  });
  const model = createTreeModel({
    explorer,
    query: () => current.get(),
    groupBy: () => settings.groupBy,
    savedViews: () => settings.savedViews,
    providerLabel: parts.providerLabel,
    // A session's tooltip shows more of it than its row does.
    face: node => JSON.stringify([describe(node, context()), node.kind === 'session' ? node.session : undefined]),
    changed: changed => parts.nodesChanged.fire(changed === 'all' ? undefined : [...changed]),
    refreshed,
    inBackground,
  });
  const open = new Map<string, boolean>();
  const tree = createSessionsTree(model, context, open);

  function refreshed({ matching, empty }: Summary): void {
    const connections = explorer.connections();
    inBackground(parts.setContext('attendeesUnsure', explorer.attendeesUnsure(current.get()).length > 0));
    inBackground(parts.setContext('meansNobody', explorer.meansNobody(current.get())));
    inBackground(parts.setContext('state', connections.length === 0 ? 'unconnected' : empty ? 'noMatches' : 'listed'));
    // A welcome view shows only while there is no message.
    const filtered = !empty && current.isFilter();
    view.message = filtered ? filterMessage(explorer, current, matching, displayIn(settings.timeZone)) : undefined;
  }

  function showProgress(): void {
    const loading = explorer.connections().some(status => status.progress !== undefined);
    inBackground(parts.setContext('loading', loading));
    if (!loading) {
      loaded?.();
      loaded = undefined;
    } else if (!loaded) {
      const ended = new Promise<void>(resolve => {
        loaded = resolve;
      });
      inBackground(vscode.window.withProgress({ location: { viewId: VIEW } }, () => ended));
    }
  }

  /** Reads everything anew, soon; a view that nobody sees waits until somebody does. */
  function refreshSoon(): void {
    outdated = true;
    due ??= setTimeout(() => {
      due = undefined;
      if (view.visible) inBackground(refresh());
    }, REFRESH_AT_MOST_EVERY);
  }

  function refresh(): Promise<void> {
    outdated = false;
    return model.refresh();
  }

  /** Groups in another order: the selected row stands elsewhere then. */
  async function regroup(): Promise<void> {
    const [key] = selected();
    await refresh();
    if (key !== undefined && view.visible) await reveal(key);
  }

  function tick(): void {
    clearTimeout(ticking);
    if (!view.visible) return;
    const waiting = explorer.connections().some(status => status.progress?.waitsUntil !== undefined);
    ticking = setTimeout(
      () => {
        model.repaint();
        tick();
      },
      waiting ? COUNTDOWN_EVERY : REPAINT_EVERY,
    );
  }

  const selected = (): string[] => view.selection.flatMap(({ key }: TreeNode) => (key === undefined ? [] : [key]));

  function look(keys: readonly string[]): void {
    if (keys.length === 0) return;
    seen.look(keys);
    model.repaint();
  }

  async function reveal(key: string, { focus = false } = {}): Promise<boolean> {
    const element = await model.locate(key);
    if (!element) return false;
    await view.reveal(element, { select: true, focus });
    return true;
  }

  const stop = explorer.onDidChange(() => {
    showProgress();
    refreshSoon();
    tick();
  });
  const subscriptions = [
    { dispose: stop },
    keepLiveBadge(parts.view, explorer, () => displayIn(settings.timeZone), inBackground),
    view.onDidChangeVisibility(({ visible }) => {
      parts.watch(visible);
      // Whoever turned away has seen what stood there; what changes meanwhile is marked when they are back.
      if (!visible) seen.look();
      else if (outdated) inBackground(refresh());
      else model.repaint();
      tick();
    }),
    view.onDidChangeSelection(({ selection }) => look(selection.flatMap(({ key }: TreeNode) => key ?? []))),
    view.onDidExpandElement(({ element }) => void open.set(element.id, true)),
    view.onDidCollapseElement(({ element }) => void open.set(element.id, false)),
    current.onDidChange(query => {
      inBackground(parts.setContext('filtered', current.isFilter()));
      inBackground(refresh());
      if (explorer.beyond(query).length > 0) inBackground(explorer.loadFor(query));
    }),
    onDidChangeSettings(
      () => {
        const before = settings;
        settings = readSettings();
        if (String(before.groupBy) === String(settings.groupBy)) refreshSoon();
        else inBackground(regroup());
      },
      'groupBy',
      'timeZone',
      'savedViews',
      'me',
    ),
  ];
  inBackground(parts.setContext('filtered', current.isFilter()));
  if (view.visible) parts.watch(true);
  tick();

  return {
    tree,
    get visible() {
      return view.visible;
    },
    show: () => vscode.commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true }),
    reveal,
    look,
    selected,
    dispose() {
      clearTimeout(due);
      clearTimeout(ticking);
      loaded?.();
      for (const each of subscriptions) each.dispose();
    },
  };
}
