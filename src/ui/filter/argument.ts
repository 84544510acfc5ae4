import { readDate } from '../../query/dates.ts';
import { without, withValues } from '../../query/edit.ts';
import { type Known, parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import { EVERYTHING, type Query, type QueryError, type Term } from '../../query/query.ts';
import type { Facet } from '../../query/selection.ts';
import { addDays } from '../wording/time.ts';

/** The query as it then is, or what is wrong with it and in which text. */
export type Edited = { ok: true; query: Query } | { ok: false; error: QueryError; text: string };

const DATES = ['after', 'before', 'on'] as const;

/**
 * The query with what a filter command was given for one qualifier: `live`, `live,upcoming`, `-live`, `Ana*`, a whole
 * name with spaces, or a list of whole values; '' and an empty list take the qualifier away. What the query said of it
 * before is replaced.
 */
export function withArgument(query: Query, name: Facet, argument: string | readonly string[]): Edited {
  const rest = without(query, name);
  if (typeof argument !== 'string') return checked(withValues(rest, name, argument));
  const text = argument.trim();
  if (text === '') return { ok: true, query: rest };
  const term =
    (text.startsWith('-') ? onlyTerm(`-${name}:${text.slice(1)}`) : undefined) ?? onlyTerm(`${name}:${text}`);
  // "Ana María" is no single value in the grammar, but all there can be meant.
  return checked(term ? { ...rest, terms: [...rest.terms, term] } : withValues(rest, name, [text]));
}

export const withoutDates = (query: Query): Query => DATES.reduce(without, query);

/**
 * The query with what the date filter was given: a day or a word for one (`today`, `2025-11-22`), a span of days
 * (`2025-11-01..2025-11-30`, the last one included), or dates in the grammar (`after:-7d before:+2w`).
 */
export function withDates(query: Query, argument: string): Edited {
  const rest = withoutDates(query);
  const text = argument.trim();
  if (text === '') return { ok: true, query: rest };
  const given = read(asDates(text));
  if (!given.ok) return given;
  return { ok: true, query: { ...rest, terms: [...rest.terms, ...given.query.terms] } };
}

function asDates(text: string): string {
  const [, from, to] = /^(\S*?)\s*\.\.\s*(\S*)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    return [from && `after:${from}`, to && `before:${dayAfter(to)}`].filter(Boolean).join(' ');
  }
  const parsed = parseQuery(text);
  const isDates =
    parsed.ok && parsed.query.terms.every(term => term.kind === 'qualifier' && DATES.some(name => name === term.name));
  // What is wrong with `after:someday` is to be said about that, not about `on:after:someday`.
  return isDates || /^-?(after|before|on):/i.test(text) ? text : `on:${text}`;
}

/** The day after the one that a word means, since `before:` stops short of its own. Whole months and years go as they are. */
function dayAfter(word: string): string {
  const date = readDate(word);
  if (date?.kind === 'day') return addDays(word, 1);
  if (date?.kind !== 'relative' || (date.unit !== 'days' && date.unit !== 'weeks')) return word;
  const days = date.amount * (date.unit === 'weeks' ? 7 : 1) + 1;
  return `${days < 0 ? '' : '+'}${days}d`;
}

/** The query with what `search` was given: words, or any query. The words that it had are replaced, its qualifiers stay. */
export function withWords(query: Query, argument: string, known: Known): Edited {
  const given = read(argument, known);
  if (!given.ok) return given;
  const rest = query.terms.filter(term => term.kind !== 'text');
  const { sort, terms } = given.query;
  return { ok: true, query: { terms: [...rest, ...terms], sort: sort === EVERYTHING.sort ? query.sort : sort } };
}

/** What the query says about dates, in its own grammar. */
export const datesOf = (query: Query): string =>
  printQuery({
    ...query,
    terms: query.terms.filter(term => term.kind === 'qualifier' && DATES.some(name => name === term.name)),
    sort: '-start',
  });

function onlyTerm(text: string): Term | undefined {
  const parsed = parseQuery(text);
  const [term, ...others] = parsed.ok ? parsed.query.terms : [];
  return others.length === 0 && term?.kind === 'qualifier' ? term : undefined;
}

/** Values that were not written in the grammar may still be none: `status:sleeping`. */
const checked = (query: Query): Edited => read(printQuery(query));

export function read(text: string, known?: Known): Edited {
  const parsed = parseQuery(text, known);
  return parsed.ok ? parsed : { ...parsed, text };
}
