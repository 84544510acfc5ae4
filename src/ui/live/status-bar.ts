import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { onDidChangeSettings, readSettings } from '../settings.ts';
import { displayIn } from '../wording/display.ts';
import { sessionLabel, withoutIcons } from '../wording/session.ts';
import { wordAge, wordTimeOfDay } from '../wording/time.ts';

const LIVE = parseQuery('status:live sort:start');
const NEXT = parseQuery('status:upcoming after:now before:+1d sort:start');
const LOOK_EVERY = 30_000;

/** One item with what is live, else with what comes next; empty as soon as the rows behind it cannot be trusted. */
export function showNextSession(explorer: Explorer): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('sessionExplorer.next', vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('Next session');
  let last = 0;

  async function look(): Promise<void> {
    const settings = readSettings();
    const mine = ++last;
    const trusted = explorer.connections().filter(status => !status.stale && status.coverage.fetchedAt !== undefined);
    if (!settings.statusBar || trusted.length === 0 || !LIVE.ok || !NEXT.ok) return item.hide();
    const live = (await explorer.search(LIVE.query)).selection;
    const [key] = live.total > 0 ? live.keys(0, 1) : (await explorer.search(NEXT.query)).selection.keys(0, 1);
    const [session] = key === undefined ? [] : await explorer.sessions([key]);
    if (mine !== last) return;
    if (!session || !trusted.some(status => status.connection.id === session.connectionId)) return item.hide();
    const display = displayIn(settings.timeZone);
    const title = withoutIcons(sessionLabel(session));
    const others = live.total > 1 ? vscode.l10n.t(' and {0} more', live.total - 1) : '';
    const when = session.status === 'live' || !session.start ? '' : `${wordTimeOfDay(session.start, display)} `;
    item.text = `$(${session.status === 'live' ? 'broadcast' : 'calendar'}) ${when}${title}${others}`;
    const fetchedAt = trusted.find(status => status.connection.id === session.connectionId)?.coverage.fetchedAt;
    item.tooltip = fetchedAt && vscode.l10n.t('As of {0}', wordAge(fetchedAt, display.now));
    item.command = { title: '', command: 'sessionExplorer.openDetail', arguments: [session.key] };
    item.show();
  }

  const again = (): void => void look().catch(() => item.hide());
  const stop = explorer.onDidChange(again);
  const timer = setInterval(again, LOOK_EVERY);
  const settings = onDidChangeSettings(again);
  again();
  return vscode.Disposable.from(item, settings, {
    dispose() {
      stop();
      clearInterval(timer);
    },
  });
}
