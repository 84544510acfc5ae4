import { valuesOf, without, withValues } from '../../query/edit.ts';
import { fold } from '../../query/fold.ts';
import { printValue } from '../../query/print.ts';
import type { Query, Value } from '../../query/query.ts';
import type { Choice, Facet } from '../../query/selection.ts';

/** One row of a filter's list. */
export interface FilterChoice {
  value: Value;
  label: string;
  count: number;
  chosen: boolean;
}

export interface FilterState {
  choices: FilterChoice[];
  /** The chosen values are left out instead of asked for. */
  negated: boolean;
}

/**
 * What can be chosen for a qualifier, with what the query says of it now: chosen values first, even those that nothing
 * has, then the most frequent.
 */
export function filterState(query: Query, name: Facet, facet: readonly Choice[]): FilterState {
  const asked = valuesOf(query, name);
  const negated = asked.length === 0 && valuesOf(query, name, true).length > 0;
  const values = negated ? valuesOf(query, name, true) : asked;
  const rest = new Map(facet.map(choice => [choice.value, choice]));
  const chosen = values.map((value): FilterChoice => {
    const found = value.prefix ? undefined : choiceOf(value, facet);
    if (found) rest.delete(found.value);
    return found
      ? { value: whole(found.value), label: found.label, count: found.count, chosen: true }
      : { value, label: printValue(value), count: 0, chosen: true };
  });
  const others = [...rest.values()].map(
    ({ value, label, count }): FilterChoice => ({ value: whole(value), label, count, chosen: false }),
  );
  return { choices: [...chosen, ...others], negated };
}

/** The query with exactly what was chosen for a qualifier. */
export const withChosen = (query: Query, name: Facet, values: readonly Value[], negated: boolean): Query =>
  withValues(without(query, name), name, values, negated);

const whole = (text: string): Value => ({ text, prefix: false });

/** A person may have written the name where the list knows the id. */
const choiceOf = ({ text }: Value, facet: readonly Choice[]): Choice | undefined =>
  facet.find(choice => choice.value === text) ?? facet.find(choice => fold(choice.label) === fold(text));
