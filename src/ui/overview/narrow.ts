import { condition } from '../../query/build.ts';
import { withValues } from '../../query/edit.ts';
import { printQuery, printTerm } from '../../query/print.ts';
import type { Filter, Query } from '../../query/query.ts';

/** A part of what a query finds, as conditions to add to it. */
export interface Part {
  name: Filter;
  values: readonly string[];
  negated?: boolean;
}

const DATES = new Set<Filter>(['after', 'before', 'on', 'weekday', 'hour']);

/**
 * The query for a part of what another finds, in its own grammar. What names one value of a session takes the place of
 * what was asked of it before; dates and exclusions are added to those that are there.
 */
export function narrowed(query: Query, parts: readonly Part[]): string {
  let result = query;
  for (const { name, values, negated = false } of parts)
    result = DATES.has(name) || negated ? added(result, name, values, negated) : withValues(result, name, values);
  return printQuery(result);
}

function added(query: Query, name: Filter, values: readonly string[], negated: boolean): Query {
  const term = condition(name, values, negated);
  const written = printTerm(term);
  return query.terms.some(each => printTerm(each) === written) ? query : { ...query, terms: [...query.terms, term] };
}
