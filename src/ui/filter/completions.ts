import { fold } from '../../query/fold.ts';
import { lex, type Token } from '../../query/lex.ts';
import { choicesFor, parseQuery } from '../../query/parse.ts';
import { printValue } from '../../query/print.ts';
import { QUALIFIERS, type Qualifier, type Query } from '../../query/query.ts';
import { type Choice, FACETS, type Facet } from '../../query/selection.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { inSlices } from '../../turns/slices.ts';

/** One way to go on: the whole text as it would then be. */
export interface Completion {
  text: string;
  label: string;
  /** How many sessions that leaves. */
  count?: number;
}

/** As many as anyone reads through before they type on. */
const MOST = 8;
/** Hosts that are offered for a word, of so many who host most: each letter waits for this. Who looks for others names the qualifier. */
const HOSTS = 2;
const HOSTS_LOOKED_AT = 1000;
const BETWEEN_PAUSES = 64;

/**
 * How the last word of a query can go on: qualifiers that begin like it, hosts who are called so, or values of the qualifier
 * that it names.
 */
export async function completionsOf(
  text: string,
  explorer: Pick<Explorer, 'search'>,
  signal: AbortSignal,
): Promise<Completion[]> {
  const last = lex(text).at(-1);
  if (!last || last.to < text.length) return [];
  if (last.kind === 'text') {
    return last.phrase ? [] : [...qualifiers(text, last), ...(await hosts(text, last, explorer, signal))];
  }
  const name = QUALIFIERS.find(each => each === last.name.toLowerCase());
  const value = last.values.at(-1);
  if (!name || !value) return [];
  const before = text.slice(0, value.from);
  const begun = value.text;
  if (!isFacet(name)) return words(before, begun, choicesFor(name)).slice(0, MOST);
  // The other conditions alone decide the counts; this one is still being written.
  const parsed = parseQuery(text.slice(0, last.from));
  if (!parsed.ok) return [];
  const facet = await facetUnder(parsed.query, name, explorer, signal);
  const folded = fold(begun);
  const fits = ({ value, label }: Choice): boolean =>
    value !== begun && (fold(label).startsWith(folded) || fold(value).startsWith(folded));
  return (await first(MOST, facet, fits, signal)).map(({ value, label, count }) => ({
    text: `${before}${printValue({ text: value, prefix: false })} `,
    label: label === '' ? value : label,
    count,
  }));
}

async function facetUnder(query: Query, name: Facet, explorer: Pick<Explorer, 'search'>, signal: AbortSignal) {
  const { facets } = await explorer.search(query, signal);
  return (await facets([name], signal))[name];
}

/** The first choices, which are the most frequent, that fit. Folding a hundred thousand names takes longer than a turn may. */
async function first(
  most: number,
  facet: readonly Choice[],
  fits: (choice: Choice) => boolean,
  signal: AbortSignal,
): Promise<Choice[]> {
  function* look(): Generator<void, Choice[]> {
    const found: Choice[] = [];
    for (const [at, choice] of facet.entries()) {
      if (fits(choice)) found.push(choice);
      if (found.length === most) break;
      if (at % BETWEEN_PAUSES === 0) yield;
    }
    return found;
  }
  return (await inSlices(look(), { signal })) ?? [];
}

function qualifiers(text: string, { from, text: begun, negated }: Token & { kind: 'text' }): Completion[] {
  const before = text.slice(0, negated ? from + 1 : from);
  return QUALIFIERS.filter(name => begun.length > 1 && name.startsWith(begun.toLowerCase())).map(name => ({
    text: `${before}${name}:`,
    label: `${name}:`,
  }));
}

/** Some services name a host by id alone: full text finds those sessions not by the name that others know, a choice does. */
async function hosts(
  text: string,
  { from, text: begun, negated }: Token & { kind: 'text' },
  explorer: Pick<Explorer, 'search'>,
  signal: AbortSignal,
): Promise<Completion[]> {
  const folded = fold(begun);
  const parsed = parseQuery(text.slice(0, from));
  if (folded.length < 2 || !parsed.ok) return [];
  const facet = (await facetUnder(parsed.query, 'host', explorer, signal)).slice(0, HOSTS_LOOKED_AT);
  const fits = ({ label }: Choice): boolean => ` ${fold(label)}`.includes(` ${folded}`);
  return (await first(HOSTS, facet, fits, signal)).map(({ value, label, count }) => ({
    text: `${text.slice(0, from)}${negated ? '-' : ''}host:${printValue({ text: value, prefix: false })} `,
    label: `host: ${label}`,
    count,
  }));
}

const words = (before: string, begun: string, known: readonly string[]): Completion[] =>
  known
    .filter(word => word.startsWith(begun.toLowerCase()) && word !== begun && !word.includes('YYYY'))
    .map(word => ({ text: `${before}${word} `, label: word }));

const isFacet = (name: Qualifier): name is Facet => (FACETS as readonly string[]).includes(name);
