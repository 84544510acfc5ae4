import * as vscode from 'vscode';
import { valuesOf } from '../../query/edit.ts';
import { printValue } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import type { Facet } from '../../query/selection.ts';
import type { Commands } from '../commands.ts';
import { datesOf } from './argument.ts';
import type { CurrentQuery } from './current.ts';

/** Shows all qualifiers with what the query says of each, and runs the command of the one that a person picks. */
export async function openHub(current: CurrentQuery, commands: Commands): Promise<unknown> {
  const query = current.get();
  const titles = facetTitles();
  const items = [
    ...ASKED.map(([facet, command]) => ({ label: titles[facet], description: saidOf(query, facet), command })),
    { label: vscode.l10n.t('Date'), description: datesOf(query), command: 'filterByDate' },
    { label: vscode.l10n.t('The whole query'), description: current.text(), command: 'setQuery' },
    ...(current.isFilter()
      ? [{ label: vscode.l10n.t('Clear filters'), description: '', command: 'clearFilters' }]
      : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Filter'),
    placeHolder: vscode.l10n.t('What to filter by'),
  });
  return picked && commands[picked.command]?.();
}

/** The facets that are asked for, in the hub's order, and by which command. */
const ASKED = [
  ['status', 'filterByStatus'],
  ['provider', 'filterByProvider'],
  ['host', 'filterByHost'],
  ['place', 'filterByPlace'],
  ['kind', 'filterByKind'],
  ['attendee', 'filterByAttendee'],
  ['client', 'filterByClient'],
] as const satisfies readonly (readonly [Facet, string])[];

/** What each facet is called. */
export const facetTitles = (): Record<Facet, string> => ({
  status: vscode.l10n.t('Status'),
  provider: vscode.l10n.t('Provider'),
  connection: vscode.l10n.t('Connection'),
  host: vscode.l10n.t('Host'),
  place: vscode.l10n.t('Place'),
  kind: vscode.l10n.t('Kind'),
  attendee: vscode.l10n.t('Attendee'),
  client: vscode.l10n.t('Client'),
  flag: vscode.l10n.t('Mark'),
});

function saidOf(query: Query, facet: Facet): string {
  const asked = valuesOf(query, facet).map(printValue);
  const ruledOut = valuesOf(query, facet, true).map(printValue);
  return [asked.join(', '), ruledOut.length > 0 ? vscode.l10n.t('not {0}', ruledOut.join(', ')) : '']
    .filter(Boolean)
    .join(' · ');
}
