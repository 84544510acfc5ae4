import { DAY, MINUTE } from '../session/instant.ts';
import { type Answer, type Ask, countOf, dayAround, instantOf, iso, json, list, ROWS } from './answer.ts';
import { book, type Held, type Selecting, type Traits } from './book.ts';
import { idStyle, uuid, uuidStyle } from './ids.ts';
import { community, HOSTS, type Member } from './people.ts';
import { between, draws, hex, mix, pick, pickSome } from './random.ts';
import { bearerCaller, type Caller, type Making, type SimulatedService } from './service.ts';
import { timeline } from './timeline.ts';

const WORKSPACE = '4219087';
const TYPES = [
  { name: 'Training', color: '#3498db' },
  { name: 'Interview', color: '#9b59b6' },
  { name: 'Shift', color: '#2ecc71' },
  { name: 'Meeting', color: '#e67e22' },
  { name: 'Event', color: '#e74c3c' },
];
const TITLES = [
  'Weekly Team Meeting',
  'Cabin Crew Training',
  'Evening Shift',
  'Front Office Interviews',
  'Staff Karaoke 🎤',
];

export interface PrplSession extends Traits {
  title: string;
  description?: string | undefined;
  type: number;
  /** Roblox user id. */
  host?: number | undefined;
  capacity: number;
  people: number;
  /** When it was really begun; absent: never. A session may begin before its time. */
  began?: number | undefined;
  cancelled: boolean;
  lot: number;
}

/** The word that Orbit reports; the documented shape has none. */
function orbitStatus(session: PrplSession, now: number): string {
  if (session.began !== undefined && session.began <= now) return now < session.end ? 'in-progress' : 'ended';
  return session.cancelled || now < session.start ? 'scheduled' : 'missed';
}

