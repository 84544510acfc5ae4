import { DAY, MINUTE } from '../session/instant.ts';
import { type Answer, type Ask, countOf, dayOf, iso, json, list, ROWS, record } from './answer.ts';
import { book, type Held, type Selecting, type Traits } from './book.ts';
import { idStyle } from './ids.ts';
import { community, HOSTS, type Member } from './people.ts';
import { between, type Draw, draws, hex, mix, pick, pickSome } from './random.ts';
import type { Caller, Making, SimulatedService } from './service.ts';
import { timeline } from './timeline.ts';

/** The page names no page size; this one is the simulator's. */
const PAGE = 50;
const STATUSES = ['upcoming', 'ongoing', 'completed', 'cancelled'];
const TITLES = [
  'Training Session',
  'Staff Interview',
  'Barista Training',
  'Front Desk Shift',
  'Security Try-outs',
  'Management Meeting',
  'Flight Crew Exam',
  'Grand Opening Shift',
  'Évaluation des stagiaires',
];

export interface SeriesSession extends Traits {
  title: string;
  /** Roblox user id. */
  host?: string | undefined;
  coHost?: string | undefined;
  /** Planned minutes; `end` says what really happened. */
  minutes: number;
  /** Begins a quarter of an hour after its time. */
  delayed: boolean;
  cancelled: boolean;
  /** Any word, in place of the one that follows from the times. */
  status?: string | undefined;
  /** Paid workspaces have roles with slots in each session. */
  roles: boolean;
  /** What everything else about the session is drawn from. */
  lot: number;
}

/** The word that the service would report at an instant. */
export function seriesStatus(session: SeriesSession, now: number): string {
  if (session.status !== undefined) return session.status;
  if (session.cancelled) return 'cancelled';
  if (now < begins(session)) return 'upcoming';
  return now < session.end ? 'ongoing' : 'completed';
}

const begins = (session: SeriesSession): number => session.start + (session.delayed ? 15 * MINUTE : 0);

