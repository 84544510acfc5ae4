import { l10n } from 'vscode';
import type { QueryError } from '../../query/query.ts';

/** As many as there are statuses: of a few that could all be meant, none is kept back. */
const SUGGESTED = 6;

/** What is wrong with a query, where, and what could stand there instead. */
export function wordQueryError(error: QueryError, text: string): string {
  const what = complaint(error);
  const instead = error.suggestions.slice(0, SUGGESTED).join(', ');
  const where = pointAt(text, error);
  return instead === ''
    ? l10n.t('{0} Here: {1}', what, where)
    : l10n.t('{0} Here: {1}. It could be: {2}', what, where, instead);
}

function complaint({ code, word }: QueryError): string {
  switch (code) {
    case 'unknown-qualifier':
      return l10n.t('There is no qualifier “{0}”.', word);
    case 'empty-value':
      return l10n.t('A value is missing.');
    case 'bad-value':
      return l10n.t('“{0}” is not a value that can stand there.', word);
    case 'unclosed-quote':
      return l10n.t('A quote is not closed.');
    case 'not-negatable':
      return l10n.t('“{0}” cannot be negated.', word);
    case 'repeated-sort':
      return l10n.t('Only one order can be asked for.');
  }
}

const AROUND = 20;

/** The text around the place, the place itself between pointers. */
function pointAt(text: string, { from, to }: QueryError): string {
  const before = text.slice(Math.max(0, from - AROUND), from);
  const after = text.slice(to, to + AROUND);
  return `${from > AROUND ? '…' : ''}${before}▸${text.slice(from, to)}◂${after}${to + AROUND < text.length ? '…' : ''}`;
}
