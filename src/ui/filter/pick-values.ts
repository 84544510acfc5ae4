import * as vscode from 'vscode';
import type { Value } from '../../query/query.ts';
import { isolated, withoutIcons } from '../wording/session.ts';
import type { FilterState } from './choices.ts';

export interface ValuesQuestion {
  title: string;
  state: FilterState;
  locale: string;
  /** Reads a value that stands in no list; undefined: it can be none. Without it only listed values can be chosen. */
  readOther?: (text: string) => readonly Value[] | undefined;
}

export interface PickedValues {
  values: readonly Value[];
  negated: boolean;
}

interface ValueItem extends vscode.QuickPickItem {
  value: Value;
}

// More than anyone scrolls through, and as many as VS Code filters without a pause.
const MOST = 1000;

/** Asks for the values of one qualifier: several at once, those chosen now already ticked. */
export function pickValues({ title, state, locale, readOther }: ValuesQuestion): Promise<PickedValues | undefined> {
  const pick = vscode.window.createQuickPick<ValueItem>();
  const leaveOut = { iconPath: new vscode.ThemeIcon('exclude'), tooltip: vscode.l10n.t('Leave these out') };
  const askFor = { iconPath: new vscode.ThemeIcon('check-all'), tooltip: vscode.l10n.t('Show only these') };
  let { negated } = state;

  const dress = (): void => {
    pick.title = negated ? vscode.l10n.t('{0}: leave out', title) : title;
    pick.buttons = [negated ? askFor : leaveOut];
  };
  dress();
  pick.canSelectMany = true;
  // What was ticked so far would be lost to a page that happens to take the focus.
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = false;
  pick.placeholder = placeholder(state.choices.length, readOther !== undefined);
  pick.items = state.choices.slice(0, MOST).map(
    ({ value, label, count, chosen }): ValueItem => ({
      value,
      label: withoutIcons(isolated(label)),
      description: count.toLocaleString(locale),
      picked: chosen,
    }),
  );
  pick.selectedItems = pick.items.filter(item => item.picked);

  return new Promise(resolve => {
    let answer: PickedValues | undefined;
    pick.onDidTriggerButton(() => {
      negated = !negated;
      dress();
    });
    pick.onDidAccept(() => {
      const values = pick.selectedItems.map(item => item.value);
      // Typed, and nothing in the list fits it.
      const other = pick.activeItems.length === 0 && pick.value.trim() !== '' ? readOther?.(pick.value) : undefined;
      answer = { values: [...values, ...(other ?? [])], negated };
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}

function placeholder(count: number, other: boolean): string {
  if (count > MOST) return vscode.l10n.t('The {0} most frequent; type any other and press Enter', MOST);
  return other ? vscode.l10n.t('Choose, or type any other value and press Enter') : vscode.l10n.t('Choose');
}
