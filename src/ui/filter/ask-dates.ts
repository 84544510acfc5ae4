import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Query } from '../../query/query.ts';
import type { Display } from '../wording/display.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { dayOf, wordMonth } from '../wording/time.ts';
import { datesOf } from './argument.ts';

interface DateItem extends vscode.QuickPickItem {
  /** What the date filter is given; absent: it is asked for. */
  dates?: string;
}

/** Asks for dates in the display zone; answers with what `withDates` reads. */
export async function askDates(query: Query, display: Display): Promise<string | undefined> {
  const month = dayOf(display.now, display.timeZone).slice(0, 7);
  const now = datesOf(query);
  const preset = (label: string, dates: string): DateItem => ({ label, description: dates, dates });
  const items: DateItem[] = [
    preset(vscode.l10n.t('Today'), 'on:today'),
    preset(vscode.l10n.t('Next 7 days'), 'after:today before:+7d'),
    preset(vscode.l10n.t('Last 30 days'), 'after:-30d before:+1d'),
    preset(vscode.l10n.t('This month: {0}', wordMonth(month, display)), `on:${month}`),
    { label: vscode.l10n.t('From … to …'), description: vscode.l10n.t('two days, the last one included') },
    ...(now === ''
      ? []
      : [{ label: vscode.l10n.t('Any date'), description: vscode.l10n.t('instead of {0}', now), dates: '' }]),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Filter by date'),
    placeHolder: vscode.l10n.t('Days in {0}', display.timeZone),
  });
  return picked && (picked.dates ?? askSpan());
}

async function askSpan(): Promise<string | undefined> {
  const from = await askDate(vscode.l10n.t('From which day on?'), text => `after:${text}`);
  if (from === undefined) return undefined;
  const to = await askDate(vscode.l10n.t('Up to which day, that day included?'), text => `before:${text}`);
  return to === undefined ? undefined : `${from}..${to}`;
}

/** A day, or nothing for an open end. */
function askDate(prompt: string, inQuery: (text: string) => string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Filter by date'),
    prompt,
    placeHolder: '2025-11-22, today, -7d, +2w',
    validateInput(text) {
      if (text.trim() === '') return undefined;
      const parsed = parseQuery(inQuery(text.trim()));
      return parsed.ok ? undefined : wordQueryError(parsed.error, inQuery(text.trim()));
    },
  });
}
