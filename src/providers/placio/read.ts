import type { Connection } from '../../session/connection.ts';
import { clockSeconds, type Instant, nextDay, readInstant, readWallClock } from '../../session/instant.ts';
import type { Kind, SessionRecord, Status } from '../../session/session.ts';
import { count, type Fields, fields, id, list, text } from '../lenient.ts';
import { named, person, sessionRecord } from '../record.ts';

const STATUS: ReadonlyMap<string, Status> = new Map([
  ['scheduled', 'upcoming'],
  ['in-progress', 'live'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
]);
const DAY_MINUTES = 24 * 60;

/**
 * One session in either shape: the list's wall clocks, or the single answer's `scheduledAt`. `asked`: the id that it was
 * asked for by, which stands above its own.
 */
export function readPlacio(connection: Connection, raw: unknown, asked: string): SessionRecord;
export function readPlacio(connection: Connection, raw: unknown): SessionRecord | undefined;
export function readPlacio(connection: Connection, raw: unknown, asked?: string): SessionRecord | undefined {
  const row = fields(raw);
  const sessionId = asked ?? id(row.id) ?? id(row._id);
  if (sessionId === undefined) return undefined;
  const kind = kindOf(row);
  const word = text(row.status);
  const duration = count(row.durationMinutes) ?? count(row.duration);
  return sessionRecord(
    connection,
    {
      id: sessionId,
      title: text(row.name) ?? kind?.name ?? sessionId,
      status: STATUS.get(word ?? '') ?? 'unknown',
      statusSource: 'reported',
      rawStatus: word,
      ...times(row, duration, connection.timeZone),
      duration,
      host: person(id(row.staffId), text(row.staffName)),
      kind,
      client: named(id(row.clientId), text(row.clientName)),
    },
    raw,
  );
}

/** Several services are one kind, so that a session has one; its id is what the service's own filter takes. */
function kindOf(row: Fields): Kind | undefined {
  const ids = texts(row.serviceIds);
  const names = texts(row.serviceNames);
  if (names.length === 0) return ids.length === 0 ? undefined : { id: ids.join(','), name: ids.join(', ') };
  return ids.length === 0 ? { name: names.join(', ') } : { id: ids.join(','), name: names.join(', ') };
}

function texts(value: unknown): string[] {
  const found: string[] = [];
  for (const each of list(value)) {
    const said = text(each);
    if (said !== undefined) found.push(said);
  }
  return found;
}

function times(row: Fields, duration: number | undefined, timeZone: string | undefined) {
  const date = text(row.date);
  const start = readWallClock(date, row.startTime, timeZone) ?? readInstant(row.scheduledAt, timeZone);
  return { start, end: endOf(row, date, duration, timeZone) };
}

/** An end before the start, or equal to it in a session of a day, belongs to the next day. */
function endOf(
  row: Fields,
  date: string | undefined,
  duration: number | undefined,
  timeZone: string | undefined,
): Instant | undefined {
  const [start, end] = [clockSeconds(row.startTime), clockSeconds(row.endTime)];
  if (date === undefined || start === undefined || end === undefined) return undefined;
  const crosses = end < start || (end === start && (duration ?? 0) >= DAY_MINUTES);
  // A date that is none has no next day either.
  const day = crosses && readInstant(date.slice(0, 10)) ? nextDay(date.slice(0, 10)) : date;
  return readWallClock(day, row.endTime, timeZone);
}
