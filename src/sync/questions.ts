import type { ServiceFilter } from '../providers/provider.ts';
import type { Query, Reading } from '../query/query.ts';
import type { SessionIndex } from '../query/session-index.ts';
import type { ConnectionSync } from './connection-sync.ts';
import { beyondHeld, concerns, serviceFilter } from './reach.ts';

/** What to ask one service for a query. */
export interface Question {
  sync: ConnectionSync;
  filter: ServiceFilter;
}

/** What a query means that is not held, by the connections that it concerns; not what was asked and answered lately. */
export function questions(
  query: Query,
  syncs: readonly ConnectionSync[],
  { reading, knownAs }: { reading: Reading; knownAs: SessionIndex['knownAs'] },
): Question[] {
  const asked = serviceFilter(query, reading, knownAs);
  return syncs.flatMap(sync => {
    const filter = concerns(query, sync.connection) ? beyondHeld(asked, sync.memory().window) : undefined;
    return filter && !sync.hasAnswered(filter) ? [{ sync, filter }] : [];
  });
}

/** The connections whose services know more of who takes part than their lists say, where a query asks for that. */
export function unsureOfAttendees(query: Query, syncs: readonly ConnectionSync[]): ConnectionSync[] {
  if (!query.terms.some(term => term.kind === 'qualifier' && term.name === 'attendee')) return [];
  return syncs.filter(sync => sync.provider.listsFewAttendees && concerns(query, sync.connection));
}
