import type { ServiceFilter } from '../providers/provider.ts';
import { reachOf, type Span } from '../query/calendar.ts';
import type { Query, Reading } from '../query/query.ts';

/** Qualifiers whose one id a service may filter by itself, under their names there. */
const ASKED_BY_ID = ['host', 'attendee', 'place', 'kind', 'client'] as const;
type AskedById = (typeof ASKED_BY_ID)[number];

/** Ids are opaque, but a word with a digit and without a space is hardly a name. */
const LIKE_AN_ID = /^(?=.*\d)\S+$/;

const STATUS_AT_SERVICES = ['upcoming', 'live', 'completed', 'cancelled'] as const;

/**
 * The part of a query that can be sent to a service. It asks for no less than the query means: several values, prefixes,
 * negations and names stay here, since no service knows them.
 */
export function serviceFilter(
  query: Query,
  reading: Reading,
  knownAs: (name: AskedById, text: string) => 'id' | 'name' | undefined,
): ServiceFilter {
  const filter: ServiceFilter = bounded(reachOf(query, reading));
  for (const name of ASKED_BY_ID) {
    const value = onlyValue(query, name);
    if (value === undefined || value.toLowerCase() === 'me') continue;
    const known = knownAs(name, value);
    if (known === 'id' || (known === undefined && LIKE_AN_ID.test(value))) filter[name] = value;
  }
  const status = onlyValue(query, 'status');
  const asked = STATUS_AT_SERVICES.find(each => each === status);
  if (asked) filter.status = asked;
  return filter;
}

/**
 * What to ask a service for where a query means sessions that start outside of what was read of a connection; undefined where
 * it does not. An open end reaches as far as is held, unless nothing that is held can be meant.
 */
export function beyondHeld(filter: ServiceFilter, held: Span | undefined): ServiceFilter | undefined {
  const { from, to } = filter;
  if (!held || (from === undefined && to === undefined)) return undefined;
  const first = from ?? (Number(to) > held.from ? held.from : Number.NEGATIVE_INFINITY);
  const end = to ?? (Number(from) < held.to ? held.to : Number.POSITIVE_INFINITY);
  if (first >= end || (first >= held.from && end <= held.to)) return undefined;
  return { ...filter, ...bounded({ from: first, to: end }) };
}

const bounded = ({ from, to }: Span): Pick<ServiceFilter, 'from' | 'to'> => ({
  ...(Number.isFinite(from) ? { from } : {}),
  ...(Number.isFinite(to) ? { to } : {}),
});

function onlyValue(query: Query, name: string): string | undefined {
  const terms = query.terms.filter(term => term.kind === 'qualifier' && term.name === name && !term.negated);
  const [term] = terms;
  if (terms.length !== 1 || term?.kind !== 'qualifier' || term.values.length !== 1) return undefined;
  const [value] = term.values;
  return value && !value.prefix ? value.text : undefined;
}

/** Whether a query leaves this connection out by its `provider:` or `connection:`. */
export function concerns(query: Query, connection: { id: string; provider: string }): boolean {
  const subject = { connection: connection.id, provider: connection.provider.toLowerCase() };
  return query.terms.every(term => {
    if (term.kind !== 'qualifier' || (term.name !== 'connection' && term.name !== 'provider')) return true;
    const own = subject[term.name];
    const named = term.values.some(({ text, prefix }) =>
      prefix ? own.startsWith(text.toLowerCase()) : own === text.toLowerCase(),
    );
    return named !== term.negated;
  });
}
