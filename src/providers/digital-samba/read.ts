import type { Answer } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { readInstant } from '../../session/instant.ts';
import { ok, type Result } from '../../session/problem.ts';
import type { Participants, SessionRecord, Status } from '../../session/session.ts';
import { driftLog, shape } from '../drift.ts';
import { listIn, readAnswer } from '../http-problems.ts';
import { count, type Fields, fields, flag, id, text } from '../lenient.ts';
import type { ListPage } from '../pager.ts';
import { named, sessionRecord } from '../record.ts';
import { readRows } from '../rows.ts';
import { sambaCount, sambaSession } from './wire.ts';

const listed = shape(sambaSession, 'data[]');
const counted = shape(sambaCount, 'total_count');

/** A page of the list. Only the count of a list without a filter says how many sessions there are. */
export function readPage(connection: Connection, answer: Answer, now: number, filtered: boolean): Result<ListPage> {
  const body = readAnswer(answer, { missing: 'endpoint' }, now);
  if (!body.ok) return body;
  const rows = listIn(body.value, ['data']);
  if (!rows.ok) return rows;
  const log = driftLog('digitalSamba', now);
  const total = fields(body.value).total_count;
  log.check(counted, total);
  const reading = readRows(rows.value, listed, log, row => readSession(connection, row));
  const all = filtered ? undefined : count(total);
  return ok({ ...reading, drift: log.entries(), ...(all === undefined ? {} : { total: all, reportedTotal: all }) });
}

/**
 * One session, from the list or from its statistics, which name the same things differently. The live flag decides, not
 * the end: a running session may have one, which then says nothing. `asked`: the id that it was asked for by, which stands
 * above its own.
 */
export function readSession(connection: Connection, raw: unknown, asked: string): SessionRecord;
export function readSession(connection: Connection, raw: unknown): SessionRecord | undefined;
export function readSession(connection: Connection, raw: unknown, asked?: string): SessionRecord | undefined {
  const row = fields(raw);
  const sessionId = asked ?? id(row.id) ?? id(row.session_id);
  if (sessionId === undefined) return undefined;
  const live = flag(row.live ?? row.session_live);
  const status: Status = live === undefined ? 'unknown' : live ? 'live' : 'completed';
  const roomId = id(row.room_id);
  const name = text(row.friendly_url) ?? text(row.room_friendly_url);
  const description = text(row.description) ?? text(row.room_description);
  return sessionRecord(
    connection,
    {
      id: sessionId,
      title: description ?? name ?? roomId ?? sessionId,
      status,
      statusSource: 'reported',
      start: readInstant(row.start_time ?? row.session_start_time, connection.timeZone),
      end: live ? undefined : readInstant(row.end_time ?? row.session_end_time, connection.timeZone),
      place: named(roomId, name),
      participants: participantsOf(row),
      flags: flag(row.room_is_deleted) ? ['room-deleted'] : [],
    },
    raw,
  );
}

function participantsOf(row: Fields): Participants | undefined {
  const participants: Participants = {};
  const live = count(row.participants_live) ?? count(row.live_participants);
  const total = count(row.participants_total) ?? count(row.active_participants);
  const peak = count(row.participants_max) ?? count(row.max_concurrent_participants);
  const capacity = count(row.room_max_participants);
  if (live !== undefined) participants.live = live;
  if (total !== undefined) participants.total = total;
  if (peak !== undefined) participants.peak = peak;
  if (capacity !== undefined) participants.capacity = capacity;
  return live === undefined && total === undefined && peak === undefined && capacity === undefined
    ? undefined
    : participants;
}
