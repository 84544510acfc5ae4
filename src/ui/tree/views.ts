import { l10n } from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { knownTo } from '../known.ts';
import type { SavedView } from '../settings.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { step, type ViewNode } from './nodes.ts';

/** The views that everyone has. They stand in no setting, so that nobody's settings hold what they did not write. */
export const builtInViews = (): SavedView[] => [
  { name: l10n.t('Live now'), query: 'status:live sort:start' },
  { name: l10n.t('Next 24 hours'), query: 'status:upcoming after:now before:+24h sort:start' },
  { name: l10n.t('No host yet'), query: 'status:upcoming host:"" sort:start' },
  { name: l10n.t('Ended today'), query: 'status:completed on:today' },
];

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
  return { ...node, selection };
}
