import { fold } from '../../query/fold.ts';
import { lex, type Token } from '../../query/lex.ts';
import { choicesFor, parseQuery } from '../../query/parse.ts';
import { printValue } from '../../query/print.ts';
import { QUALIFIERS, type Qualifier } from '../../query/query.ts';
import { type Choice, FACETS, type Facet } from '../../query/selection.ts';
import type { Explorer } from '../../sync/explorer.ts';

/** One way to go on: the whole text as it would then be. */
export interface Completion {
  text: string;
  label: string;
  /** How many sessions that leaves. */
  count?: number;
}

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
  if (!isFacet(name)) return words(before, begun, choicesFor(name));
  // The other conditions alone decide the counts; this one is still being written.
  const parsed = parseQuery(text.slice(0, last.from));
  if (!parsed.ok) return [];
  const { facets } = await explorer.search(parsed.query, signal);
  return choices(before, begun, (await facets([name], signal))[name]);
}

function qualifiers(text: string, { from, text: begun, negated }: Token & { kind: 'text' }): Completion[] {
  const before = text.slice(0, negated ? from + 1 : from);
  return QUALIFIERS.filter(name => begun.length > 1 && name.startsWith(begun.toLowerCase())).map(name => ({
    text: `${before}${name}:`,
    label: `${name}:`,
  }));
}

/** Hosts that are offered for a word; who looks for others names the qualifier. */
const HOSTS = 2;

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
  const { facets } = await explorer.search(parsed.query, signal);
  const { host } = await facets(['host'], signal);
  return host
    .filter(({ label }) => ` ${fold(label)}`.includes(` ${folded}`))
    .slice(0, HOSTS)
    .map(({ value, label, count }) => ({
      text: `${text.slice(0, from)}${negated ? '-' : ''}host:${printValue({ text: value, prefix: false })} `,
      label: `host: ${label}`,
      count,
    }));
}

const words = (before: string, begun: string, known: readonly string[]): Completion[] =>
  known
    .filter(word => word.startsWith(begun.toLowerCase()) && word !== begun && !word.includes('YYYY'))
    .map(word => ({ text: `${before}${word} `, label: word }));

function choices(before: string, begun: string, facet: readonly Choice[]): Completion[] {
  const folded = fold(begun);
  return facet
    .filter(({ value, label }) => value !== begun && (fold(label).startsWith(folded) || fold(value).startsWith(folded)))
    .map(({ value, label, count }) => ({
      text: `${before}${printValue({ text: value, prefix: false })} `,
      label: label === '' ? value : label,
      count,
    }));
}

const isFacet = (name: Qualifier): name is Facet => (FACETS as readonly string[]).includes(name);
