import type { Answer } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import type { Slot } from '../../session/detail.ts';
import { readInstant } from '../../session/instant.ts';
import { ok, type Result } from '../../session/problem.ts';
import type { Flag, Participants, Person, SessionRecord, Status } from '../../session/session.ts';
import { type DriftLog, driftLog, shape } from '../drift.ts';
import { listIn, readAnswer } from '../http-problems.ts';
import { count, fields, flag, id, number, text } from '../lenient.ts';
import type { ListPage } from '../pager.ts';
import { distinct, person, sessionRecord } from '../record.ts';
import { readRows } from '../rows.ts';
import { seriesSession } from './wire.ts';

/** Minutes; longer sessions are more likely a figure in seconds, as older pages of the vendor had it. */
const LONGEST = 24 * 60;

const listed = shape(seriesSession, 'data.Sessions[]');

const STATUS: ReadonlyMap<string, Status> = new Map([
  ['upcoming', 'upcoming'],
  ['ongoing', 'live'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
]);

/** One session of the list or of the detail; `asked`: the id that it was asked for by, which stands above its own. */
export function readSession(connection: Connection, raw: unknown, asked: string): SessionRecord;
export function readSession(connection: Connection, raw: unknown): SessionRecord | undefined;
export function readSession(connection: Connection, raw: unknown, asked?: string): SessionRecord | undefined {
  const row = fields(raw);
  const sessionId = asked ?? id(row.SessionId);
  if (sessionId === undefined) return undefined;
  const word = text(row.Status);
  const minutes = count(row.Duration);
  const flags: Flag[] = [];
  if (flag(row.Delayed)) flags.push('delayed');
  if (flag(row.Claimable)) flags.push('claimable');
  const start = readInstant(row.Scheduled, connection.timeZone);
  const implausible = minutes !== undefined && minutes > LONGEST;
  if (implausible) flags.push('implausible-duration');
  const places = row.CustomRoles === undefined ? [] : slotsOf(row.CustomRoles);
  const attendees = distinct(places.map(slot => slot.person));
  return sessionRecord(
    connection,
    {
      id: sessionId,
      title: text(row.Title) ?? sessionId,
      status: STATUS.get(word ?? '') ?? 'unknown',
      statusSource: 'reported',
      rawStatus: word,
      start,
      duration: implausible ? undefined : minutes,
      host: person(id(row.Host)),
      coHosts: coHosts(row.CoHost),
      participants: participantsIn(places, attendees.length, word),
      flags,
      attendees,
    },
    raw,
  );
}

/** Nobody has attended what did not take place, yet or at all, whatever the places say by default. */
export const tookPlace = (word: string | undefined): boolean => word !== 'upcoming' && word !== 'cancelled';

function participantsIn(places: readonly Slot[], total: number, word: string | undefined): Participants | undefined {
  if (places.length === 0) return undefined;
  const marked = places.filter(slot => slot.attended !== undefined);
  const filled = places.filter(slot => slot.person).length;
  const participants: Participants = { total, capacity: places.length, filled };
  if (marked.length > 0 && tookPlace(word))
    participants.attended = distinct(marked.map(slot => (slot.attended ? slot.person : undefined))).length;
  return participants;
}

/** The co-hosts of a detail: one id or a list of them. */
export const coHosts = (value: unknown): Person[] =>
  distinct((Array.isArray(value) ? value : [value]).map(each => person(id(each))));

/** All places of all roles. A key that starts with VACANT is nobody. */
export function slotsOf(roles: unknown): Slot[] {
  const slots: Slot[] = [];
  for (const [role, about] of Object.entries(fields(roles))) {
    for (const [holder, place] of Object.entries(fields(fields(about).Slots))) {
      const slot: Slot = { role };
      if (holder !== '' && !holder.startsWith('VACANT')) slot.person = { id: holder };
      const attended = flag(fields(place).Attended);
      if (attended !== undefined && slot.person) slot.attended = attended;
      slots.push(slot);
    }
  }
  return slots;
}

/** One page of the list. */
export function readPage(connection: Connection, answer: Answer, now: number): Result<ListPage> {
  const body = readAnswer(answer, { missing: 'endpoint' }, now);
  if (!body.ok) return body;
  const rows = listIn(body.value, ['data', 'Sessions']);
  if (!rows.ok) return rows;
  const log = driftLog('series', now);
  const reading = readRows(rows.value, listed, log, row => {
    reportDuration(log, row);
    return readSession(connection, row);
  });
  return ok({ ...reading, drift: log.entries() });
}

function reportDuration(log: DriftLog, row: unknown): void {
  const minutes = number(fields(row).Duration);
  if (minutes !== undefined && minutes > LONGEST)
    log.report('data.Sessions[].Duration', 'minutes', 'more than a day', String(minutes));
}
