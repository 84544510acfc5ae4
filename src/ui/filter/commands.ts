import * as vscode from 'vscode';
import { valuesOf } from '../../query/edit.ts';
import { parseQuery } from '../../query/parse.ts';
import { printValue } from '../../query/print.ts';
import { EVERYTHING, type Query, type QueryError } from '../../query/query.ts';
import type { Facet } from '../../query/selection.ts';
import type { Status } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { isGiven, unusable } from '../arguments.ts';
import type { InBackground } from '../background.ts';
import type { Commands } from '../commands.ts';
import { knownTo } from '../known.ts';
import { readSettings } from '../settings.ts';
import { askAfterError, withoutLinks } from '../tell.ts';
import type { SessionsView } from '../tree/sessions-view.ts';
import { displayIn } from '../wording/display.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { STATUS_ICONS, wordStatus } from '../wording/session.ts';
import { datesOf, type Edited, read, withArgument, withDates, withWords } from './argument.ts';
import { askDates } from './ask-dates.ts';
import { filterState, withChosen } from './choices.ts';
import type { CurrentQuery } from './current.ts';
import { pickValues } from './pick-values.ts';
import { searchSessions } from './search.ts';
import { viewCommands } from './view-commands.ts';

/** What the filter commands need of the rest of the product. */
export interface FilterCommandParts {
  explorer: Explorer;
  current: CurrentQuery;
  providerLabel(id: string): string;
  inBackground: InBackground;
  /** Is shown after a person chose what stands in it. */
  view: Pick<SessionsView, 'visible' | 'show'>;
}

export interface FilterCommands {
  commands: Commands;
  /** Asks which session a command is for. */
  pickSession(): Promise<string | undefined>;
}

