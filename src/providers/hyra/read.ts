import type { Answer } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { given } from '../../session/given.ts';
import { epochOf, readInstant } from '../../session/instant.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { Participants, Person, SessionRecord, Status } from '../../session/session.ts';
import { driftLog, shape } from '../drift.ts';
import { readAnswer } from '../http-problems.ts';
import { type Fields, fields, flag, id, isFields, list, text } from '../lenient.ts';
import type { Page } from '../provider.ts';
import { distinct, person, sessionRecord } from '../record.ts';
import { readRows } from '../rows.ts';
import { hyraEvent, hyraPermissions } from './wire.ts';

const event = shape(hyraEvent, 'events[]');
const permissions = shape(hyraPermissions, 'permissions');

/** A page of events: `{permissions, events}`, or the bare list that `/upcoming` answers. */
export function readEvents(connection: Connection, answer: Answer & { part?: number }, now: number): Result<Page> {
  const body = readAnswer(answer, { missing: 'workspace' }, now);
  if (!body.ok) return body;
  const events = Array.isArray(body.value) ? body.value : fields(body.value).events;
  if (!Array.isArray(events)) return failed({ code: 'unexpected-shape', path: 'events' });
  const log = driftLog('hyra', now);
  const about = fields(body.value).permissions;
  // They stand around each part of an answer that is read in parts, and were told once.
  if (!Array.isArray(body.value) && !answer.part) log.check(permissions, about);
  const { records, unreadable } = readRows(events, event, log, row => readEvent(connection, row, now));
  return ok(given({ records, unreadable, drift: log.entries(), about: isFields(about) ? about : undefined }));
}

/** One event. Hyra reports flags, no status and no end: what is past and not flagged is called completed. */
export function readEvent(connection: Connection, raw: unknown, now: number): SessionRecord | undefined {
  const row = fields(raw);
  const eventId = id(row._id);
  if (eventId === undefined) return undefined;
  const schedule = fields(row.schedule);
  const name = text(schedule.name);
  const kindId = id(schedule._id);
  const start = readInstant(row.start, connection.timeZone);
  const startsAt = start && epochOf(start.iso);
  const status = statusOf(row, startsAt, now);
  const host = hostOf(row.host, row.host_id);
  const coHost = hostOf(row.co_host, row.co_host_id);
  const places = placesOf(row);
  const holders = places.map(place => person(id(place.user_id)));
  const attendees = distinct([...subHosts(row).map(each => each.person), ...holders]);
  return sessionRecord(
    connection,
    {
      id: eventId,
      title: name ?? eventId,
      status,
      statusSource: 'derived',
      start,
      host,
      coHosts: coHost ? [coHost] : [],
      kind: name === undefined ? undefined : { ...(kindId === undefined ? {} : { id: kindId }), name },
      participants: participantsIn(holders),
      flags: flag(row.adhoc) ? ['adhoc'] : [],
      attendees,
      statusUntil: status === 'upcoming' ? startsAt : undefined,
    },
    raw,
  );
}

/** The same person may hold several places. */
function participantsIn(holders: readonly (Person | undefined)[]): Participants | undefined {
  if (holders.length === 0) return undefined;
  const filled = holders.filter(holder => holder !== undefined).length;
  return { total: distinct(holders).length, capacity: holders.length, filled };
}

function statusOf(row: Fields, startsAt: number | undefined, now: number): Status {
  if (flag(row.cancelled)) return 'cancelled';
  if (flag(row.in_progress)) return 'live';
  if (startsAt === undefined) return 'unknown';
  return startsAt > now ? 'upcoming' : 'completed';
}

/** `exists: false` with an id is an account that is gone; without one there is nobody. */
function hostOf(user: unknown, idBeside: unknown): Person | undefined {
  const { exists, id: own, username, display_name } = fields(user);
  const personId = id(own) ?? id(idBeside);
  if (personId === undefined) return undefined;
  const there = flag(exists);
  const host: Person = { id: personId };
  const [name, displayName] = [text(username), text(display_name)];
  if (name !== undefined) host.name = name;
  if (displayName !== undefined) host.displayName = displayName;
  if (there !== undefined) host.exists = there;
  return host;
}

/** Who hosts which server. */
export function subHosts(row: Fields): { serverId: string | undefined; person: Person }[] {
  return list(row.subhosting).flatMap(each => {
    const { server_id, user_id, user } = fields(each);
    const host = hostOf(user, user_id);
    return host ? [{ serverId: id(server_id), person: host }] : [];
  });
}

/** All places of all groups of all servers, filled or not. */
function placesOf(row: Fields): Fields[] {
  return list(row.servers)
    .flatMap(server => list(fields(server).groups))
    .flatMap(group => list(fields(group).roles))
    .map(fields);
}
