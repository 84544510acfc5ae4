import * as vscode from 'vscode';
import { where } from '../../query/build.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import { onDidChangeSettings } from '../settings.ts';
import type { Display } from '../wording/display.ts';
import { wordCount, wordTimeOfDay } from '../wording/time.ts';
import { isCurrent } from './current.ts';
import { liveCounts } from './live-counts.ts';

/** A count grows old without anything changing. ms. */
const LOOK_EVERY = 30_000;

/** VS Code takes `undefined` for "no badge", and keeps the one it has where an equal one is set. */
interface Badged {
  badge?: vscode.ViewBadge | undefined;
}

/** Keeps the count of live sessions at the view's icon. */
export function keepLiveBadge(
  view: Badged,
  explorer: Pick<Explorer, 'search' | 'connections' | 'onDidChange'>,
  display: () => Display,
  inBackground: InBackground,
): vscode.Disposable {
  let last = 0;

  async function look(): Promise<void> {
    const mine = ++last;
    const badge = await liveBadge(explorer, display());
    if (mine !== last) return;
    if (badge?.value !== view.badge?.value || badge?.tooltip !== view.badge?.tooltip) view.badge = badge;
  }

  const again = (): void => inBackground(look());
  const stop = explorer.onDidChange(again);
  const timer = setInterval(again, LOOK_EVERY);
  const settings = onDidChangeSettings(again, 'timeZone', 'refresh');
  return vscode.Disposable.from(settings, {
    dispose() {
      stop();
      clearInterval(timer);
    },
  });
}

/** How many sessions are live, of the connections that can still say so, and as of when. */
export async function liveBadge(
  explorer: Pick<Explorer, 'search' | 'connections'>,
  display: Display,
): Promise<vscode.ViewBadge | undefined> {
  const { selection } = await explorer.search(where({ status: ['live'] }));
  const counts = await liveCounts(selection);
  const told = explorer
    .connections()
    .filter(status => isCurrent(status, display.now) && counts.has(status.connection.id));
  const value = told.reduce((sum, { connection }) => sum + (counts.get(connection.id) ?? 0), 0);
  if (value === 0) return undefined;
  const [oldest] = told.map(({ coverage }) => coverage.fetchedAt ?? '').sort();
  const tooltip = oldest
    ? vscode.l10n.t('{0} live, as of {1}', wordCount(value, display), wordTimeOfDay(oldest, display))
    : vscode.l10n.t('{0} live', wordCount(value, display));
  return { value, tooltip };
}