/** The commands that ask, narrow and keep questions. With an argument they ask nothing. */
export function filterCommands({
  explorer,
  current,
  providerLabel,
  view,
  inBackground,
}: FilterCommandParts): FilterCommands {
  const display = () => displayIn(readSettings().timeZone);
  const views = viewCommands(current, explorer);
  const show = (): void => {
    if (!view.visible) inBackground(view.show());
  };

  function take(edited: Edited): void {
    if (edited.ok) current.set(edited.query);
    else inBackground(complain(edited.error, edited.text));
  }

  async function complain(error: QueryError, text: string): Promise<void> {
    const edit = vscode.l10n.t('Edit the Query');
    const answer = await askAfterError(wordQueryError(error, text), edit);
    if (answer === edit) await askQuery(text, [error.from, error.to]);
  }

  async function askQuery(value: string, selection?: [number, number]): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Query'),
      // The tree may take the focus while it is drawn anew; that must not throw away what was typed.
      ignoreFocusOut: true,
      value,
      prompt: vscode.l10n.t(
        'Words, and qualifiers such as status:live host:"Ana" -place:"Room 1" after:-7d sort:title',
      ),
      ...(selection ? { valueSelection: selection } : {}),
      validateInput(typed) {
        const parsed = parseQuery(typed, knownTo(explorer));
        return parsed.ok ? undefined : withoutLinks(wordQueryError(parsed.error, typed));
      },
    });
    if (text === undefined) return;
    take(read(text, knownTo(explorer)));
    show();
  }

  function setQuery(argument: unknown): unknown {
    const text = textOf(argument);
    return text === undefined ? askQuery(current.text()) : take(read(text, knownTo(explorer)));
  }

  const filterBy = (facet: Facet) => async (argument: unknown) => {
    if (isValues(argument)) {
      take(withArgument(current.get(), facet, argument));
      return;
    }
    if (isGiven(argument)) throw unusable('string | string[]');
    const query = current.get();
    const { facets } = await explorer.search(query);
    const state = filterState(query, facet, facets[facet]);
    const worded = state.choices.map(choice => ({ ...choice, label: labelOf(facet, choice.value.text, choice.label) }));
    const closed = facet === 'status' || facet === 'provider';
    const picked = await pickValues({
      title: titles()[facet],
      state: { ...state, choices: worded },
      locale: display().locale,
      ...(closed ? {} : { readOther: text => readValues(facet, text) }),
    });
    if (!picked) return;
    current.set(withChosen(query, facet, picked.values, picked.negated));
    show();
  };

  const labelOf = (facet: Facet, value: string, label: string): string => {
    if (facet === 'status' && value in STATUS_ICONS) return wordStatus(value as Status);
    return facet === 'provider' ? providerLabel(value) : label;
  };

  async function filterByDate(argument: unknown): Promise<void> {
    const given = textOf(argument);
    const dates = given ?? (await askDates(current.get(), display()));
    if (dates === undefined) return;
    take(withDates(current.get(), dates));
    if (given === undefined) show();
  }

  async function search(argument: unknown): Promise<void> {
    const words = textOf(argument);
    if (words !== undefined) return take(withWords(current.get(), words, knownTo(explorer)));
    const searched = await searchSessions({ explorer, display, providerLabel, inBackground });
    switch (searched?.does) {
      case 'open':
        await vscode.commands.executeCommand('sessionExplorer.openDetail', searched.key);
        return;
      case 'apply':
        current.set(searched.query);
        show();
        return;
      case 'save':
        await views.save(searched.query);
    }
  }

  async function pickSession(): Promise<string | undefined> {
    const title = vscode.l10n.t('Which session?');
    const searched = await searchSessions({ explorer, display, providerLabel, inBackground }, title);
    return searched?.does === 'open' ? searched.key : undefined;
  }

  /** All qualifiers with what the query says of each. */
  async function hub(argument: unknown): Promise<unknown> {
    if (isGiven(argument)) return setQuery(argument);
    const query = current.get();
    const named = titles();
    const items = [
      ...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).map(facet => ({
        label: named[facet],
        description: saidOf(query, facet),
        run: (): unknown => commands[COMMANDS[facet]]?.(),
      })),
      { label: vscode.l10n.t('Date'), description: datesOf(query), run: () => filterByDate(undefined) },
      { label: vscode.l10n.t('The whole query'), description: current.text(), run: () => askQuery(current.text()) },
      ...(current.isFilter() ? [{ label: vscode.l10n.t('Clear filters'), description: '', run: () => clear() }] : []),
    ];
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Filter'),
      placeHolder: vscode.l10n.t('What to filter by'),
    });
    return picked?.run();
  }

  /** The order stays: it hides nothing. */
  const clear = (): void => current.set({ ...EVERYTHING, sort: current.get().sort });

  const commands: Commands = {
    setQuery,
    filter: hub,
    filterByStatus: filterBy('status'),
    filterByProvider: filterBy('provider'),
    filterByHost: filterBy('host'),
    filterByPlace: filterBy('place'),
    filterByKind: filterBy('kind'),
    filterByAttendee: filterBy('attendee'),
    filterByClient: filterBy('client'),
    filterByDate,
    search,
    clearFilters: clear,
    ...views.commands,
  };
  return { commands, pickSession };
}

/** The commands behind the hub's rows. */
const COMMANDS = {
  status: 'filterByStatus',
  provider: 'filterByProvider',
  host: 'filterByHost',
  place: 'filterByPlace',
  kind: 'filterByKind',
  attendee: 'filterByAttendee',
  client: 'filterByClient',
} as const;

const titles = (): Record<Facet, string> => ({
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

function readValues(facet: Facet, text: string) {
  const read = withArgument(EVERYTHING, facet, text);
  return read.ok ? valuesOf(read.query, facet) : undefined;
}

/** The text that a command was given, if it was given anything. */
function textOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (isGiven(argument)) throw unusable('string');
  return undefined;
}

const isValues = (argument: unknown): argument is string | string[] =>
  typeof argument === 'string' || (Array.isArray(argument) && argument.every(each => typeof each === 'string'));
