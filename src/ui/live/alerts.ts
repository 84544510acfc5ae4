import type { Session } from '../../session/session.ts';

/** How long before its start a session is announced, ms. */
export const STARTING_SOON = 10 * 60_000;
/** A session that went live longer ago than this is no news. */
const NEWS = 15 * 60_000;

export interface Alert {
  about: 'live' | 'starting';
  session: Session;
}

/**
 * What is worth telling about a set of sessions, once each. The first look at a connection tells nothing: what was live
 * before it was loaded is no news. `loaded` are the connections whose rows can be trusted; `now` is epoch ms.
 */
export function createAlerts() {
  const told = new Set<string>();
  const known = new Set<string>();

  return function look(sessions: readonly Session[], loaded: ReadonlySet<string>, now: number): Alert[] {
    const alerts: Alert[] = [];
    for (const session of sessions.filter(each => loaded.has(each.connectionId))) {
      const about = newsOf(session, now);
      if (!about || told.has(name(about, session))) continue;
      told.add(name(about, session));
      if (known.has(session.connectionId)) alerts.push({ about, session });
    }
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

/** A session that was moved is announced again; one that was only read again is not. */
const name = (about: Alert['about'], { key, start }: Session): string => `${about} ${key} ${start ?? ''}`;
