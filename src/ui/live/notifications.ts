import * as vscode from 'vscode';
import { where } from '../../query/build.ts';
import { MINUTE } from '../../session/instant.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import { onDidChangeSettings, readSettings, SECTION } from '../settings.ts';
import { askInformed } from '../tell.ts';
import { sessionLabel } from '../wording/session.ts';
import { wordCount } from '../wording/time.ts';
import { type Alert, createAlerts, type Told } from './alerts.ts';

const SOON = where({ status: ['live', 'upcoming'], after: ['-1d'], before: ['+2d'] }, 'start');
/** How many sessions, the earliest first, one look reads. */
const LOOKED_AT = 500;
/** A start comes near without anything changing: how often the clock alone is a reason to look. ms. */
const CLOCK_LOOK = 30_000;
/** How many alerts are shown one by one; more become one notification. */
const ONE_BY_ONE = 3;

export interface NotificationParts {
  explorer: Pick<Explorer, 'opened' | 'polls' | 'search' | 'sessions' | 'connections' | 'onDidChange'>;
  /** What windows told before; see `toldIn`. */
  told: Told;
  open(key: string): void;
  /** Brings the tree into sight. */
  showAll(): unknown;
  inBackground: InBackground;
}

/** Tells of sessions that go live or are about to start, from the one window that polls. */
export function notify({ explorer, told, open, showAll, inBackground }: NotificationParts): vscode.Disposable {
  const look = createAlerts(told);
  const since = Date.now();

  async function tell(): Promise<void> {
    const wanted = readSettings().notifications;
    if (wanted === 'off') return;
    await explorer.opened();
    if (!explorer.polls()) return;
    const { selection } = await explorer.search(SOON);
    const sessions = await explorer.sessions(selection.keys(0, LOOKED_AT));
    const alerts = look(sessions, loaded(), Date.now()).filter(({ about }) => wanted === 'all' || wanted === about);
    if (alerts.length > ONE_BY_ONE) inBackground(show(wordMany(alerts), showAll));
    else for (const alert of alerts) inBackground(show(wordOne(alert), () => open(alert.session.key)));
  }

  /** What lay on disk when this window opened is as old as the last one: only what was loaded since can be news. */
  function loaded(): Set<string> {
    const trusted = explorer
      .connections()
      .filter(
        ({ stale, coverage: { fetchedAt } }) => !stale && fetchedAt !== undefined && Date.parse(fetchedAt) >= since,
      );
    return new Set(trusted.map(({ connection }) => connection.id));
  }

  let looking: Promise<unknown> = Promise.resolve();
  const lookAgain = (): void => {
    const look = looking.then(tell);
    inBackground(look);
    looking = look.catch(() => undefined);
  };
  const stop = explorer.onDidChange(change => {
    if (change.sessions || change.connections.size > 0) lookAgain();
  });
  const timer = setInterval(lookAgain, CLOCK_LOOK);
  const settings = onDidChangeSettings(lookAgain, 'notifications');
  lookAgain();
  return {
    dispose() {
      settings.dispose();
      stop();
      clearInterval(timer);
    },
  };
}

async function show(text: string, act: () => unknown): Promise<void> {
  const open = vscode.l10n.t('Open');
  const never = vscode.l10n.t('Do not show again');
  const chosen = await askInformed(text, open, never);
  if (chosen === open) await act();
  if (chosen === never)
    await vscode.workspace.getConfiguration(SECTION).update('notifications', 'off', vscode.ConfigurationTarget.Global);
}

function wordOne({ about, session }: Alert): string {
  const label = sessionLabel(session);
  return about === 'live'
    ? vscode.l10n.t('{0} is live.', label)
    : vscode.l10n.t('{0} starts in {1} min.', label, minutesUntil(session.start));
}

function wordMany(alerts: readonly Alert[]): string {
  const count = (about: Alert['about']): number => alerts.filter(alert => alert.about === about).length;
  const word = (about: Alert['about']): string => wordCount(count(about), { locale: vscode.env.language });
  if (count('starting') === 0) return vscode.l10n.t('{0} sessions are live.', word('live'));
  if (count('live') === 0) return vscode.l10n.t('{0} sessions start soon.', word('starting'));
  return vscode.l10n.t('{0} sessions are live, {1} start soon.', word('live'), word('starting'));
}

const minutesUntil = (start: string | undefined): number =>
  start === undefined ? 0 : Math.max(1, Math.round((Date.parse(start) - Date.now()) / MINUTE));
