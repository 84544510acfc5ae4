import type { Filter, Query, Term, Value } from './query.ts';

const concerns = (term: Term, name: Filter, negated: boolean): boolean =>
  term.kind === 'qualifier' && term.name === name && term.negated === negated;

/** The values that a query asks for (or, negated, rules out) by one qualifier. */
export const valuesOf = (query: Query, name: Filter, negated = false): Value[] =>
  query.terms.flatMap(term => (term.kind === 'qualifier' && concerns(term, name, negated) ? term.values : []));

/** The query without one qualifier, asked for or ruled out. */
export const without = (query: Query, name: Filter): Query => ({
  ...query,
  terms: query.terms.filter(term => term.kind === 'text' || term.name !== name),
});

/**
 * The query with exactly these values for one qualifier, where it first stood or at the end; none removes it.
 * Plain strings are whole values, such as a facet's. What the query says of the qualifier with the other sign stays.
 */
export function withValues(query: Query, name: Filter, values: readonly (string | Value)[], negated = false): Query {
  const given = values.map(value => (typeof value === 'string' ? { text: value, prefix: false } : value));
  const term: Term = { kind: 'qualifier', name, values: given, negated };
  const first = query.terms.findIndex(old => concerns(old, name, negated));
  const others = query.terms.filter(old => !concerns(old, name, negated));
  if (given.length > 0) others.splice(first < 0 ? others.length : first, 0, term);
  return { ...query, terms: others };
}