/** prplManagement, from its page `Get Sessions`, or in one of the two shapes of the software it descends from. */
export function prpl({ sessions, seed, now, key, prplShape: shape }: Making): SimulatedService<PrplSession> {
  const members = community(seed);
  const own = mix(seed, 3);
  const origin = now();

  const traits = (index: number, start: number): PrplSession => {
    const draw = draws(own, index);
    const settled = Math.abs(start - origin) > 60 * MINUTE;
    const minutes = pick(draw, [30, 60, 60, 90]);
    const missed = settled && index % 14 === 6;
    // Only the newest software knows cancelled sessions; they stay `scheduled` for ever.
    const cancelled = shape === 'orbit-newest' && settled && index % 15 === 8;
    return {
      start,
      end: start + minutes * MINUTE,
      title: pick(draw, TITLES),
      description: index % 4 === 1 ? undefined : 'Bring your uniform and be there ten minutes early.',
      type: between(draw, 0, TYPES.length - 1),
      host: index % 9 === 4 ? undefined : pick(draw, members.slice(0, HOSTS)).userId,
      capacity: pick(draw, [6, 10, 12, 25]),
      people: between(draw, 0, 6),
      began: missed || cancelled ? undefined : start + (settled ? between(draw, -10, 4) : 0) * MINUTE,
      cancelled,
      lot: mix(own, index, 2),
    };
  };
  const starts = timeline({ count: sessions, origin, seed: own, step: 5 * MINUTE, planned: true });
  const cuid = idStyle(own, (digits, index) => `clz${digits}${hex(mix(own, index), 6)}`, 3);
  const ids = shape === 'documented' ? cuid : uuidStyle(own);
  const held = book<PrplSession>({ ids, starts, longest: 90 * MINUTE, traits }, now);
  const names = new Map(members.map(member => [member.userId, member]));
  const types = TYPES.map((type, n) => ({
    id: shape === 'documented' ? `clz5678efgh${n}` : uuid(mix(own, 4), n),
    ...type,
  }));

  const picture = (userId: number): string => `https://images.example/avatar/${userId}.png`;
  const hostOf = (session: PrplSession): Member | undefined =>
    session.host === undefined
      ? undefined
      : (names.get(session.host) ?? { userId: session.host, username: '', displayName: '', exists: true });
  const guestsOf = (session: PrplSession): Member[] => pickSome(draws(session.lot, 3), members, session.people);
  const documentedPerson = ({ userId, username, displayName }: Member) => ({
    userId,
    username,
    displayName,
    thumbnail: picture(userId),
  });

  const documented = (session: Held<PrplSession>) => {
    const host = hostOf(session);
    const participants = guestsOf(session).map(documentedPerson);
    return {
      id: session.id,
      title: session.title,
      description: session.description ?? null,
      startTime: iso(session.start),
      endTime: iso(session.end),
      type: types[session.type],
      host: host ? documentedPerson(host) : null,
      participants,
      maxParticipants: session.capacity,
      currentParticipants: participants.length,
    };
  };

  const orbit = (session: Held<PrplSession>, at: number) => {
    const host = hostOf(session);
    const type = types[session.type];
    const status = orbitStatus(session, at);
    return {
      id: session.id,
      ...(shape === 'orbit-newest' ? { name: session.title } : {}),
      date: iso(session.start),
      startedAt: session.began !== undefined && session.began <= at ? iso(session.began) : null,
      ended: status === 'ended' ? iso(session.end) : null,
      status,
      ...(shape === 'orbit-newest' ? { cancelled: session.cancelled } : {}),
      type: { id: type?.id, name: type?.name, gameId: session.type === 3 ? null : 4_100_000_000 + session.type },
      host: host ? { userId: host.userId, username: host.username, thumbnail: picture(host.userId) } : null,
      participants: guestsOf(session).map(({ userId, username, exists }, slot) => ({
        userId,
        username: exists ? username : null,
        thumbnail: picture(userId),
        slot,
        role: slot === 0 ? 'Co-Host' : 'Trainer',
      })),
    };
  };

  /** The documented list: upcoming ones soonest first, past ones latest first. */
  function documentedList({ query, now: at, pageCap }: Ask): Answer {
    const page = countOf(query, 'page', 1);
    const asked = countOf(query, 'limit', 50);
    const upcoming = query.get('upcoming') ?? 'true';
    if (page === undefined || asked === undefined) return bad('page and limit must be positive numbers');
    if (upcoming !== 'true' && upcoming !== 'false') return bad('upcoming must be a boolean');
    const host = query.get('host');
    if (host && !/^\d+$/.test(host)) return bad('host must be a number');
    const date = query.get('date');
    const moment = date ? instantOf(date) : undefined;
    if (date && moment === undefined) return bad('date must be an ISO 8601 date');
    const type = query.get('type');
    const limit = Math.min(asked, 100, pageCap);
    const day = moment === undefined ? {} : dayAround(moment);
    const found = held.select({
      ...within(day, upcoming === 'true' ? { from: at + 1 } : { to: at + 1 }),
      ascending: upcoming === 'true',
      where: type || host ? session => passes(session, type, host) : undefined,
    });
    const rows = found.slice((page - 1) * limit, limit).map(documented);
    const pages = Math.ceil(found.count / limit);
    return list({ success: true, sessions: ROWS, total: found.count, page, limit, pages }, rows);
  }

  const passes = (session: PrplSession, type: string | null, host: string | null): boolean =>
    (!type || types[session.type]?.id === type) && (!host || session.host === Number(host));

  /** Orbit knows no page, date or host; `total` is what it returns; only the word `true` means yes. */
  function orbitList({ query, now: at, pageCap }: Ask): Answer {
    const type = query.get('type');
    if (type && !/^[0-9a-f-]{36}$/i.test(type)) return broken();
    const upcoming = query.get('upcoming') === 'true';
    const past = !upcoming && query.get('past') === 'true';
    const found = held.select({
      ...(upcoming ? { from: at, ascending: true } : past ? { to: at } : {}),
      where: type ? session => passes(session, type, null) : undefined,
    });
    const rows = found
      .slice(0, Math.min(countOf(query, 'limit', 20) ?? 20, pageCap))
      .map(session => orbit(session, at));
    return list({ success: true, sessions: ROWS, total: rows.length }, rows);
  }

  /** What the newest Orbit has in place of the list: a span of dates, the next day unless given. */
  function newestList({ query, now: at, pageCap }: Ask): Answer {
    if (query.get('status')) return broken();
    const startDate = query.get('startDate');
    const endDate = query.get('endDate');
    const from = startDate ? instantOf(startDate) : at;
    const to = endDate ? instantOf(endDate) : (from ?? at) + DAY;
    if (from === undefined || to === undefined) return bad('Invalid date');
    const page = countOf(query, 'page', 1) ?? 1;
    const pageSize = Math.min(countOf(query, 'limit', 50) ?? 50, 100, pageCap);
    const found = held.select({ from, to: to + 1, ascending: true });
    const rows = found.slice((page - 1) * pageSize, pageSize).map(session => orbit(session, at));
    const total = found.count;
    const body = {
      success: true,
      sessions: ROWS,
      sessionsByDate: Object.groupBy(rows, row => row.date.slice(0, 10)),
      dateRange: { startDate: iso(from), endDate: iso(to) },
      pagination: { total, page, pageSize, totalPages: Math.ceil(total / pageSize) },
    };
    return list(body, rows);
  }

  return {
    provider: 'prplManagement',
    label: 'prplManagement',
    prefix: 'prpl',
    workspaceId: WORKSPACE,
    book: held,
    // Orbit's own code has no limit, but the documented one is what callers keep to, so it holds for every shape.
    perMinute: 100,
    caller: headers => bearerCaller(headers, key),
    refuse: caller =>
      json(401, { success: false, error: refusals[shape === 'orbit-newest' ? 'newest' : 'older'](caller) }),
    tooMany: () => json(429, { success: false, error: 'Too many requests' }),
    answer(ask) {
      const [api, pub, v1, area, workspace, what, more, ...rest] = ask.path;
      const known =
        [api, pub, v1, area].join('/') === 'api/public/v1/workspace' && what === 'sessions' && rest.length === 0;
      if (!known) return notFoundPage();
      if (!workspace) return bad('Missing workspace ID');
      if (workspace !== WORKSPACE)
        return shape === 'orbit-newest'
          ? json(403, { success: false, error: 'Access denied' })
          : json(401, { success: false, error: 'Invalid API key' });
      if (shape === 'orbit-newest') return more === 'upcoming' ? newestList(ask) : notFoundPage();
      if (more !== undefined) return notFoundPage();
      return shape === 'orbit' ? orbitList(ask) : documentedList(ask);
    },
  };
}

const refusals = {
  older: (caller: Caller): string => (caller === 'missing' ? 'Missing API key' : 'Invalid API key'),
  newest: (caller: Caller): string =>
    caller === 'missing' ? 'Missing or invalid Authorization header' : 'Invalid API key',
};

const bad = (error: string): Answer => json(400, { success: false, error });
const broken = (): Answer => json(500, { success: false, error: 'Internal server error' });
const notFoundPage = (): Answer => ({
  status: 404,
  body: undefined,
  html: '<!DOCTYPE html><html><head><title>404</title></head><body><h1>404</h1><p>This page could not be found.</p></body></html>',
});

type Span = Pick<Selecting<PrplSession>, 'from' | 'to'>;

/** The part that two spans share. */
const within = (a: Span, b: Span): Span => ({
  from: Math.max(a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY),
  to: Math.min(a.to ?? Number.POSITIVE_INFINITY, b.to ?? Number.POSITIVE_INFINITY),
});
