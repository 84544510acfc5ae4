import type { Connection } from '../session/connection.ts';
import { type Instant, minutesAfter, minutesBetween } from '../session/instant.ts';
import {
  type Client,
  type Flag,
  type Kind,
  type Participants,
  type Person,
  type Place,
  type Session,
  type SessionRecord,
  type Status,
  type StatusSource,
  sessionKey,
} from '../session/session.ts';

/** What an adapter reads out of one record; what the service did not say is `undefined`. */
export interface Told {
  id: string;
  title: string;
  status: Status;
  statusSource: StatusSource;
  rawStatus?: string | undefined;
  start?: Instant | undefined;
  end?: Instant | undefined;
  /** Minutes. Gives the end where the service names none; worked out of start and end where it is not told. */
  duration?: number | undefined;
  host?: Person | undefined;
  coHosts?: Person[] | undefined;
  place?: Place | undefined;
  kind?: Kind | undefined;
  client?: Client | undefined;
  participants?: Participants | undefined;
  flags?: Flag[] | undefined;
  attendees?: Person[] | undefined;
  /** Epoch ms at which a derived status changes by itself. */
  statusUntil?: number | undefined;
}

/** Makes the record that the product keeps. Fields that were not told are left out, not set to nothing. */
export function sessionRecord(connection: Connection, told: Told, raw: unknown): SessionRecord {
  const { start, end, duration } = told;
  const session: Session = {
    key: sessionKey(connection.id, told.id),
    connectionId: connection.id,
    provider: connection.provider,
    id: told.id,
    title: told.title,
    status: told.status,
    statusSource: told.statusSource,
    coHosts: told.coHosts ?? [],
    flags: told.flags ?? [],
  };
  if (told.rawStatus !== undefined) session.rawStatus = told.rawStatus;
  if (start) {
    session.start = start.iso;
    session.startSource = start.source;
    if (start.mark) session.flags.push(start.mark);
  }
  if (end) {
    session.end = end.iso;
    session.endSource = end.source;
    if (end.mark && end.mark !== start?.mark) session.flags.push(end.mark);
  } else if (start && duration !== undefined) {
    const derived = minutesAfter(start.iso, duration);
    if (derived !== undefined) {
      session.end = derived;
      session.endSource = 'derived';
    }
  }
  const minutes = duration ?? (end && minutesBetween(start?.iso, end.iso));
  if (minutes !== undefined) session.durationMinutes = minutes;
  if (told.host) session.host = told.host;
  if (told.place) session.place = told.place;
  if (told.kind) session.kind = told.kind;
  if (told.client) session.client = told.client;
  if (told.participants) session.participants = told.participants;
  const record: SessionRecord = { session, attendees: told.attendees ?? [], raw };
  if (told.statusUntil !== undefined) record.statusUntil = told.statusUntil;
  return record;
}

/** A person by id and name; nobody without an id. */
export function person(id: string | undefined, name?: string | undefined): Person | undefined {
  if (id === undefined) return undefined;
  return name === undefined ? { id } : { id, name };
}

/** A place or a client by what is told of it; nothing where neither is. */
export function named(id: string | undefined, name: string | undefined): { id?: string; name?: string } | undefined {
  if (id === undefined) return name === undefined ? undefined : { name };
  return name === undefined ? { id } : { id, name };
}

/** Each person once. */
export function distinct(people: readonly (Person | undefined)[]): Person[] {
  const met = new Set<string>();
  const found: Person[] = [];
  for (const each of people) {
    if (!each || met.has(each.id)) continue;
    met.add(each.id);
    found.push(each);
  }
  return found;
}
