import { valuesOf } from '../../query/edit.ts';
import { parseQuery } from '../../query/parse.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { builtInViews } from '../filter/built-in-views.ts';
import { knownTo } from '../known.ts';
import { liveCounts } from '../live/live-counts.ts';
import type { SavedView } from '../settings.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { step, type ViewNode } from './nodes.ts';

/** The views as nodes, not yet counted. Of two with one name the first stands. */
export function viewNodes(saved: readonly SavedView[]): ViewNode[] {
  const named = new Map<string, ViewNode>();
  for (const { name, query } of builtInViews()) named.set(name, view(name, query, true));
  for (const { name, query } of saved) if (!named.has(name)) named.set(name, view(name, query, false));
  return [...named.values()];
}

const view = (name: string, query: string, builtIn: boolean): ViewNode => ({
  kind: 'view',
  id: step('', 'view', name),
  name,
  query,
  builtIn,
});

/** The view with its sessions, or with the reason why its query cannot be read. Rejects with the signal's reason. */
export async function counted(
  node: ViewNode,
  explorer: Pick<Explorer, 'search' | 'connections'>,
  signal: AbortSignal,
): Promise<ViewNode> {
  const parsed = parseQuery(node.query, knownTo(explorer));
  if (!parsed.ok) return { ...node, complaint: wordQueryError(parsed.error, node.query) };
  const { selection } = await explorer.search(parsed.query, signal);
  const asked = valuesOf(parsed.query, 'status');
  const live = asked.length > 0 && asked.every(({ text }) => text === 'live');
  return live ? { ...node, selection, live: await liveCounts(selection) } : { ...node, selection };
}
