import { qualifierOf } from './lex.ts';
import { EVERYTHING, type Query, type Term, type Value } from './query.ts';

/** The query in its own grammar: reading it again gives the same query. The default sort is left out. */
export function printQuery(query: Query): string {
  const terms = query.terms.map(printTerm);
  if (query.sort !== EVERYTHING.sort) terms.push(`sort:${query.sort}`);
  return terms.join(' ');
}

/** One term as it stands in a query. */
export function printTerm(term: Term): string {
  const sign = term.negated ? '-' : '';
  if (term.kind === 'qualifier') return `${sign}${term.name}:${term.values.map(printValue).join(',')}`;
  return sign + (term.phrase || !isBareWord(term.text, term.negated) ? quote(term.text) : term.text);
}

/** One value as it stands after a qualifier's colon or a comma. */
export function printValue({ text, prefix }: Value): string {
  // Two slashes after the colon would make a web address of it.
  const bare = (text !== '' || prefix) && !/[\s,]|^"|^\/\/|\*$/.test(text);
  return (bare ? text : quote(text)) + (prefix ? '*' : '');
}

/** Whether a word reads as itself: not as a phrase, a negation or a qualifier. */
function isBareWord(text: string, negated: boolean): boolean {
  if (text === '' || /\s|^"/.test(text) || qualifierOf(text) !== undefined) return false;
  return negated || text === '-' || !text.startsWith('-');
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
