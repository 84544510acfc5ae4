import * as vscode from 'vscode';
import { where } from '../../query/build.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { Display } from '../wording/display.ts';
import { wordCount, wordTimeOfDay } from '../wording/time.ts';

/** How many sessions are live, of the connections whose rows are fresh enough to say so, and as of when. */
export async function liveBadge(
  explorer: Pick<Explorer, 'search' | 'connections'>,
  display: Display,
): Promise<vscode.ViewBadge | undefined> {
  const { selection } = await explorer.search(where({ status: ['live'] }));
  const counts = new Map((await selection.groups('connection')).map(group => [group.value, group.count]));
  const trusted = explorer.connections().filter(({ stale, connection }) => !stale && counts.has(connection.id));
  const value = trusted.reduce((sum, { connection }) => sum + (counts.get(connection.id) ?? 0), 0);
  if (value === 0) return undefined;
  const [oldest] = trusted.map(({ coverage }) => coverage.fetchedAt ?? '').sort();
  const tooltip = oldest
    ? vscode.l10n.t('{0} live, as of {1}', wordCount(value, display), wordTimeOfDay(oldest, display))
    : vscode.l10n.t('{0} live', wordCount(value, display));
  return { value, tooltip };
}
