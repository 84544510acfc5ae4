import { findProvider } from '../../providers/registry.ts';
import type { Aggregates, Tally } from '../../query/aggregates.ts';
import { STATUSES, type Status } from '../../session/session.ts';

export const nothing = (): Tally => ({
  sessions: 0,
  people: { known: 0, sum: 0 },
  minutes: { known: 0, sum: 0 },
  places: { known: 0, sum: 0, filled: 0 },
  attended: { known: 0, sum: 0, expected: 0 },
});

export const together = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (all, each) => ({
      sessions: all.sessions + each.sessions,
      people: sum(all.people, each.people),
      minutes: sum(all.minutes, each.minutes),
      places: { ...sum(all.places, each.places), filled: all.places.filled + each.places.filled },
      attended: { ...sum(all.attended, each.attended), expected: all.attended.expected + each.attended.expected },
    }),
    nothing(),
  );

const sum = (a: Tally['people'], b: Tally['people']) => ({ known: a.known + b.known, sum: a.sum + b.sum });

/** Statuses in the order of a session's life, in which they are stacked and listed. */
export const LIFE: readonly Status[] = ['completed', 'live', 'upcoming', 'cancelled', 'missed', 'unknown'];
/** Sessions in which people were, are or will be. */
export const HELD: ReadonlySet<Status> = new Set(
  STATUSES.filter(status => status !== 'cancelled' && status !== 'missed'),
);

/** The services in a selection, each with its sums by status. */
export function services(aggregates: Aggregates): { provider: string; all: Tally; by: (status: Status) => Tally }[] {
  return [...Map.groupBy(aggregates.byProvider, each => each.provider)].map(([provider, parts]) => ({
    provider,
    all: together(parts.map(part => part.tally)),
    by: status => parts.find(part => part.status === status)?.tally ?? nothing(),
  }));
}

/** Whether a service says how many sessions were cancelled or missed. `seen`: how many of them its answers held. */
export const says = (provider: string, status: 'cancelled' | 'missed', seen: number): boolean =>
  seen > 0 || findProvider(provider)?.reports.includes(status) === true;

/** Whether a service's capacity is a number of places that wait to be filled. */
export const hasPlaces = (provider: string): boolean => findProvider(provider)?.capacity !== 'room';
