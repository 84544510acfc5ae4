import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { isRow, textOf } from '../arguments.ts';
import type { Commands } from '../commands.ts';
import { knownTo } from '../known.ts';
import { readSettings, type SavedView, writeSetting } from '../settings.ts';
import { tellError, withoutLinks } from '../tell.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { withoutIcons } from '../wording/session.ts';
import { builtInViews } from './built-in-views.ts';
import type { CurrentQuery } from './current.ts';

export interface ViewCommands {
  commands: Commands;
  /** Asks for a name and keeps a query under it. */
  save(query: Query, name?: string): Promise<void>;
}

/** Keeps questions under names. Their argument is a view's name or its node. */
export function viewCommands(current: CurrentQuery, explorer: Pick<Explorer, 'connections'>): ViewCommands {
  const saved = (): SavedView[] => readSettings().savedViews;

  async function save(query: Query, given?: string): Promise<void> {
    const name = given ?? (await askName(vscode.l10n.t('Save view'), printQuery(query)));
    if (name === undefined || name.trim() === '') return;
    if (isBuiltIn(name.trim())) return complain(taken(name.trim()));
    const view = { name: name.trim(), query: printQuery(query) };
    const views = saved();
    const at = views.findIndex(each => each.name === view.name);
    await writeSetting('savedViews', at < 0 ? [...views, view] : views.with(at, view));
  }

  async function choose(argument: unknown, from: readonly SavedView[], title: string): Promise<SavedView | undefined> {
    const name = nameOf(argument);
    if (name !== undefined) {
      const found = from.find(view => view.name === name);
      if (!found) complain(vscode.l10n.t('There is no view “{0}”.', name));
      return found;
    }
    if (from.length === 0) {
      complain(vscode.l10n.t('No view is saved yet.'));
      return undefined;
    }
    const items = from.map(view => ({
      label: withoutIcons(view.name),
      description: withoutIcons(view.query),
      view,
    }));
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.view;
  }

  async function apply(argument: unknown): Promise<void> {
    const view = await choose(argument, [...builtInViews(), ...saved()], vscode.l10n.t('Apply view'));
    if (!view) return;
    const parsed = parseQuery(view.query, knownTo(explorer));
    if (parsed.ok) current.set(parsed.query);
    else complain(wordQueryError(parsed.error, view.query));
  }

  async function rename(argument: unknown): Promise<void> {
    const view = await choose(argument, saved(), vscode.l10n.t('Rename view'));
    if (!view) return;
    const name = (await askName(vscode.l10n.t('Rename view'), view.query, view.name))?.trim();
    if (name === undefined || name === '' || name === view.name) return;
    // The view that had this name gives way, as it does when one is saved under it.
    const others = saved().filter(each => each.name !== name);
    await writeSetting(
      'savedViews',
      others.map(each => (each.name === view.name ? { ...each, name } : each)),
    );
  }

  async function remove(argument: unknown): Promise<void> {
    const view = await choose(argument, saved(), vscode.l10n.t('Delete view'));
    if (!view) return;
    const left = saved().filter(each => each.name !== view.name);
    await writeSetting('savedViews', left.length > 0 ? left : undefined);
  }

  return {
    save,
    commands: {
      saveView: argument => save(current.get(), nameOf(argument)),
      applyView: apply,
      renameView: rename,
      deleteView: remove,
    },
  };
}

const askName = (title: string, query: string, value = ''): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title,
    value,
    prompt: query === '' ? vscode.l10n.t('All sessions') : withoutLinks(query),
    placeHolder: vscode.l10n.t('Name of the view'),
    validateInput: name => (isBuiltIn(name.trim()) ? taken(name.trim()) : undefined),
  });

const isBuiltIn = (name: string): boolean => builtInViews().some(view => view.name === name);
const taken = (name: string): string => vscode.l10n.t('“{0}” is the name of a built-in view.', name);
const complain = (sentence: string): void => tellError(sentence);

/** A name, or the row of a view. */
const nameOf = (argument: unknown): string | undefined =>
  isRow(argument) ? (argument.node.kind === 'view' ? argument.node.name : undefined) : textOf(argument);
