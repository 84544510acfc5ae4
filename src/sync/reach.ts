import type { Provider, ServiceFilter } from '../providers/provider.ts';
import { reachOf } from '../query/calendar.ts';
import type { Query, Reading } from '../query/query.ts';

/** Qualifiers whose one id a service may filter by itself, under their names there. */
const ASKED_BY_ID = ['host', 'attendee', 'place', 'kind', 'client'] as const;

const STATUS_AT_SERVICES = ['upcoming', 'live', 'completed', 'cancelled'] as const;

/**
 * The part of a query that can be sent to a service. It asks for no less than the query means: several values, prefixes
 * and negations stay here, since no service knows them.
 */
export function serviceFilter(query: Query, reading: Reading): ServiceFilter {
  const { from, to } = reachOf(query, reading);
  const filter: ServiceFilter = {
    ...(Number.isFinite(from) ? { from } : {}),
    ...(Number.isFinite(to) ? { to } : {}),
  };
  for (const name of ASKED_BY_ID) {
    const value = onlyValue(query, name);
    if (value !== undefined && value !== 'me') filter[name] = value;
  }
  const status = onlyValue(query, 'status');
  const asked = STATUS_AT_SERVICES.find(each => each === status);
  if (asked) filter.status = asked;
  return filter;
}

/** Without what this service cannot filter by: it is filtered here once the answer is held. */
export const narrowedTo = (filter: ServiceFilter, provider: Provider): ServiceFilter =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => provider.pushesDown.some(each => each === name)));

/** Whether a query may mean sessions that start outside of what was read of a connection. */
export function reachesBeyond(filter: ServiceFilter, held: { from: number; to: number } | undefined): boolean {
  if (!held) return false;
  return (filter.from !== undefined && filter.from < held.from) || (filter.to !== undefined && filter.to > held.to);
}

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
