import type { Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { utcDay } from '../../session/instant.ts';
import { ok, type Result } from '../../session/problem.ts';
import type { Session } from '../../session/session.ts';
import { fields, flag, id, text } from '../lenient.ts';
import type { Listing } from '../pager.ts';
import type { Intent, Page, Provider, Scope, ServiceFilter } from '../provider.ts';
import { FOREVER, pagedScope, speaksFor, speaksForNothing } from '../scopes.ts';
import { below } from '../url.ts';
import { sambaDetail } from './detail.ts';
import { readPage, readSession } from './read.ts';
import { sambaSession, sambaStatistics } from './wire.ts';

const BASE = 'https://api.digitalsamba.com';
const PAGE = 100;

type Query = { live?: string; room_id?: string; date_start?: string; date_end?: string };

const baseOf = (connection: Connection): string => connection.baseUrl ?? BASE;

/** The list, newest first. It is read on from the last row: a new session would shift every offset. */
function listing(
  connection: Connection,
  service: Service,
  query: Query,
  enough?: (page: { records: Page['records'] }) => boolean,
): Listing {
  const filtered = Object.keys(query).length > 0;
  return {
    url: at =>
      below(baseOf(connection), ['api', 'v1', 'sessions'], {
        limit: String(PAGE),
        order: 'desc',
        ...query,
        after: at.last?.session.id,
      }),
    read: answer => readPage(connection, answer, service.now(), filtered),
    row: record => record.session,
    pageSize: PAGE,
    growsAtStart: true,
    ...(enough ? { enough } : {}),
  };
}

function plan(connection: Connection, intent: Intent, now: number): Result<Scope[]> {
  switch (intent.kind) {
    case 'window':
      return ok(windowScopes(connection, intent.from, intent.to, intent.includeLive, now));
    case 'changes': {
      const { since, known } = intent;
      return ok([
        liveScope(connection),
        pagedScope('newest', speaksFor(since, FOREVER), service =>
          listing(
            connection,
            service,
            {},
            page => startsBefore(page, since) && page.records.every(({ session }) => known(session.id)),
          ),
        ),
      ]);
    }
    case 'question':
      return ok(question(connection, intent.filter));
  }
}

function windowScopes(connection: Connection, from: number, to: number, includeLive: boolean, now: number): Scope[] {
  // There are no sessions ahead: a window that ends in the past is the only one that has to be cut at both ends.
  if (to < now) {
    const days = { date_start: utcDay(from), date_end: utcDay(to) };
    return [pagedScope('older', speaksFor(from, to), service => listing(connection, service, days))];
  }
  let cut = false;
  const newest = pagedScope('sessions', speaksFor(from, FOREVER), service => {
    cut = false;
    return listing(connection, service, {}, page => {
      cut = startsBefore(page, from);
      return cut;
    });
  });
  if (!includeLive) return [newest];
  const live = liveScope(connection);
  return [
    newest,
    {
      ...live,
      // A list that was read to its end has shown every live session.
      async *read(service) {
        return cut ? yield* live.read(service) : { stopped: 'end' };
      },
    },
  ];
}

/** Live sessions alone, however long ago they started. One that is not among them has ended and is not gone. */
const liveScope = (connection: Connection): Scope =>
  pagedScope('live', speaksForNothing, service => listing(connection, service, { live: 'true' }));

function startsBefore(page: { records: Page['records'] }, instant: number): boolean {
  const start = page.records.at(-1)?.session.start;
  return start !== undefined && Date.parse(start) < instant;
}

function question(connection: Connection, filter: ServiceFilter): Scope[] {
  const { from, to, status, place, host, kind, client } = filter;
  // The service has rooms and participants only, and no session before it starts: nothing can match.
  const none = (host ?? kind ?? client) !== undefined || status === 'upcoming' || status === 'cancelled';
  const query: Query = {};
  if (status !== undefined) query.live = String(status === 'live');
  if (place !== undefined) query.room_id = place;
  if (from !== undefined) query.date_start = utcDay(from);
  if (to !== undefined) query.date_end = utcDay(to - 1);
  // Who took part is told of one session at a time; that is no reason to read all of them.
  if (none || Object.keys(query).length === 0) return [];
  return [pagedScope('question', speaksForNothing, service => listing(connection, service, query))];
}

/** The live room, where the team's own domain is known. */
function link(connection: Connection, session: Session, raw: unknown): string | undefined {
  const { teamDomain } = connection;
  const row = fields(raw);
  const room = text(row.friendly_url) ?? text(row.room_friendly_url) ?? id(row.room_id) ?? session.place?.id;
  const deleted = flag(row.room_is_deleted) ?? session.flags.includes('room-deleted');
  if (teamDomain === undefined || room === undefined || deleted) return undefined;
  return below(`https://${teamDomain}.digitalsamba.com`, [room]).href;
}

/** Digital Samba: video rooms that developers embed. */
export const digitalSamba: Provider = {
  id: 'digitalSamba',
  label: 'Digital Samba',
  defaultBaseUrl: BASE,
  fields: [
    { name: 'teamId', required: true },
    { name: 'teamDomain', required: false },
  ],
  listsFewAttendees: true,
  reports: [],
  capacity: 'room',
  persistByDefault: true,
  // Nothing is documented; the headers of the answers rule where they say something.
  requestsPerMinute: 600,
  document: { title: 'Digital Samba Embedded API: Sessions', readOn: '2026-11-22' },
  wire: [sambaStatistics, sambaSession],
  authorize: ({ teamId }, key) => ({
    authorization: `Basic ${Buffer.from(`${teamId ?? ''}:${key}`, 'utf8').toString('base64')}`,
  }),
  plan,
  reread: (connection, raw) => readSession(connection, raw),
  detail: (connection, held, _, service) => sambaDetail(connection, baseOf(connection), held, service),
  async check(connection, service) {
    const answer = await service.get(below(baseOf(connection), ['api', 'v1', 'sessions'], { limit: '1' }));
    if (!answer.ok) return answer;
    const page = readPage(connection, answer.value, service.now(), true);
    return page.ok ? ok(undefined) : page;
  },
  link,
  curlUrl: (connection, session) => below(baseOf(connection), ['api', 'v1', 'sessions', session.id]),
};
