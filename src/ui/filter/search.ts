import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Query } from '../../query/query.ts';
import { given } from '../../session/given.ts';
import type { SessionRecord } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import { knownTo } from '../known.ts';
import { isPartial } from '../wording/coverage.ts';
import type { Display } from '../wording/display.ts';
import { wordLimits } from '../wording/limits.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { isolated, personName, STATUS_ICONS, sessionLabel, withoutIcons, wordStatus } from '../wording/session.ts';
import { wordCount, wordInstant } from '../wording/time.ts';
import { type Completion, completionsOf } from './completions.ts';
import { type FoundBy, foundBy } from './found-by.ts';

/** What the search needs of the rest of the product. */
export interface SearchParts {
  explorer: Explorer;
  display(): Display;
  /** The setting `me`. */
  me(): readonly string[];
  providerLabel(id: string): string;
  inBackground: InBackground;
}

/** What a person did with the answers. */
export type Searched = { does: 'open'; key: string } | { does: 'apply' | 'save'; query: Query };

type SearchItem = vscode.QuickPickItem &
  ({ does: 'open'; key: string } | { does: 'complete'; text: string } | { does: 'nothing' });

/** Sessions that are listed; the rest is counted. */
const SHOWN = 100;
/** So many characters of what a session was found by; the row has more to say. */
const LONGEST = 60;

interface Answer {
  items: SearchItem[];
  /** How many sessions match; absent where the question cannot be read. */
  found?: number;
}

/**
 * A list that answers as one types. An older question is dropped when a newer one comes, so typing never queues.
 * With `title` it only lets a session be picked.
 */
export function searchSessions(parts: SearchParts, title?: string): Promise<Searched | undefined> {
  const pick = vscode.window.createQuickPick<SearchItem>();
  const apply = { iconPath: new vscode.ThemeIcon('filter'), tooltip: vscode.l10n.t('Show in the tree') };
  const save = { iconPath: new vscode.ThemeIcon('save'), tooltip: vscode.l10n.t('Save as a view') };
  let asking = new AbortController();

  const name = title ?? vscode.l10n.t('Search');
  pick.title = name;
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
      const { items, found } = await answer(parts, question, signal);
      if (signal.aborted) return;
      const count = found === undefined ? undefined : wordCount(found, parts.display());
      pick.title = count === undefined ? name : vscode.l10n.t('{0} · {1} found', name, count);
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

async function answer(parts: SearchParts, text: string, signal: AbortSignal): Promise<Answer> {
  const { explorer } = parts;
  const display = parts.display();
  const parsed = parseQuery(text, knownTo(explorer));
  const completions = (await completionsOf(text, explorer, signal)).map(completion =>
    completionItem(completion, display),
  );
  if (!parsed.ok) {
    // Whoever is offered the values that are missing needs no complaint that one is.
    const missing = parsed.error.code === 'empty-value' && completions.length > 0;
    return { items: missing ? completions : [...completions, note('error', wordQueryError(parsed.error, text))] };
  }
  const { query } = parsed;
  const { selection } = await explorer.search(query, signal);
  const records = await explorer.records(selection.keys(0, SHOWN));
  const found = records.map(record => sessionItem(record, query, parts, display));
  const notes = wordLimits(query, explorer).map(limit => note('info', limit));
  const rest = selection.total - found.length;
  if (selection.total === 0) notes.unshift(note('info', wordNothing(explorer)));
  else if (rest > 0)
    notes.unshift(
      note('ellipsis', vscode.l10n.t('{0} more: type on, or show them in the tree', wordCount(rest, display))),
    );
  return { items: [...completions, ...found, ...notes], found: selection.total };
}

/** Nothing partial is all: what is not loaded yet may match. */
const wordNothing = (explorer: Pick<Explorer, 'connections'>): string =>
  explorer.connections().some(({ coverage }) => isPartial(coverage))
    ? vscode.l10n.t('No session matches among those loaded so far')
    : vscode.l10n.t('No session matches');

function sessionItem(record: SessionRecord, query: Query, parts: SearchParts, display: Display): SearchItem {
  const { session } = record;
  const { status, start, host, provider } = session;
  const { codicon, color } = STATUS_ICONS[status];
  const called = host && personName(host, parts.explorer.whoIs(provider, host.id));
  const shown = [session.title || session.id, ...(called === undefined ? [] : [called])];
  const about = [
    // First, since a narrow list cuts the end off.
    ...foundBy(query, record, shown, { me: parts.me() }).map(wordFoundBy),
    wordStatus(status),
    start === undefined ? vscode.l10n.t('no start') : wordInstant(start, display),
    parts.providerLabel(provider),
    called && isolated(called),
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

function wordFoundBy({ field, text }: FoundBy): string {
  const names: Record<FoundBy['field'], string> = {
    kind: vscode.l10n.t('Kind'),
    place: vscode.l10n.t('Place'),
    client: vscode.l10n.t('Client'),
    host: vscode.l10n.t('Host'),
    coHost: vscode.l10n.t('Co-host'),
    attendee: vscode.l10n.t('Attendee'),
    id: vscode.l10n.t('ID'),
  };
  return `${names[field]}: ${isolated(text, LONGEST)}`;
}

const completionItem = ({ text, label, count }: Completion, display: Display): SearchItem => ({
  does: 'complete',
  text,
  label: withoutIcons(isolated(label)),
  ...given({ description: count === undefined ? undefined : wordCount(count, display) }),
  iconPath: new vscode.ThemeIcon('symbol-keyword'),
  alwaysShow: true,
});

const note = (codicon: string, text: string): SearchItem => ({
  does: 'nothing',
  label: withoutIcons(text),
  iconPath: new vscode.ThemeIcon(codicon),
  alwaysShow: true,
});
