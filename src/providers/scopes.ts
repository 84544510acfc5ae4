import type { Service } from '../http/service.ts';
import type { Session } from '../session/session.ts';
import { type Listing, readList } from './pager.ts';
import type { Scope } from './provider.ts';

/** How far a scope speaks for what is held: sessions that start from `from` until before `to` (epoch ms). */
export function speaksFor(from: number, to: number): Pick<Scope, 'covers' | 'span'> {
  const [first, beyond] = [new Date(from).toISOString(), new Date(to).toISOString()];
  return {
    covers: (session: Session) => session.start !== undefined && session.start >= first && session.start < beyond,
    span: { from, to },
  };
}

/** A filtered list makes nothing gone: a session may have left the filter and not the service. */
export const speaksForNothing: Pick<Scope, 'covers' | 'span'> = { covers: () => false, span: { from: 0, to: 0 } };

/** A scope that is one paged list. */
export function pagedScope(
  name: string,
  speaks: Pick<Scope, 'covers' | 'span'>,
  listing: (service: Service) => Listing,
): Scope {
  return { name, ...speaks, read: service => readList(service, listing(service)) };
}

/** The last moment that instants are shown for: later ones no longer fit four digits of a year. */
export const FOREVER = Date.parse('9999-12-31T00:00:00Z');
