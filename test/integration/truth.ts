import type { Session, Status } from '../../src/session/session.ts';
import { hyraLive } from '../../src/simulator/hyra.ts';
import { placioStatus } from '../../src/simulator/placio.ts';
import { seriesStatus } from '../../src/simulator/series.ts';
import type { World } from '../../src/simulator/world.ts';

/** What must be true of a session, as far as the simulator's own books say it in the product's words. */
export type Truth = Pick<Session, 'id' | 'start' | 'status'> & Partial<Session>;

const iso = (instant: number): string => new Date(instant).toISOString();
const WORDS: Readonly<Record<string, Status>> = {
  upcoming: 'upcoming',
  scheduled: 'upcoming',
  ongoing: 'live',
  'in-progress': 'live',
  completed: 'completed',
  cancelled: 'cancelled',
};
const worded = (word: string): Status => WORDS[word] ?? 'unknown';

/** All that the five services hold at an instant, read off their books and not off their answers. */
export function truthOf(world: World, now: number): Record<keyof World, Truth[]> {
  return {
    digitalSamba: [...world.digitalSamba.select({ to: now + 1 })].map(session => ({
      id: session.id,
      start: iso(session.start),
      startSource: 'assumed-utc',
      status: now < session.end ? 'live' : 'completed',
      statusSource: 'reported',
      ...(now < session.end ? {} : { end: iso(session.end) }),
    })),
    hyra: [...world.hyra.select()].map(session => ({
      id: session.id,
      start: iso(session.start),
      startSource: 'explicit',
      status: session.cancelled
        ? 'cancelled'
        : hyraLive(session, now)
          ? 'live'
          : session.start > now
            ? 'upcoming'
            : 'completed',
      statusSource: 'derived',
      flags: session.adhoc ? ['adhoc'] : [],
    })),
    placio: [...world.placio.select()].map(session => ({
      id: session.id,
      start: iso(session.start),
      startSource: 'connection-zone',
      end: iso(session.end),
      endSource: 'connection-zone',
      durationMinutes: session.minutes,
      status: worded(placioStatus(session, now)),
      statusSource: 'reported',
      rawStatus: placioStatus(session, now),
      ...(session.name === undefined ? {} : { title: session.name }),
    })),
    prplManagement: [...world.prplManagement.select()].map(session => ({
      id: session.id,
      title: session.title,
      start: iso(session.start),
      startSource: 'explicit',
      end: iso(session.end),
      endSource: 'explicit',
      status: now < session.start ? 'upcoming' : now < session.end ? 'live' : 'completed',
      statusSource: 'derived',
    })),
    series: [...world.series.select()].map(session => ({
      id: session.id,
      title: session.title,
      start: iso(session.start),
      startSource: 'explicit',
      end: iso(session.start + session.minutes * 60_000),
      endSource: 'derived',
      durationMinutes: session.minutes,
      status: worded(seriesStatus(session, now)),
      statusSource: 'reported',
      rawStatus: seriesStatus(session, now),
      flags: [
        ...(session.delayed ? ['delayed'] : []),
        ...(session.host === undefined && now < session.start ? ['claimable'] : []),
      ],
    })),
  };
}

/** Whether anything about a session changes within some minutes of an instant, so that two looks at it may differ. */
export function isTurning({ start, end }: Pick<Session, 'start' | 'end'>, now: number, minutes = 3): boolean {
  const near = (at: string | undefined): boolean =>
    at !== undefined && Math.abs(Date.parse(at) - now) < minutes * 60_000;
  return near(start) || near(end);
}
