import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Query } from '../../query/query.ts';
import type { Selection } from '../../query/selection.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { Display } from '../wording/display.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { dayOf, wordCount, wordMonth } from '../wording/time.ts';
import { datesOf, withDates, withoutDates } from './argument.ts';

interface DateItem extends vscode.QuickPickItem {
  /** What the date filter is given, or how that is asked for. */
  dates: string | (() => Promise<string | undefined>);
}

/** Asks for dates in the display zone, each with the sessions behind it; answers with what `withDates` reads. */
export async function askDates(
  query: Query,
  display: Display,
  explorer: Pick<Explorer, 'search'>,
): Promise<string | undefined> {
  const { selection: undated } = await explorer.search(withoutDates(query));
  const picked = await vscode.window.showQuickPick(datesToPick(query, display, explorer, undated), {
    title: vscode.l10n.t('Filter by date'),
    placeHolder: vscode.l10n.t('Days in {0}', display.timeZone),
  });
  return typeof picked?.dates === 'function' ? picked.dates() : picked?.dates;
}

/** The presets, the ways to ask for other dates, and the way back. `undated`: what the other filters leave. */
async function datesToPick(
  query: Query,
  display: Display,
  explorer: Pick<Explorer, 'search'>,
  undated: Selection,
): Promise<DateItem[]> {
  const month = dayOf(display.now, display.timeZone).slice(0, 7);
  const now = datesOf(query);
  const preset = async (label: string, dates: string): Promise<DateItem> => {
    const dated = withDates(query, dates);
    const count = dated.ok ? (await explorer.search(dated.query)).selection.total : 0;
    return { label, description: `${wordCount(count, display)} · ${dates}`, dates };
  };
  return [
    await preset(vscode.l10n.t('Today'), 'on:today'),
    await preset(vscode.l10n.t('Next 7 days'), 'after:today before:+7d'),
    await preset(vscode.l10n.t('Last 30 days'), 'after:-29d before:+1d'),
    await preset(vscode.l10n.t('This month: {0}', wordMonth(month, display)), `on:${month}`),
    { label: vscode.l10n.t('A month …'), dates: () => askMonth(undated, display) },
    {
      label: vscode.l10n.t('From … to …'),
      description: vscode.l10n.t('two days, the last one included'),
      dates: askSpan,
    },
    ...(now === ''
      ? []
      : [
          {
            label: vscode.l10n.t('Any date'),
            description: `${wordCount(undated.total, display)} · ${vscode.l10n.t('instead of {0}', now)}`,
            dates: '',
          },
        ]),
  ];
}

/** The months in which there are sessions under the other filters, the latest first. */
async function askMonth(undated: Selection, display: Display): Promise<string | undefined> {
  const months = (await undated.groups('month')).filter(({ value }) => value !== '');
  const items = months
    .sort((a, b) => (a.value < b.value ? 1 : -1))
    .map(({ value, count }) => ({
      label: wordMonth(value, display),
      description: wordCount(count, display),
      dates: `on:${value}`,
    }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Filter by date') }))?.dates;
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