/** series.hr, from its page `List Sessions`. */
export function series({ sessions, seed, now, key }: Making): SimulatedService<SeriesSession> {
  const members = community(seed);
  const own = mix(seed, 1);
  const origin = now();
  const workspaceId = `workspace_${hex(mix(own, 9), 8)}demo`;

  const traits = (index: number, start: number): SeriesSession => {
    const draw = draws(own, index);
    const settled = Math.abs(start - origin) > 30 * MINUTE;
    const minutes = pick(draw, [30, 45, 60, 60, 90]);
    const delayed = settled && index % 19 === 4;
    return {
      start,
      end: start + (minutes + (delayed ? 15 : 0)) * MINUTE,
      title: pick(draw, TITLES),
      host: index % 7 === 2 ? undefined : String(pick(draw, members.slice(0, HOSTS)).userId),
      coHost: draw() < 0.3 ? String(pick(draw, members).userId) : undefined,
      minutes,
      delayed,
      cancelled: settled && index % 13 === 5,
      roles: index % 5 !== 0,
      lot: mix(own, index, 2),
    };
  };
  const starts = timeline({ count: sessions, origin, seed: own, step: 5 * MINUTE, planned: true });
  const ids = idStyle(
    own,
    (digits, index) => `session_${1_700_000_000 + index}_${digits}${hex(mix(own, index), 3)}`,
    19,
  );
  const held = book<SeriesSession>({ ids, starts, longest: 2 * 60 * MINUTE, traits }, now);

  const wire = (session: Held<SeriesSession>, at: number) => ({
    SessionId: session.id,
    WorkspaceId: workspaceId,
    Title: session.title,
    Host: session.host ?? null,
    Scheduled: iso(session.start),
    Delayed: session.delayed,
    Status: seriesStatus(session, at),
    Claimable: session.host === undefined && at < session.start,
    Duration: session.minutes,
    ...(session.roles ? { CustomRoles: customRoles(session, members, at) } : {}),
  });

  function sessionsList({ query, now: at, pageCap }: Ask): Answer {
    const page = countOf(query, 'page', 1);
    if (page === undefined) return bad('page must be an integer of at least 1');
    const status = query.get('status');
    if (status !== null && !STATUSES.includes(status)) return bad(`status must be one of ${STATUSES.join(', ')}`);
    const range = rangeOf(query);
    if (typeof range === 'string') return bad(range);
    const host = query.get('host');
    const wanted = (session: SeriesSession): boolean =>
      (host === null || session.host === host) && (status === null || seriesStatus(session, at) === status);
    const found = held.select({ ...range, where: host === null && status === null ? undefined : wanted });
    const size = Math.min(PAGE, pageCap);
    const rows = found.slice((page - 1) * size, size).map(session => wire(session, at));
    return list({ success: true, data: { WorkspaceId: workspaceId, Page: page, Sessions: ROWS } }, rows);
  }

  function one(id: string, at: number): Answer {
    const session = held.get(id);
    if (!session) return json(404, { success: false, error: 'Session not found' });
    const supervisor = session.lot % 3 === 0 ? String(members[session.lot % HOSTS]?.userId) : null;
    const data = {
      ...wire(session, at),
      CoHost: session.coHost ?? null,
      Supervisor: supervisor,
      MinHostRank: 20 + (session.lot % 60),
    };
    return record({ success: true, data });
  }

  return {
    provider: 'series',
    label: 'Series',
    prefix: 'series',
    book: held,
    caller(headers): Caller {
      const given = headers.apikey ?? headers['x-api-key'];
      if (given === undefined) return 'missing';
      return given === key ? 'ok' : 'wrong';
    },
    refuse: caller =>
      json(401, { success: false, error: caller === 'missing' ? 'API key is required' : 'Invalid API key' }),
    tooMany: () => json(429, { success: false, error: 'Too many requests' }),
    answer(ask) {
      const [area, what, id, ...rest] = ask.path;
      if (rest.length === 0 && area === 'sessions') {
        if (what === 'list' && id === undefined) return sessionsList(ask);
        if (what === 'get' && id !== undefined) return one(id, ask.now);
      }
      return json(404, { success: false, error: 'Not found' });
    },
  };
}

const bad = (error: string): Answer => json(400, { success: false, error });

/** The span of days asked for, or what is wrong with it. */
function rangeOf(query: URLSearchParams): Selecting<SeriesSession> | string {
  const [date, start, end] = ['date', 'start', 'end'].map(name => query.get(name));
  if (date && (start || end)) return 'date cannot be combined with start and end';
  if (Boolean(start) !== Boolean(end)) return 'start and end must be used together';
  const first = date ?? start;
  const last = date ?? end;
  if (!first || !last) return {};
  const from = dayOf(first);
  const to = dayOf(last);
  if (from === undefined || to === undefined) return 'dates must be in the format YYYY-MM-DD';
  return { from, to: to + DAY };
}

const ROLES = [
  { name: 'Trainer', MinRank: 25, judges: true },
  { name: 'Assistant Trainer', MinRank: 15, judges: false },
  { name: 'Spectator', MinRank: 1, judges: false },
];

function customRoles(session: SeriesSession, members: readonly Member[], at: number) {
  const draw = draws(session.lot, 3);
  const guests = pickSome(draw, members, 12);
  const slots = (count: number): Record<string, { Attended: boolean }> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => slot(draw, n, guests, at >= begins(session))));
  return Object.fromEntries(
    ROLES.slice(0, between(draw, 1, 3)).map(({ name, MinRank, judges }) => [
      name,
      {
        MinRank,
        Permissions: { ChangeSessionStatus: false, PassOrFailAttendees: judges, ModifyAttendance: judges },
        Slots: slots(between(draw, 2, 5)),
      },
    ]),
  );
}

function slot(draw: Draw, n: number, guests: Member[], begun: boolean): [string, { Attended: boolean }] {
  const taken = draw() < 0.6;
  const attended = draw() < 0.8;
  const guest = taken ? guests.pop() : undefined;
  return guest ? [String(guest.userId), { Attended: begun && attended }] : [`VACANT_${n}`, { Attended: false }];
}
