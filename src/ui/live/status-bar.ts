import * as vscode from 'vscode';
import { where } from '../../query/build.ts';
import type { Selection } from '../../query/selection.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { onDidChangeSettings, readSettings } from '../settings.ts';
import { displayIn } from '../wording/display.ts';
import { sessionLabel, withoutIcons } from '../wording/session.ts';
import { wordAge, wordTimeOfDay } from '../wording/time.ts';
import { isCurrent } from './current.ts';

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

  const find = async (conditions: Parameters<typeof where>[0]): Promise<Selection> =>
    (await explorer.search(where(conditions, 'start'))).selection;

  async function look(): Promise<void> {
    const settings = readSettings();
    const mine = ++last;
    const trusted = explorer.connections().filter(status => isCurrent(status, Date.now()));
    if (!settings.statusBar || trusted.length === 0) return item.hide();
    const connection = trusted.map(status => status.connection.id);
    const live = await find({ connection, status: ['live'] });
    const found =
      live.total > 0 ? live : await find({ connection, status: ['upcoming'], after: ['now'], before: ['+1d'] });
    const [session] = await explorer.sessions(found.keys(0, 1));
    if (mine !== last) return;
    const fetchedAt = trusted.find(status => status.connection.id === session?.connectionId)?.coverage.fetchedAt;
    if (!session) return item.hide();
    const display = displayIn(settings.timeZone);
    const title = withoutIcons(sessionLabel(session, LONGEST));
    const others = live.total > 1 ? vscode.l10n.t('{0} and {1} more', title, live.total - 1) : title;
    const when = session.status === 'live' || !session.start ? '' : `${wordTimeOfDay(session.start, display)} `;
    item.text = `$(${session.status === 'live' ? 'broadcast' : 'calendar'}) ${when}${others}`;
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
