import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Query } from '../../query/query.ts';
import { given } from '../../session/given.ts';
import type { Session } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import { knownTo } from '../known.ts';
import type { Display } from '../wording/display.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { isolated, personName, STATUS_ICONS, sessionLabel, withoutIcons, wordStatus } from '../wording/session.ts';
import { wordCount, wordInstant } from '../wording/time.ts';
import { type Completion, completionsOf } from './completions.ts';

/** What the search needs of the rest of the product. */
export interface SearchParts {
  explorer: Explorer;
  display(): Display;
  providerLabel(id: string): string;
  inBackground: InBackground;
}

/** What a person did with the answers. */
export type Searched = { does: 'open'; key: string } | { does: 'apply' | 'save'; query: Query };

type SearchItem = vscode.QuickPickItem &
  ({ does: 'open'; key: string } | { does: 'complete'; text: string } | { does: 'nothing' });

/** Sessions that are listed; the rest is counted. */
const SHOWN = 100;
const COMPLETIONS = 8;

/**
 * A list that answers as one types. An older question is dropped when a newer one comes, so typing never queues.
 * With `title` it only lets a session be picked.
 */
export function searchSessions(parts: SearchParts, title?: string): Promise<Searched | undefined> {
  const pick = vscode.window.createQuickPick<SearchItem>();
  const apply = { iconPath: new vscode.ThemeIcon('filter'), tooltip: vscode.l10n.t('Show in the tree') };
  const save = { iconPath: new vscode.ThemeIcon('save'), tooltip: vscode.l10n.t('Save as a view') };
  let asking = new AbortController();

  pick.title = title ?? vscode.l10n.t('Search');
  pick.placeholder = vscode.l10n.t('Words of a title, a person, a place … or status:live host:"Ana" after:-7d');
  pick.buttons = title === undefined ? [apply, save] : [];
  // The answers come in their own order. VS Code knows this switch, though its API does not name it yet; without it,
  // those whose label holds the typed letters would jump up.
  Object.assign(pick, { sortByLabel: false });

  async function ask(question: string): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    pick.busy = true;
    try {
      const items = await answer(parts, question, signal);
      if (signal.aborted) return;
      pick.items = items;
      // Enter opens the first session; where there is none, it takes the first way to go on.
      const first = items.find(item => item.does === 'open') ?? items.find(item => item.does === 'complete');
      pick.activeItems = first ? [first] : [];
      pick.busy = false;
    } catch (error) {
      if (signal.aborted) return;
      pick.busy = false;
      throw error;
    }
  }

  const askSoon = (question: string): void => parts.inBackground(ask(question));

  return new Promise(resolve => {
    let searched: Searched | undefined;
    const end = (outcome: Searched): void => {
      searched = outcome;
      pick.hide();
    };
    pick.onDidChangeValue(askSoon);
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.does === 'open') end({ does: 'open', key: item.key });
      else if (item?.does === 'complete') {
        // Setting the value tells nobody.
        pick.value = item.text;
        askSoon(item.text);
      }
    });
    pick.onDidTriggerButton(button => {
      const parsed = parseQuery(pick.value, knownTo(parts.explorer));
      if (parsed.ok) end({ does: button === apply ? 'apply' : 'save', query: parsed.query });
    });
    pick.onDidHide(() => {
      asking.abort();
      pick.dispose();
      resolve(searched);
    });
    pick.show();
    askSoon('');
  });
}

async function answer(parts: SearchParts, text: string, signal: AbortSignal): Promise<SearchItem[]> {
  const display = parts.display();
  const parsed = parseQuery(text, knownTo(parts.explorer));
  const completions = (await completionsOf(text, parts.explorer, signal)).slice(0, COMPLETIONS).map(completionItem);
  if (!parsed.ok) return [...completions, note('error', wordQueryError(parsed.error, text))];
  const { selection } = await parts.explorer.search(parsed.query, signal);
  const sessions = await parts.explorer.sessions(selection.keys(0, SHOWN));
  const found = sessions.map(session => sessionItem(session, parts, display));
  if (selection.total === 0) return [...completions, note('info', vscode.l10n.t('No session matches'))];
  const rest = selection.total - found.length;
  const more =
    rest > 0
      ? [note('ellipsis', vscode.l10n.t('{0} more: type on, or show them in the tree', wordCount(rest, display)))]
      : [];
  return [...completions, ...found, ...more];
}

function sessionItem(session: Session, parts: SearchParts, display: Display): SearchItem {
  const { status, start, host, provider } = session;
  const { codicon, color } = STATUS_ICONS[status];
  const about = [
    wordStatus(status),
    start === undefined ? vscode.l10n.t('no start') : wordInstant(start, display),
    parts.providerLabel(provider),
    host && isolated(personName(host, parts.explorer.whoIs(provider, host.id))),
  ];
  return {
    does: 'open',
    key: session.key,
    label: withoutIcons(sessionLabel(session)),
    description: withoutIcons(about.filter(Boolean).join(' · ')),
    iconPath: new vscode.ThemeIcon(codicon, new vscode.ThemeColor(color)),
    alwaysShow: true,
  };
}

const completionItem = ({ text, label, count }: Completion): SearchItem => ({
  does: 'complete',
  text,
  label: withoutIcons(label),
  ...given({ description: count?.toString() }),
  iconPath: new vscode.ThemeIcon('symbol-keyword'),
  alwaysShow: true,
});

const note = (codicon: string, text: string): SearchItem => ({
  does: 'nothing',
  label: withoutIcons(text),
  iconPath: new vscode.ThemeIcon(codicon),
  alwaysShow: true,
});
