import * as z from 'zod';
import type { Answer, Service } from '../http/service.ts';
import type { Connection } from '../session/connection.ts';
import type { Attendance, DetailRecord, Roster, Slot } from '../session/detail.ts';
import { readInstant, utcDay } from '../session/instant.ts';
import { failed, ok, type Result } from '../session/problem.ts';
import type { Participants, Person, SessionRecord, Status } from '../session/session.ts';
import { type DriftLog, driftLog, shape } from './drift.ts';
import { factsOf } from './facts.ts';
import { listIn, readAnswer } from './http-problems.ts';
import { count, type Fields, fields, flag, id, isFields, number, text } from './lenient.ts';
import type { Listing, Reading } from './pager.ts';
import type { Intent, Provider, Scope, ServiceFilter } from './provider.ts';
import { distinct, person, sessionRecord } from './record.ts';
import { readRows } from './rows.ts';
import { pagedScope, speaksFor, speaksForNothing } from './scopes.ts';
import { below } from './url.ts';
import { wireTime } from './wire-time.ts';

const BASE = 'https://api.series.hr';
const YEAR = 365 * 86_400_000;
/** Minutes; longer sessions are more likely a figure in seconds, as older pages of the vendor had it. */
const LONGEST = 24 * 60;

const customRole = z.looseObject({
  MinRank: z.number().describe('Lowest group rank that may take this role'),
  Permissions: z.record(z.string(), z.boolean()).describe('What this role may do in the session'),
  Slots: z
    .record(z.string(), z.looseObject({ Attended: z.boolean() }))
    .describe('Places by Roblox user id; VACANT_n is a free one'),
});

/** One session of the list. */
const seriesSession = z.looseObject({
  SessionId: z.string().describe('The session'),
  WorkspaceId: z.string(),
  Title: z.string(),
  Host: z.string().nullable().describe('Roblox user id of the host'),
  Scheduled: wireTime().describe('Planned start'),
  Delayed: z.boolean().describe('A mark beside the status'),
  Status: z
    .enum(['upcoming', 'ongoing', 'completed', 'cancelled'])
    .describe('Where the session stands; the list can be filtered by it'),
  Claimable: z.boolean().describe('A mark beside the status: the session can be taken over by a host'),
  Duration: z.number().describe('Minutes'),
  CustomRoles: z
    .record(z.string(), customRole)
    .optional()
    .describe('Only for Premium and Enterprise workspaces whose sessions have custom roles'),
});

/** One session asked for by its id. */
const seriesDetail = seriesSession.extend({
  CoHost: z.union([z.string(), z.array(z.string())]).nullish(),
  Supervisor: z.string().nullish(),
  MinHostRank: z.number().nullish(),
});

const listed = shape(seriesSession, 'data.Sessions[]');

const STATUS: ReadonlyMap<string, Status> = new Map([
  ['upcoming', 'upcoming'],
  ['ongoing', 'live'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
]);
const WORD = { upcoming: 'upcoming', live: 'ongoing', completed: 'completed', cancelled: 'cancelled' } as const;

function read(connection: Connection, raw: unknown, asked?: string): SessionRecord | undefined {
  const row = fields(raw);
  const sessionId = asked ?? id(row.SessionId);
  if (sessionId === undefined) return undefined;
  const word = text(row.Status);
  const minutes = count(row.Duration);
  const flags: string[] = [];
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
      participants: participantsOf(places, attendees.length, word),
      flags,
      attendees,
    },
    raw,
  );
}

/** Nobody has attended what has not begun, whatever the places say by default. */
function participantsOf(places: readonly Slot[], total: number, word: string | undefined): Participants | undefined {
  if (places.length === 0) return undefined;
  const marked = places.filter(slot => slot.attended !== undefined);
  const participants: Participants = { total, capacity: places.length };
  if (marked.length > 0 && word !== 'upcoming')
    participants.attended = distinct(marked.map(slot => (slot.attended ? slot.person : undefined))).length;
  return participants;
}

const coHosts = (value: unknown): Person[] =>
  distinct((Array.isArray(value) ? value : [value]).map(each => person(id(each))));

/** All places of all roles. A key that starts with VACANT is nobody. */
function slotsOf(roles: unknown): Slot[] {
  return Object.entries(fields(roles)).flatMap(([role, about]) =>
    Object.entries(fields(fields(about).Slots)).map(([holder, place]) => {
      const slot: Slot = { role };
      if (holder !== '' && !holder.startsWith('VACANT')) slot.person = { id: holder };
      const attended = flag(fields(place).Attended);
      if (attended !== undefined && slot.person) slot.attended = attended;
      return slot;
    }),
  );
}

function readList(connection: Connection, answer: Answer, now: number): Result<Reading> {
  const body = readAnswer(answer, { missing: 'endpoint' }, now);
  if (!body.ok) return body;
  const rows = listIn(body.value, ['data', 'Sessions']);
  if (!rows.ok) return rows;
  const log = driftLog('series', now);
  const reading = readRows(rows.value, listed, log, row => {
    reportDuration(log, row);
    return read(connection, row);
  });
  return ok({ ...reading, drift: log.entries() });
}

function reportDuration(log: DriftLog, row: unknown): void {
  const minutes = number(fields(row).Duration);
  if (minutes !== undefined && minutes > LONGEST)
    log.report('data.Sessions[].Duration', 'minutes', 'more than a day', String(minutes));
}

type ListQuery = { status?: string; date?: string; start?: string; end?: string; host?: string };

