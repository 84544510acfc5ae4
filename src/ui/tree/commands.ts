import * as vscode from 'vscode';
import { SORTS, type Sort } from '../../query/query.ts';
import { DIMENSIONS, type Dimension } from '../../query/selection.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { connectionIdOf, isGiven, unusable } from '../arguments.ts';
import type { Commands } from '../commands.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { existing } from '../known.ts';
import { dimensions, readSettings, writeSetting } from '../settings.ts';
import { wordDimension } from '../wording/session.ts';

/**
 * The commands that load what stands in the tree and arrange it. Those that end in `All` are the view's own: VS Code
 * hands a command of a view's title the focused row, which is not meant there.
 */
export function treeCommands(explorer: Explorer, current: CurrentQuery): Commands {
  async function groupBy(argument: unknown): Promise<void> {
    const given = dimensions(argument);
    if (!given && isGiven(argument)) throw unusable(`(${typeOf(DIMENSIONS)})[]`);
    const order = given ?? (await askOrder());
    if (order) await writeSetting('groupBy', order);
  }

  async function sortBy(argument: unknown): Promise<void> {
    const given = SORTS.find(each => each === argument);
    if (!given && isGiven(argument)) throw unusable(typeOf(SORTS));
    const sort = given ?? (await askSort(current.get().sort));
    if (sort) current.set({ ...current.get(), sort });
  }

  const load = (run: (connectionId?: string) => Promise<unknown>) => async (argument: unknown) => {
    const id = connectionIdOf(argument);
    // A connection that was written a moment ago counts.
    await explorer.opened();
    return id === undefined || existing(explorer, id) ? run(id) : [];
  };

  return {
    refresh: load(id => explorer.refresh(id)),
    loadOlder: load(id => explorer.loadOlder(id)),
    cancel: argument => explorer.cancel(connectionIdOf(argument)),
    clearCache: () => explorer.clearCache(),
    refreshAll: () => explorer.refresh(),
    loadOlderAll: () => explorer.loadOlder(),
    cancelAll: () => explorer.cancel(),
    groupBy,
    sortBy,
  };
}

/** One of these words, as TypeScript has it. */
const typeOf = (words: readonly string[]): string => words.map(word => `"${word}"`).join(' | ');

async function askSort(now: Sort): Promise<Sort | undefined> {
  const words: Record<Sort, string> = {
    '-start': vscode.l10n.t('Newest first'),
    start: vscode.l10n.t('Oldest first'),
    title: vscode.l10n.t('Title'),
    participants: vscode.l10n.t('Most participants first'),
  };
  const items = SORTS.map(sort => ({ label: words[sort], description: sort === now ? NOW() : '', sort }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort By') }))?.sort;
}

const COMMON: readonly (readonly Dimension[])[] = [
  ['provider', 'status'],
  ['status', 'provider'],
  ['status'],
  ['day'],
  ['month', 'status'],
  ['host', 'status'],
  ['place', 'status'],
  ['kind', 'status'],
];

const NOW = (): string => vscode.l10n.t('now');
const inWords = (order: readonly Dimension[]): string => order.map(wordDimension).join(' → ');

/** Asks for an order of dimensions: one of the common ones, or level by level. */
async function askOrder(): Promise<readonly Dimension[] | undefined> {
  const now = String(readSettings().groupBy);
  const items = [
    ...COMMON.map(order => ({ label: inWords(order), description: String(order) === now ? NOW() : '', order })),
    { label: vscode.l10n.t('Another order …'), order: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Group By') });
  return picked && (picked.order ?? askLevels());
}

async function askLevels(): Promise<readonly Dimension[] | undefined> {
  let order: Dimension[] = [];
  for (;;) {
    const items = DIMENSIONS.filter(each => !order.includes(each)).map(each => ({
      label: wordDimension(each),
      next: [...order, each],
    }));
    const enough = { label: vscode.l10n.t('$(check) That is all'), next: order };
    const picked = await vscode.window.showQuickPick(order.length === 0 ? items : [enough, ...items], {
      title: vscode.l10n.t('Group By'),
      placeHolder: order.length === 0 ? vscode.l10n.t('First by') : vscode.l10n.t('{0}, then by', inWords(order)),
    });
    if (!picked) return undefined;
    if (picked.next === order || picked.next.length === DIMENSIONS.length) return picked.next;
    order = picked.next;
  }
}
