import { MINUTE } from '../../session/instant.ts';
import type { Session } from '../../session/session.ts';

/** How long before its start a session is announced, ms. */
const STARTING_SOON = 10 * MINUTE;
/** A session that went live longer ago than this is no news. */
const NEWS = 15 * MINUTE;

export interface Alert {
  about: 'live' | 'starting';
  session: Session;
}

/** What was told already, by any window. */
export interface Told {
  has(news: string): boolean;
  add(news: readonly string[]): void;
  /** Forgets what was told of a connection that is no more. */
  forget(connectionId: string): void;
}

/**
 * What is worth telling about a set of sessions, once each. The first look at a connection tells nothing: what was live
 * before it was loaded is no news. `loaded` are the connections whose rows can be trusted; `now` is epoch ms.
 */
export function createAlerts(told: Told) {
  const known = new Set<string>();

  return function look(sessions: readonly Session[], loaded: ReadonlySet<string>, now: number): Alert[] {
    const fresh = sessions
      .filter(session => loaded.has(session.connectionId))
      .flatMap((session): Alert[] => {
        const about = newsOf(session, now);
        return about ? [{ about, session }] : [];
      })
      .filter(alert => !told.has(nameOf(alert)));
    if (fresh.length > 0) told.add(fresh.map(nameOf));
    const alerts = fresh.filter(({ session }) => known.has(session.connectionId));
    for (const connection of loaded) known.add(connection);
    return alerts;
  };
}

function newsOf(session: Session, now: number): Alert['about'] | undefined {
  const start = session.start === undefined ? undefined : Date.parse(session.start);
  if (session.status === 'live') return start === undefined || now - start < NEWS ? 'live' : undefined;
  const soon = session.status === 'upcoming' && start !== undefined && start > now && start - now <= STARTING_SOON;
  return soon ? 'starting' : undefined;
}

/** A session goes live once. It is about to start once for each start that it is given: one that was moved is news again. */
const nameOf = ({ about, session: { key, start } }: Alert): string =>
  about === 'live' ? `live ${key}` : `starting ${key} ${start ?? ''}`;
