import { PROVIDER_IDS } from '../session/connection.ts';
import { STATUSES } from '../session/session.ts';
import { DATE_EXAMPLES, readDate, WEEKDAYS } from './dates.ts';
import { lex, type Place, type Token, type ValueToken } from './lex.ts';
import { byLikeness, likely } from './nearest.ts';
import {
  EVERYTHING,
  QUALIFIERS,
  type Qualifier,
  type Query,
  type QueryError,
  SORTS,
  type Sort,
  type Value,
} from './query.ts';

export type Parsed = { ok: true; query: Query } | { ok: false; error: QueryError };

/** What the parser may be told, so that a value that exists nowhere is an error rather than an empty answer. */
export interface Known {
  connections?: readonly string[];
}

/**
 * Reads a query. Words that are no qualifier's are full text; a word with an unknown qualifier is an error, and is
 * searched for when quoted. `host:*` means that there is one, `host:""` that there is none; the same holds for
 * `attendee`, `place`, `kind`, `client` and `flag`.
 */
export function parseQuery(text: string, known: Known = {}): Parsed {
  const query: Query = { terms: [], sort: EVERYTHING.sort };
  let sorted = false;
  for (const token of lex(text)) {
    const error = openQuote(text, token);
    if (error) return refused(error);
    if (token.kind === 'text') {
      if (token.text === '') return refused(at(text, 'empty-value', token));
      query.terms.push({ kind: 'text', text: token.text, phrase: token.phrase, negated: token.negated });
      continue;
    }
    const name = qualifierNamed(token.name);
    if (name === undefined) {
      const place = { from: token.nameFrom, to: token.nameFrom + token.name.length };
      return refused(at(text, 'unknown-qualifier', place, likely(token.name, QUALIFIERS)));
    }
    if (name === 'sort') {
      if (token.negated) return refused(at(text, 'not-negatable', token));
      if (sorted) return refused(at(text, 'repeated-sort', token));
      const read = readSort(text, token);
      if (!read.ok) return read;
      query.sort = read.sort;
      sorted = true;
      continue;
    }
    const values: Value[] = [];
    for (const value of token.values) {
      const read = readValue(name, value, known);
      if ('suggestions' in read) return refused(at(text, read.code, value, read.suggestions));
      values.push(read);
    }
    query.terms.push({ kind: 'qualifier', name, values, negated: token.negated });
  }
  return { ok: true, query };
}

const refused = (error: QueryError): { ok: false; error: QueryError } => ({ ok: false, error });

const at = (text: string, code: QueryError['code'], place: Place, suggestions: string[] = []): QueryError => ({
  code,
  from: place.from,
  to: place.to,
  word: text.slice(place.from, place.to),
  suggestions,
});

function openQuote(text: string, token: Token): QueryError | undefined {
  const open = (token.kind === 'text' ? [token] : token.values).find(({ closed }) => !closed);
  if (!open) return undefined;
  return at(text, 'unclosed-quote', { from: text.indexOf('"', open.from), to: open.to });
}

const qualifierNamed = (name: string): Qualifier | undefined => {
  const lower = name.toLowerCase();
  return QUALIFIERS.find(qualifier => qualifier === lower);
};

function readSort(
  text: string,
  token: { values: ValueToken[] } & Place,
): { ok: true; sort: Sort } | { ok: false; error: QueryError } {
  const [first, second] = token.values;
  const written = first && !first.stray && !first.prefix ? first.text.toLowerCase() : '';
  const sort = SORTS.find(candidate => candidate === written);
  if (sort && !second) return { ok: true, sort };
  const wrong = sort && second ? second : (first ?? token);
  const code = first?.text === '' && !first.quoted && !first.prefix ? 'empty-value' : 'bad-value';
  return refused(at(text, code, wrong, byLikeness(written, SORTS)));
}

interface Refusal {
  code: 'empty-value' | 'bad-value';
  suggestions: string[];
}

function readValue(name: Exclude<Qualifier, 'sort'>, token: ValueToken, known: Known): Value | Refusal {
  const { text, prefix } = token;
  const bad = (suggestions: readonly string[]): Refusal => ({ code: 'bad-value', suggestions: [...suggestions] });
  const choices = choicesFor(name, known);
  if (text === '' && !prefix && !token.quoted) return { code: 'empty-value', suggestions: [...choices] };
  if (token.stray) return bad([]);
  switch (name) {
    case 'provider':
    case 'status': {
      // Written as people say it: `provider:"digital samba"`.
      const plain = text.toLowerCase().replace(/[\s_-]/g, '');
      const choice = choices.find(candidate => candidate.toLowerCase() === plain);
      return choice !== undefined && !prefix ? { text: choice, prefix } : bad(byLikeness(text, choices));
    }
    case 'connection': {
      const exists = prefix || known.connections === undefined || known.connections.includes(text);
      return /^[a-z0-9-]{1,40}$/.test(text) && exists ? { text, prefix } : bad(likely(text, choices));
    }
    case 'after':
    case 'before':
    case 'on': {
      const date = readDate(text);
      if (!date || prefix || (name === 'on' && date.kind === 'hours')) return bad(DATE_EXAMPLES);
      return { text: text.toLowerCase(), prefix };
    }
    case 'weekday': {
      const written = text.toLowerCase();
      const day = WEEKDAYS.find((each, at) => written === each || written === WEEKDAY_NAMES[at]);
      return day !== undefined && !prefix ? { text: day, prefix } : bad(byLikeness(text, choices));
    }
    case 'hour':
      return /^\d{1,2}$/.test(text) && Number(text) < 24 && !prefix
        ? { text: String(Number(text)), prefix }
        : bad(choices);
    case 'min-participants':
      return /^\d{1,9}$/.test(text) && !prefix ? { text, prefix } : bad(['1', '10', '100']);
    default:
      return { text, prefix };
  }
}

const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

/** What can stand after a qualifier where that is a fixed list or has fixed examples. */
export function choicesFor(name: Qualifier, known: Known = {}): readonly string[] {
  switch (name) {
    case 'provider':
      return PROVIDER_IDS;
    case 'status':
      return STATUSES;
    case 'sort':
      return SORTS;
    case 'connection':
      return known.connections ?? [];
    case 'after':
    case 'before':
    case 'on':
      return DATE_EXAMPLES;
    case 'weekday':
      return WEEKDAYS;
    case 'hour':
      return HOURS;
    default:
      return [];
  }
}
