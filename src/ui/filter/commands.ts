import * as vscode from 'vscode';
import { valuesOf } from '../../query/edit.ts';
import { EVERYTHING, type QueryError } from '../../query/query.ts';
import type { Facet } from '../../query/selection.ts';
import type { Status } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { isGiven, textOf, unusable } from '../arguments.ts';
import type { InBackground } from '../background.ts';
import type { Commands } from '../commands.ts';
import { knownTo } from '../known.ts';
import { readSettings } from '../settings.ts';
import { askAfterError } from '../tell.ts';
import { displayIn } from '../wording/display.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { STATUS_ICONS, wordStatus } from '../wording/session.ts';
import { type Edited, read, withArgument, withDates, withWords } from './argument.ts';
import { askDates } from './ask-dates.ts';
import { askQuery } from './ask-query.ts';
import { filterState, withChosen } from './choices.ts';
import type { CurrentQuery } from './current.ts';
import { facetTitles, openHub } from './hub.ts';
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
  view: { readonly visible: boolean; show(): PromiseLike<unknown> };
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
  const searching = { explorer, display, providerLabel, inBackground, me: () => readSettings().me };
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
    if (answer === edit) await askWhole(text, [error.from, error.to]);
  }

  async function askWhole(text = current.text(), selection?: [number, number]): Promise<void> {
    const typed = await askQuery(text, () => knownTo(explorer), selection);
    if (typed === undefined) return;
    take(read(typed, knownTo(explorer)));
    show();
  }

  function setQuery(argument: unknown): unknown {
    const text = textOf(argument);
    return text === undefined ? askWhole() : take(read(text, knownTo(explorer)));
  }

  const filterBy = (facet: Facet) => async (argument: unknown) => {
    if (isValues(argument)) {
      take(withArgument(current.get(), facet, argument));
      return;
    }
    if (isGiven(argument)) throw unusable('string | string[]');
    const query = current.get();
    const { facets } = await explorer.search(query);
    const state = filterState(query, facet, (await facets([facet]))[facet]);
    const worded = state.choices.map(choice => ({ ...choice, label: labelOf(facet, choice.value.text, choice.label) }));
    const closed = facet === 'status' || facet === 'provider';
    const picked = await pickValues({
      title: facetTitles()[facet],
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
    const dates = given ?? (await askDates(current.get(), display(), explorer));
    if (dates === undefined) return;
    take(withDates(current.get(), dates));
    if (given === undefined) show();
  }

  async function search(argument: unknown): Promise<void> {
    const words = textOf(argument);
    if (words !== undefined) return take(withWords(current.get(), words, knownTo(explorer)));
    const searched = await searchSessions(searching);
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
    const searched = await searchSessions(searching, title);
    return searched?.does === 'open' ? searched.key : undefined;
  }

  /** The order stays: it hides nothing. */
  const clear = (): void => current.set({ ...EVERYTHING, sort: current.get().sort });

  const commands: Commands = {
    setQuery,
    filter: argument => (isGiven(argument) ? setQuery(argument) : openHub(current, commands)),
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

function readValues(facet: Facet, text: string) {
  const read = withArgument(EVERYTHING, facet, text);
  return read.ok ? valuesOf(read.query, facet) : undefined;
}

const isValues = (argument: unknown): argument is string | string[] =>
  typeof argument === 'string' || (Array.isArray(argument) && argument.every(each => typeof each === 'string'));
