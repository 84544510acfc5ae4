import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { l10n } from 'vscode';
import { HOUR, MINUTE } from '../../session/instant.ts';
import type { Session } from '../../session/session.ts';
import { personName, wordStatus, wordTimeSource } from '../wording/session.ts';

/** Events made at a time: the library folds lines slowly, and nothing may hold the extension host for long. */
const AT_ONCE = 100;
const END = 'END:VCALENDAR';

export interface CalendarHead {
  name: string;
  /** What a reader has to know of the whole, such as that it is partial. */
  description?: string;
  providerLabel(id: string): string;
}

/** A session without a start has no place in a calendar. */
export const inCalendar = (session: Session): boolean => session.start !== undefined;

/**
 * RFC 5545 through ical-generator, as it comes. Sessions without a start are left out. Instants are written in UTC, so
 * that no calendar can read them in the wrong zone.
 */
export async function* calendar(
  sessions: AsyncIterable<readonly Session[]>,
  head: CalendarHead,
): AsyncGenerator<string> {
  const frame = ical({
    name: head.name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: '//session-explorer//session-explorer//EN',
  });
  if (head.description) frame.description(head.description);
  const empty = frame.toString();
  yield empty.slice(0, empty.lastIndexOf(END));
  for await (const slice of sessions) {
    for (let at = 0; at < slice.length; at += AT_ONCE) yield events(slice.slice(at, at + AT_ONCE), head);
  }
  yield `${END}\r\n`;
}

function events(sessions: readonly Session[], head: CalendarHead): string {
  const made = ical();
  for (const session of sessions) {
    if (session.start === undefined) continue;
    const start = new Date(session.start);
    const end = endOf(session, start);
    made.createEvent({
      id: uid(session.key),
      start,
      // RFC 5545, 3.8.2.2: an end must be later than the start.
      ...(end > start ? { end } : {}),
      summary: text(session.title || session.id),
      status: statusOf(session),
      ...(session.place?.name ? { location: text(session.place.name) } : {}),
      description: text(lines(session, head).join('\n')),
      categories: [
        { name: head.providerLabel(session.provider) },
        ...(session.kind?.name ? [{ name: text(session.kind.name) }] : []),
      ],
    });
  }
  const whole = made.toString();
  const first = whole.indexOf('BEGIN:VEVENT');
  return first < 0 ? '' : whole.slice(first, whole.lastIndexOf(END));
}

/** The library writes a UID as it is given: what could end its line is encoded. It stays the same whatever else changes. */
const uid = (key: string): string => {
  const short = key.length > LONGEST ? createHash('sha256').update(key).digest('hex') : key;
  return `${encodeURI(short.toWellFormed()).replace(/[,;]/g, encodeURIComponent)}@session-explorer`;
};

/** No calendar shows more, and the library takes the square of a text's length to fold it. */
const LONGEST = 5000;

/** RFC 5545 allows no control characters in a text; line breaks become the escape that it has for them. */
const text = (value: string): string =>
  (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, ' ');

function endOf({ end, durationMinutes }: Session, start: Date): Date {
  if (end !== undefined) return new Date(end);
  return new Date(start.getTime() + (durationMinutes === undefined ? HOUR : durationMinutes * MINUTE));
}

/** RFC 5545 knows three words for events: a session that was called off or never happened is cancelled. */
function statusOf({ status }: Session): ICalEventStatus {
  if (status === 'cancelled' || status === 'missed') return ICalEventStatus.CANCELLED;
  return status === 'unknown' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** What a calendar has no field for, where that was had from included. */
function lines(session: Session, { providerLabel }: CalendarHead): string[] {
  const { status, statusSource, host, startSource, end, endSource, durationMinutes, key } = session;
  const derived = statusSource === 'derived' ? ` (${l10n.t('derived from its times')})` : '';
  const source = (name: string, from: string | undefined): string[] => (from === undefined ? [] : [`${name}: ${from}`]);
  return [
    `${providerLabel(session.provider)} · ${wordStatus(status)}${derived}`,
    ...(host ? [`${l10n.t('Host')}: ${personName(host)}`] : []),
    ...source(l10n.t('Start'), wordTimeSource(startSource)),
    ...source(
      l10n.t('End'),
      end === undefined && durationMinutes === undefined
        ? l10n.t('not reported; one hour is assumed')
        : wordTimeSource(endSource),
    ),
    key,
  ];
}
