import * as vscode from 'vscode';
import { type Known, parseQuery } from '../../query/parse.ts';
import { given } from '../../session/given.ts';
import { withoutLinks } from '../tell.ts';
import { wordQueryError } from '../wording/query-error.ts';

/** Asks for a whole query, beginning with `value`; what cannot be read is said while it is typed. */
export const askQuery = (
  value: string,
  known: () => Known,
  valueSelection?: [number, number],
): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title: vscode.l10n.t('Query'),
    // The tree may take the focus while it is drawn anew; that must not throw away what was typed.
    ignoreFocusOut: true,
    value,
    prompt: vscode.l10n.t('Words, and qualifiers such as status:live host:"Ana" -place:"Room 1" after:-7d sort:title'),
    ...given({ valueSelection }),
    validateInput(typed) {
      const parsed = parseQuery(typed, known());
      return parsed.ok ? undefined : withoutLinks(wordQueryError(parsed.error, typed));
    },
  });