/** The combinations that the vendor's page rules out are refused here, before anything is sent. */
export function listQuery(query: ListQuery): Result<ListQuery> {
  const { date, start, end } = query;
  if (date !== undefined && (start !== undefined || end !== undefined))
    return failed({ code: 'impossible-filter', reason: 'date-with-range' });
  if ((start === undefined) !== (end === undefined))
    return failed({ code: 'impossible-filter', reason: 'range-needs-both' });
  if (start !== undefined && end !== undefined && start > end)
    return failed({ code: 'impossible-filter', reason: 'reversed-range' });
  return ok(query);
}

const listing = (connection: Connection, service: Service, query: ListQuery): Listing => ({
  url: at => below(connection.baseUrl ?? BASE, ['sessions', 'list'], { ...query, page: String(at.page) }),
  read: answer => readList(connection, answer, service.now()),
  row: record => record.session,
  // The page names neither a size nor a total: the list ends where a page is empty or brings nothing unseen.
  endsByRepeating: true,
});

function plan(connection: Connection, intent: Intent, now: number): Result<Scope[]> {
  const scope = (speaks: Pick<Scope, 'covers' | 'span'>, asked: ListQuery): Result<Scope[]> => {
    const query = listQuery(asked);
    return query.ok
      ? ok([{ ...pagedScope('sessions', speaks, service => listing(connection, service, query.value)), skips: true }])
      : query;
  };
  switch (intent.kind) {
    case 'window':
      return scope(speaksFor(intent.from, intent.to), { start: utcDay(intent.from), end: utcDay(intent.to) });
    case 'changes':
      return scope(speaksFor(intent.since, intent.ahead), { start: utcDay(intent.since), end: utcDay(intent.ahead) });
    case 'question': {
      const { place, kind, client } = intent.filter;
      // Series knows none of these: nothing can match.
      if ((place ?? kind ?? client) !== undefined) return ok([]);
      return scope(speaksForNothing, questionQuery(intent.filter, now));
    }
  }
}

function questionQuery({ from, to, status, host }: ServiceFilter, now: number): ListQuery {
  const query: ListQuery = {};
  if (status !== undefined) query.status = WORD[status];
  if (host !== undefined) query.host = host;
  if (from === undefined && to === undefined) return query;
  // The service takes a range with both its ends only; an open one is closed far off.
  const first = utcDay(from ?? Math.min(now, to ?? now) - 10 * YEAR);
  const last = utcDay(to === undefined ? Math.max(now, from ?? now) + 2 * YEAR : to - 1);
  return first === last ? { ...query, date: first } : { ...query, start: first, end: last };
}

async function detail(connection: Connection, held: SessionRecord, service: Service): Promise<Result<DetailRecord>> {
  const answer = await service.get(detailUrl(connection, held.session.id));
  if (!answer.ok) return answer;
  const body = readAnswer(answer.value, { missing: 'session' }, service.now());
  if (!body.ok) return body;
  const data = fields(body.value).data;
  const raw = isFields(fields(data).Session) ? fields(data).Session : data;
  if (!isFields(raw)) return failed({ code: 'unexpected-shape', path: 'data' });
  // What the list knows stands where the detail is silent.
  const record = read(connection, { ...fields(held.raw), ...raw }, held.session.id);
  if (!record) return failed({ code: 'unexpected-shape', path: 'data' });
  return ok(detailOf(record, raw));
}

function detailOf({ session }: SessionRecord, raw: Fields): DetailRecord {
  const people: Attendance[] = slotsOf(raw.CustomRoles).flatMap(({ role, person, attended }) => {
    if (!person) return [];
    return [
      { id: person.id, ...(role === undefined ? {} : { role }), ...(attended === undefined ? {} : { attended }) },
    ];
  });
  const shown = new Set(['SessionId', 'Title', 'Host', 'Scheduled', 'Status', 'Duration', 'CustomRoles', 'CoHost']);
  return {
    detail: { ...session, metrics: [], people, checks: [], raw },
    facts: factsOf('session', raw, '', shown),
    rosters: isFields(raw.CustomRoles) ? [roster(raw)] : [],
  };
}

function roster(raw: Fields): Roster {
  const groups = Object.entries(fields(raw.CustomRoles)).map(([name, about]) => {
    const rank = number(fields(about).MinRank);
    return {
      name,
      ...(rank === undefined ? {} : { rank }),
      permissions: Object.entries(fields(fields(about).Permissions)).map(([permission, allowed]) => ({
        name: permission,
        allowed: flag(allowed) ?? false,
      })),
      slots: slotsOf({ [name]: about }),
    };
  });
  const hosts = distinct([person(id(raw.Host)), ...coHosts(raw.CoHost)]);
  return { name: text(raw.Title) ?? '', hosts, groups };
}

const detailUrl = (connection: Connection, sessionId: string): URL =>
  below(connection.baseUrl ?? BASE, ['sessions', 'get', sessionId]);

/** series.hr: sessions of Roblox communities. */
export const series: Provider = {
  id: 'series',
  label: 'Series',
  people: 'roblox',
  defaultBaseUrl: BASE,
  fields: [],
  persistByDefault: true,
  // Nothing is documented; the headers of the answers rule where they say something.
  requestsPerMinute: 600,
  document: { title: 'series.hr API: List Sessions', readOn: '2026-11-22' },
  wire: [seriesDetail],
  authorize: (_, key) => ({ apikey: key }),
  plan,
  reread: (connection, raw) => read(connection, raw),
  detail: (connection, held, _, service) => detail(connection, held, service),
  async check(connection, service) {
    // The vendor's own way to check a key puts it into the address.
    const answer = await service.get(below(connection.baseUrl ?? BASE, ['sessions', 'list'], { page: '1' }));
    if (!answer.ok) return answer;
    const reading = readList(connection, answer.value, service.now());
    return reading.ok ? ok(undefined) : reading;
  },
  curlUrl: (connection, session) => detailUrl(connection, session.id),
};
