import type { Query } from '../../query/query.ts';
import type { Dimension } from '../../query/selection.ts';
import { given } from '../../session/given.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import type { SavedView } from '../settings.ts';
import { type Node, selectionOf, type TreeNode, type ViewNode } from './nodes.ts';
import { childrenOf, roots, type Scene } from './outline.ts';
import { counted, viewNodes } from './views.ts';

/** What changed: some places, or the top level itself. */
export type Changed = readonly TreeNode[] | 'all';

/** What the tree's model needs of the rest of the product. */
export interface TreeParts {
  explorer: Pick<Explorer, 'connections' | 'opened' | 'search' | 'sessions'>;
  query(): Query;
  groupBy(): readonly Dimension[];
  savedViews(): readonly SavedView[];
  providerLabel(id: string): string;
  /** All that is shown of a node; equal strings look the same. */
  face(node: Node): string;
  changed(changed: Changed): void;
  /** A scene was set: what the view's message and its welcome depend on. */
  refreshed(summary: Summary): void;
  inBackground: InBackground;
}

/** What there is to say about the whole tree. */
export interface Summary {
  matching: number;
  /** Nothing stands in the tree: a welcome view does. */
  empty: boolean;
}

export interface TreeModel {
  children(parent: TreeNode | undefined): Promise<TreeNode[]>;
  /** Reads everything anew and reports only what looks different. Calls while one is under way become one more. */
  refresh(): Promise<void>;
  /** Reports what looks different though nothing was read: ages, waits, the display zone. */
  repaint(): void;
  /** The place of a session under the providers (not under a view); asks for children as far as needed. */
  locate(key: string): Promise<TreeNode | undefined>;
}

/** The nodes of a level, and of the levels below as far as they are held. */
interface Level {
  node: Node;
  below: Level[] | undefined;
}

export function createTreeModel(parts: TreeParts): TreeModel {
  const { explorer } = parts;
  let scene: Scene | undefined;
  let top: TreeNode[] | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let turns = 0;
  let counting = new AbortController();

  async function takeScene(): Promise<Scene> {
    await explorer.opened();
    const query = parts.query();
    const { selection } = await explorer.search(query);
    const held = new Map(scene?.views.map(view => [view.id, view]));
    return {
      connections: explorer.connections(),
      selection,
      query,
      groupBy: parts.groupBy(),
      // Views keep their last counts until they are counted again, which the rest need not wait for.
      views: viewNodes(parts.savedViews()).map(view => {
        const before = held.get(view.id);
        return before?.query === view.query ? before : view;
      }),
      providerLabel: parts.providerLabel,
      sessions: keys => explorer.sessions(keys),
    };
  }

  /** The new state of all that is held, read completely before anything of it is shown. */
  async function levels(
    nodes: readonly Node[],
    elements: readonly TreeNode[] | undefined,
    from: Scene,
  ): Promise<Level[]> {
    const held = new Map(elements?.map(element => [element.id, element]));
    return Promise.all(
      nodes.map(async node => {
        const children = held.get(node.id)?.children;
        const below = children && (await levels(await childrenOf(node, from), children, from));
        return { node, below };
      }),
    );
  }

  function element(node: Node, parent: TreeNode | undefined): TreeNode {
    const key = node.kind === 'session' ? node.session.key : undefined;
    return {
      id: node.id,
      parent,
      node,
      children: undefined,
      shown: parts.face(node),
      ...given({ key, connectionId: connectionOf(node) }),
    };
  }

  /** Puts a level in place. Returns its elements and whether others stand there, or in another order, than before. */
  function settle(
    level: readonly Level[],
    before: readonly TreeNode[] | undefined,
    parent: TreeNode | undefined,
    report: (element: TreeNode) => void,
  ): { elements: TreeNode[]; moved: boolean } {
    const held = new Map(before?.map(each => [each.id, each]));
    const elements = level.map(({ node, below }) => {
      const old = held.get(node.id);
      if (!old) return element(node, parent);
      const face = parts.face(node);
      // Children that were asked for while this was being read are out of date: they will be asked for again.
      const unread = old.children !== undefined && below === undefined;
      const inner: TreeNode[] = [];
      const settled = below && settle(below, old.children, old, each => inner.push(each));
      old.node = node;
      old.children = settled?.elements;
      if (face !== old.shown || settled?.moved || unread) {
        // VS Code renews everything below as well.
        old.shown = face;
        report(old);
      } else inner.forEach(report);
      return old;
    });
    const moved =
      before === undefined || before.length !== elements.length || elements.some((each, at) => each !== before[at]);
    return { elements, moved };
  }

  async function show(next: Scene): Promise<void> {
    const turn = ++turns;
    const level = await levels(await roots(next), top, next);
    if (turn !== turns) return;
    const reported: TreeNode[] = [];
    const { elements, moved } = settle(level, top, undefined, each => reported.push(each));
    const first = top === undefined;
    scene = next;
    top = elements;
    parts.refreshed({ matching: next.selection.total, empty: elements.length === 0 });
    if (moved && !first) parts.changed('all');
    else if (reported.length > 0) parts.changed(reported);
  }

  async function countViews(from: Scene, signal: AbortSignal): Promise<void> {
    if (from.connections.length === 0) return;
    const views: ViewNode[] = [];
    for (const view of from.views) views.push(await counted(view, explorer, signal));
    if (scene === from && !signal.aborted) await show({ ...from, views });
  }

  async function work(): Promise<void> {
    do {
      again = false;
      counting.abort();
      counting = new AbortController();
      await show(await takeScene());
    } while (again);
    const { signal } = counting;
    if (scene) {
      parts.inBackground(
        countViews(scene, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        }),
      );
    }
  }

  function refresh(): Promise<void> {
    if (running) {
      again = true;
      return running;
    }
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function children(parent: TreeNode | undefined): Promise<TreeNode[]> {
    if (!parent) {
      if (!top) await refresh();
      return top ?? [];
    }
    if (parent.children) return parent.children;
    const from = scene;
    if (!from) return [];
    const { node } = parent;
    const nodes = await childrenOf(node, from);
    // Asked twice at once, or renewed meanwhile: what is in place already stays.
    if (parent.node === node) parent.children ??= nodes.map(each => element(each, parent));
    return parent.children ?? children(parent);
  }

  function repaint(): void {
    const changed: TreeNode[] = [];
    const look = (elements: readonly TreeNode[], report: boolean): void => {
      for (const each of elements) {
        const face = parts.face(each.node);
        const differs = face !== each.shown;
        each.shown = face;
        if (differs && report) changed.push(each);
        look(each.children ?? [], report && !differs);
      }
    };
    look(top ?? [], true);
    if (changed.length > 0) parts.changed(changed);
  }

  async function locate(key: string): Promise<TreeNode | undefined> {
    let level = await children(undefined);
    for (;;) {
      const next = level.find(each => each.key === key || (each.node.kind !== 'view' && holds(each.node, key)));
      if (!next || next.key === key) return next;
      level = await children(next);
    }
  }

  return { children, refresh, repaint, locate };
}

const holds = (node: Node, key: string): boolean => (selectionOf(node)?.indexOf(key) ?? -1) >= 0;

function connectionOf(node: Node): string | undefined {
  if (node.kind === 'notice') return 'status' in node.notice ? node.notice.status.connection.id : undefined;
  if (node.kind === 'session') return node.session.connectionId;
  if (node.kind !== 'group' || node.connections.length !== 1) return undefined;
  return node.connections[0]?.connection.id;
}
