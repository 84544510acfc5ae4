import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { readSettings, SECTION } from '../settings.ts';
import { sessionLabel } from '../wording/session.ts';
import { type Alert, createAlerts } from './alerts.ts';

const SOON = parseQuery('status:live,upcoming after:-1d before:+2d sort:start');
const LOOKED_AT = 500;
/** A start comes near without anything changing. */
const CLOCK_LOOK = 30_000;

/** Tells of sessions that go live or are about to start, from the one window that polls. */
export function notify(explorer: Explorer, open: (key: string) => void): vscode.Disposable {
  const look = createAlerts();
  let looking = Promise.resolve();

  async function tell(): Promise<void> {
    const wanted = readSettings().notifications;
    if (wanted === 'off' || !SOON.ok || !explorer.polls()) return;
    const { selection } = await explorer.search(SOON.query);
    const loaded = explorer.connections().filter(status => status.coverage.fetchedAt !== undefined && !status.stale);
    const trusted = new Set(loaded.map(status => status.connection.id));
    const sessions = await explorer.sessions(selection.keys(0, LOOKED_AT));
    for (const alert of look(sessions, trusted, Date.now())) {
      if (wanted === 'all' || wanted === alert.about) void show(alert);
    }
  }

  async function show({ about, session }: Alert): Promise<void> {
    const label = sessionLabel(session);
    const text =
      about === 'live'
        ? vscode.l10n.t('{0} is live.', label)
        : vscode.l10n.t('{0} starts in {1} min.', label, minutesUntil(session.start));
    const openIt = vscode.l10n.t('Open');
    const never = vscode.l10n.t('Do not show again');
    const chosen = await vscode.window.showInformationMessage(text, openIt, never);
    if (chosen === openIt) open(session.key);
    if (chosen === never)
      await vscode.workspace
        .getConfiguration(SECTION)
        .update('notifications', 'off', vscode.ConfigurationTarget.Global);
  }

  const lookAgain = (): void => {
    looking = looking.then(tell).catch(() => undefined);
  };
  const stop = explorer.onDidChange(change => {
    if (change.sessions) lookAgain();
  });
  const timer = setInterval(lookAgain, CLOCK_LOOK);
  return {
    dispose() {
      stop();
      clearInterval(timer);
    },
  };
}

const minutesUntil = (start: string | undefined): number =>
  start === undefined ? 0 : Math.max(1, Math.round((Date.parse(start) - Date.now()) / 60_000));
