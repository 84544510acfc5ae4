import { EVERYTHING, type Filter, type Query, type Sort, type Term } from './query.ts';

/** A condition on whole values that are known to be possible, as those of a facet are. */
export const condition = (name: Filter, values: readonly string[], negated = false): Term => ({
  kind: 'qualifier',
  name,
  values: values.map(text => ({ text, prefix: false })),
  negated,
});

/** The query of these conditions, all of which a session has to meet. For what the code asks, not a person. */
export const where = (
  conditions: { readonly [Name in Filter]?: readonly string[] },
  sort: Sort = EVERYTHING.sort,
): Query => ({
  terms: Object.entries(conditions).map(([name, values]) => condition(name as Filter, values)),
  sort,
});
