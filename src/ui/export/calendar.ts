import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Session } from '../../session/session.ts';

const DEFAULT_MINUTES = 60;

/**
 * RFC 5545 through ical-generator. A session without a start has no place in a calendar and is left out; the number
 * of those is returned. Instants are written in UTC, so no calendar can read them in the wrong zone.
 */
export async function calendar(
  sessions: AsyncIterable<readonly Session[]>,
  head: { name: string; description?: string },
): Promise<{ text: string; leftOut: number }> {
  const result = ical({
    name: head.name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: '//session-explorer//session-explorer//EN',
  });
  if (head.description) result.description(head.description);
  let leftOut = 0;
  for await (const slice of sessions) {
    for (const session of slice) {
      if (session.start === undefined) {
        leftOut += 1;
        continue;
      }
      const start = new Date(session.start);
      const minutes = session.durationMinutes ?? DEFAULT_MINUTES;
      result.createEvent({
        id: `${session.key}@session-explorer`,
        start,
        end: session.end === undefined ? new Date(start.getTime() + minutes * 60_000) : new Date(session.end),
        summary: session.title,
        status: statusOf(session),
        ...(session.place?.name ? { location: session.place.name } : {}),
        description: lines(session).join('\n'),
        categories: [{ name: session.provider }, ...(session.kind ? [{ name: session.kind.name }] : [])],
      });
    }
  }
  return { text: result.toString(), leftOut };
}

/** RFC 5545 knows three words for events: a session that was called off or never happened is cancelled. */
function statusOf(session: Session): ICalEventStatus {
  if (session.status === 'cancelled' || session.status === 'missed') return ICalEventStatus.CANCELLED;
  return session.status === 'unknown' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

function lines(session: Session): string[] {
  const host = session.host?.displayName ?? session.host?.name ?? session.host?.id;
  return [
    `${session.provider} · ${session.status}${session.statusSource === 'derived' ? ' (derived)' : ''}`,
    ...(host ? [host] : []),
    ...(session.end === undefined && session.durationMinutes === undefined
      ? ['End not reported; one hour assumed.']
      : []),
    session.key,
  ];
}
