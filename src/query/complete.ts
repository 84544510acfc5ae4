import { fold, words } from './fold.ts';
import { lex, type Place, type Token, type ValueToken } from './lex.ts';
import { choicesFor, type Known } from './parse.ts';
import { printValue } from './print.ts';
import { QUALIFIERS, type Qualifier } from './query.ts';
import { type Choice, FACETS, type Facets } from './selection.ts';

/** Something that can stand where the cursor is: `insert` takes the place of what lies from `from` to `to`. */
export interface Completion extends Place {
  kind: 'qualifier' | 'value';
  insert: string;
  /** The qualifier's name, or the value as a facet knows it. */
  value: string;
  /** What to show: for a person's id, the name. */
  label: string;
  /** Sessions behind a value, where a facet says. */
  count?: number;
}

const MOST = 50;
type Offer = Pick<Choice, 'value' | 'label'> & { count?: number };

/**
 * What can be typed at the cursor of a query that is still being written, and need not be right yet: qualifiers, then
 * their values with the facets' counts. Offers nothing within a quoted phrase.
 */
export function complete(text: string, cursor: number, facets?: Facets, known?: Known): Completion[] {
  const token = lex(text).find(({ from, to }) => from <= cursor && cursor <= to);
  if (!token) return qualifiers(text, { from: cursor, to: cursor }, cursor, ':');
  if (token.kind === 'text') {
    if (token.phrase) return [];
    const from = token.from + (text[token.from] === '-' ? 1 : 0);
    return cursor < from ? [] : qualifiers(text, { from, to: token.to }, cursor, ':');
  }
  const nameEnd = token.nameFrom + token.name.length;
  if (cursor <= nameEnd) {
    return cursor < token.nameFrom ? [] : qualifiers(text, { from: token.nameFrom, to: nameEnd }, cursor, '');
  }
  const value = token.values.find(({ from, to }) => from <= cursor && cursor <= to);
  return value ? values(text, token, value, cursor, facets, known) : [];
}

function qualifiers(text: string, { from, to }: Place, cursor: number, end: string): Completion[] {
  const typed = text.slice(from, cursor).toLowerCase();
  return QUALIFIERS.filter(name => name.startsWith(typed)).map(name => ({
    kind: 'qualifier',
    from,
    to,
    insert: name + end,
    value: name,
    label: name,
  }));
}

function values(
  text: string,
  { name, values: all }: Token & { kind: 'qualifier' },
  { from, to, quoted }: ValueToken,
  cursor: number,
  facets: Facets | undefined,
  known: Known | undefined,
): Completion[] {
  const qualifier = QUALIFIERS.find(candidate => candidate === name.toLowerCase());
  if (!qualifier) return [];
  const typed = fold(text.slice(quoted ? from + 1 : from, cursor));
  const taken = new Set(all.filter(value => value.from !== from).map(value => value.text));
  const begins = ({ value, label }: Offer): boolean => fold(label).startsWith(typed) || fold(value).startsWith(typed);
  const within = (offer: Offer): boolean => ` ${words(offer.label)}`.includes(` ${words(typed)}`);
  const open = offers(qualifier, facets, known).filter(({ value }) => !taken.has(value));
  const first = open.filter(begins);
  const others = words(typed) === '' ? [] : open.filter(offer => within(offer) && !begins(offer));
  return [...first, ...others].slice(0, MOST).map(offer => ({
    kind: 'value',
    from,
    to,
    insert: printValue({ text: offer.value, prefix: false }),
    ...offer,
  }));
}

/** A qualifier's values, most frequent first, then those that are possible without a session behind them. */
function offers(name: Qualifier, facets: Facets | undefined, known: Known | undefined): Offer[] {
  const facet = FACETS.find(candidate => candidate === name);
  const counted: Offer[] = facet && facets ? facets[facet] : [];
  const me = name === 'host' || name === 'attendee' ? ['me'] : [];
  const listed = [...me, ...choicesFor(name, known)].filter(value => counted.every(choice => choice.value !== value));
  return [...counted, ...listed.map(value => ({ value, label: value }))];
}
