import type { Answer } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { given } from '../../session/given.ts';
import { epochOf, type Instant, isoOf, readInstant } from '../../session/instant.ts';
import { ok, type Result } from '../../session/problem.ts';
import type { Kind, Participants, Person, SessionRecord, Status } from '../../session/session.ts';
import { driftLog, shape } from '../drift.ts';
import { listIn, type Refusals, readAnswer } from '../http-problems.ts';
import { count, type Fields, fields, flag, id, isFields, list, text } from '../lenient.ts';
import type { ListPage } from '../pager.ts';
import { sessionRecord } from '../record.ts';
import { readRows } from '../rows.ts';
import { orbitSession, prplSession } from './wire.ts';

const documented = shape(prplSession, 'sessions[]');
const orbit = shape(orbitSession, 'sessions[]');

/**
 * The three answers that this path is known to give. `paged` is the vendor's page; `envelope` is Orbit, whose total
 * counts the rows of the answer; `upcoming` is the newest Orbit, which answers at another path.
 */
export type AnswerShape = 'paged' | 'envelope' | 'upcoming';

/** One answer, and which of the three it is. */
export interface PrplPage extends ListPage {
  shape: AnswerShape;
}

/** A 401 is said for a wrong key and for a good one of another workspace alike. */
const refusals: Refusals = {
  missing: 'workspace',
  hint(said) {
    if (/expired/i.test(said)) return 'expired';
    return /invalid api key/i.test(said) ? 'other-workspace' : undefined;
  },
};

/** One answer of the list, whichever of its shapes it has. */
export function readPage(connection: Connection, answer: Answer, now: number): Result<PrplPage> {
  const body = readAnswer(answer, refusals, now);
  if (!body.ok) return body;
  const rows = listIn(body.value, ['sessions']);
  if (!rows.ok) return rows;
  const log = driftLog('prplManagement', now);
  const isOrbit = rows.value.some(isOrbitRow);
  const reading = readRows(rows.value, isOrbit ? orbit : documented, log, row => readPrpl(connection, row, now));
  return ok({ ...reading, drift: log.entries(), ...pagingOf(fields(body.value)) });
}

function pagingOf(body: Fields): Pick<PrplPage, 'shape' | 'total' | 'lastPage' | 'limit'> {
  const pagination = body.pagination;
  if (isFields(pagination)) {
    const { total, totalPages } = pagination;
    return { shape: 'upcoming', ...given({ total: count(total), lastPage: count(totalPages) }) };
  }
  if (body.page === undefined && body.pages === undefined) return { shape: 'envelope' };
  return { shape: 'paged', ...given({ total: count(body.total), limit: count(body.limit) }) };
}

const isOrbitRow = (row: unknown): boolean => {
  const { date, status, startTime } = fields(row);
  return startTime === undefined && (date !== undefined || status !== undefined);
};

/** One session of either kind, told apart by its own fields. */
export function readPrpl(connection: Connection, raw: unknown, now: number): SessionRecord | undefined {
  const row = fields(raw);
  const sessionId = id(row.id);
  if (sessionId === undefined) return undefined;
  const isOrbit = isOrbitRow(row);
  const start = readInstant(isOrbit ? row.date : row.startTime, connection.timeZone);
  // What really ended a session goes before the plan.
  const end = readInstant(row.ended, connection.timeZone) ?? readInstant(row.endTime, connection.timeZone);
  const kind = kindOf(row.type);
  const attendees = list(row.participants).flatMap(each => personOf(each) ?? []);
  return sessionRecord(
    connection,
    {
      id: sessionId,
      title: text(row.title) ?? text(row.name) ?? kind?.name ?? sessionId,
      ...(isOrbit ? reported(row) : derived(start, end, now)),
      start,
      end,
      duration: end ? undefined : count(row.duration),
      host: personOf(row.host),
      kind,
      participants: participantsOf(row, attendees),
      attendees,
    },
    raw,
  );
}

const WORDS: ReadonlyMap<string, Status> = new Map([
  ['scheduled', 'upcoming'],
  ['in-progress', 'live'],
  ['ended', 'completed'],
  ['missed', 'missed'],
]);

/** Orbit says it. A cancelled session keeps its word, the flag beside it counts. */
function reported(row: Fields) {
  const word = text(row.status);
  const status: Status = flag(row.cancelled) ? 'cancelled' : (WORDS.get(word ?? '') ?? 'unknown');
  return { status, statusSource: 'reported' as const, rawStatus: word };
}

/** The vendor's page has no status: it follows from the times, the start included and the end not. */
function derived(start: Instant | undefined, end: Instant | undefined, now: number) {
  const present = isoOf(now);
  let status: Status = 'unknown';
  let until: Instant | undefined;
  if (end && end.iso <= present) status = 'completed';
  else if (start && start.iso > present) [status, until] = ['upcoming', start];
  else if (start && end) [status, until] = ['live', end];
  return { status, statusSource: 'derived' as const, statusUntil: until && epochOf(until.iso) };
}

function kindOf(type: unknown): Kind | undefined {
  const { id: typeId, name, color } = fields(type);
  const [known, named, coloured] = [id(typeId), text(name), text(color)];
  const shown = named ?? known;
  if (shown === undefined) return undefined;
  const kind: Kind = { name: shown };
  if (known !== undefined) kind.id = known;
  if (coloured !== undefined) kind.color = coloured;
  return kind;
}

function personOf(user: unknown): Person | undefined {
  const { userId, username, displayName, thumbnail } = fields(user);
  const personId = id(userId);
  if (personId === undefined) return undefined;
  const [name, shown, avatarUrl] = [text(username), text(displayName), text(thumbnail)];
  const person: Person = { id: personId };
  if (name !== undefined) person.name = name;
  if (shown !== undefined) person.displayName = shown;
  if (avatarUrl !== undefined) person.avatarUrl = avatarUrl;
  return person;
}

function participantsOf(row: Fields, attendees: readonly Person[]): Participants | undefined {
  const total = count(row.currentParticipants) ?? (Array.isArray(row.participants) ? attendees.length : undefined);
  const capacity = count(row.maxParticipants);
  const participants: Participants = {};
  if (total !== undefined) participants.total = total;
  if (capacity !== undefined) participants.capacity = capacity;
  return total === undefined && capacity === undefined ? undefined : participants;
}
