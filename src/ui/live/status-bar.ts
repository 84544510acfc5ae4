import * as vscode from 'vscode';
import type { Explorer } from '../../sync/explorer.ts';
import { onDidChangeSettings, readSettings } from '../settings.ts';
import { displayIn } from '../wording/display.ts';
import { sessionLabel, withoutIcons } from '../wording/session.ts';
import { wordAge, wordTimeOfDay } from '../wording/time.ts';
import { liveOrNext } from './live-or-next.ts';

/** The bar is shared with others: so many characters of a title have room in it. */
const LONGEST = 60;
/** The times in the item go on without anything changing. ms. */
const LOOK_EVERY = 30_000;
/** Among the items at the left, the higher the further left: after those of source control. */
const PRIORITY = 50;

/** One item with what is live, else with what comes next; empty as soon as the rows behind it cannot be trusted. */
export function showNextSession(explorer: Explorer): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('sessionExplorer.next', vscode.StatusBarAlignment.Left, PRIORITY);
  item.name = vscode.l10n.t('Next session');
  let last = 0;

  async function look(): Promise<void> {
    const settings = readSettings();
    const mine = ++last;
    const display = displayIn(settings.timeZone);
    const found = settings.statusBar ? await liveOrNext(explorer, display.now) : undefined;
    if (mine !== last) return;
    if (!found) return item.hide();
    const { session, more, fetchedAt } = found;
    const title = withoutIcons(sessionLabel(session, LONGEST));
    const titles = more > 0 ? vscode.l10n.t('{0} and {1} more', title, more) : title;
    const when = session.status === 'live' || !session.start ? '' : `${wordTimeOfDay(session.start, display)} `;
    item.text = `$(${session.status === 'live' ? 'broadcast' : 'calendar'}) ${when}${titles}`;
    item.tooltip =
      fetchedAt === undefined ? vscode.l10n.t('Loading') : vscode.l10n.t('As of {0}', wordAge(fetchedAt, display.now));
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
