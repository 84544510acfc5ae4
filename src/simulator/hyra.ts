import { DAY, MINUTE } from '../session/instant.ts';
import { type Answer, type Ask, dayAround, dayOf, instantOf, iso, json, list, ROWS } from './answer.ts';
import { book, type Held, type Selecting, type Traits } from './book.ts';
import { objectId, objectIdStyle } from './ids.ts';
import { community, HOSTS, type Member } from './people.ts';
import { between, draws, mix, pick } from './random.ts';
import { bearerCaller, type Making, type SimulatedService } from './service.ts';
import { timeline } from './timeline.ts';

const SCHEDULES = [
  { name: 'Recruit Training', groups: ['Trainers', 'Helpers'] },
  { name: 'Shift: Grand Hotel', groups: ['Reception', 'Housekeeping', 'Kitchen'] },
  { name: 'Interview Session', groups: ['Interviewers'] },
  { name: 'Patrol', groups: ['Dispatch', 'Officers'] },
  { name: 'Rehearsal · Répétition', groups: ['Stage', 'Lights'] },
  { name: 'Development Q&A', groups: ['Speakers'] },
] as const;

export interface HyraSession extends Traits {
  schedule: number;
  /** Roblox user id; absent: nobody hosts it yet. */
  host?: string | undefined;
  coHost?: string | undefined;
  cancelled: boolean;
  adhoc: boolean;
  servers: number;
  lot: number;
}

export const hyraLive = (session: HyraSession, now: number): boolean =>
  !session.cancelled && session.start <= now && now < session.end;

/** Hyra, from its page `Get Sessions by Day`. */
export function hyra({ sessions, seed, now, key }: Making): SimulatedService<HyraSession> {
  const members = community(seed);
  const own = mix(seed, 2);
  const origin = now();
  const workspaceId = objectId(own, 0xfffffff0);

  const traits = (index: number, start: number): HyraSession => {
    const draw = draws(own, index);
    const settled = Math.abs(start - origin) > 30 * MINUTE;
    return {
      start,
      end: start + pick(draw, [30, 45, 60, 75]) * MINUTE,
      schedule: between(draw, 0, SCHEDULES.length - 1),
      host: index % 8 === 3 ? undefined : String(pick(draw, members.slice(0, HOSTS)).userId),
      coHost: draw() < 0.5 ? String(pick(draw, members).userId) : undefined,
      cancelled: settled && index % 12 === 7,
      adhoc: index % 11 === 6,
      servers: draw() < 0.2 ? 2 : 1,
      lot: mix(own, index, 2),
    };
  };
  const starts = timeline({ count: sessions, origin, seed: own, step: 5 * MINUTE, planned: true });
  const held = book<HyraSession>({ ids: objectIdStyle(own), starts, longest: 75 * MINUTE, traits }, now);
  const names = new Map(members.map(member => [String(member.userId), member]));

  const schedules = SCHEDULES.map(({ name, groups }, n) => ({
    wire: {
      _id: objectId(own, 0xfffff000 + n),
      name,
      public_start_offset: 15,
      public_slock_offset: 5,
      roles: groups.map((_, group) => objectId(mix(own, n), group)),
      updatedAt: iso(origin - (40 + n) * DAY),
      publish_to_discord: n % 2 === 0,
      game_link: `https://www.roblox.com/games/${4_100_000_000 + n}`,
      thumbnail_url: n === 3 ? null : `https://images.example/schedule-${n}.png`,
      game_thumbnail_url: `https://images.example/game-${n}.png`,
      disable_cohost: n === 2,
    },
    polyfill: groups.map((group, priority) => ({
      _id: objectId(mix(own, n, 1), priority),
      name: group,
      roles: [0, 1].map(role => ({
        _id: objectId(mix(own, n, 2), priority * 8 + role),
        name: `${group} ${role + 1}`,
      })),
      priority,
      createdAt: iso(origin - 400 * DAY),
      updatedAt: iso(origin - 40 * DAY),
    })),
  }));

  const person = (id: string | undefined) => {
    const member = id === undefined ? undefined : names.get(id);
    if (!member) return { exists: false };
    if (!member.exists) return { exists: false, id };
    return { exists: true, id, username: member.username, display_name: member.displayName };
  };

  const wire = (session: Held<HyraSession>, at: number) => {
    const { wire: schedule, polyfill } = schedules[session.schedule] ?? {};
    const servers = serversOf(session, polyfill ?? [], members);
    return {
      _id: session.id,
      schedule,
      servers,
      start: iso(session.start),
      in_progress: hyraLive(session, at),
      cancelled: session.cancelled,
      createdAt: iso(session.start - 7 * DAY),
      updatedAt: iso(session.start - DAY),
      adhoc: session.adhoc,
      polyfill,
      host_id: session.host ?? null,
      host: person(session.host),
      co_host_id: session.coHost ?? null,
      co_host: person(session.coHost),
      subhosting: servers.slice(1).map(({ _id }, n) => {
        const id = String(members[(session.lot + n) % HOSTS]?.userId);
        return { server_id: _id, user_id: id, user: person(id), type: 'server' };
      }),
    };
  };

  const permissions = {
    self_assign_host: true,
    assign_host: false,
    self_assign_cohost: true,
    assign_cohost: false,
    assign_roles: true,
    create_report: true,
    host_quota: 5,
    cohost_quota: 3,
    host_quota_used: 2,
    cohost_quota_used: 3,
    delete_sessions: false,
    delete_adhoc_sessions: true,
    cancel_sessions: true,
    create_adhoc_sessions: true,
  };

  function events({ query, now: at, pageCap }: Ask): Answer {
    const range = rangeOf(query, at);
    if (typeof range === 'string') return refusal(400, 'Bad Request', range);
    const attendee = query.get('attendee');
    return list({ permissions, events: ROWS, week_starts_on: 1 }, rows(range, at, attendee, pageCap));
  }

  function* rows(range: Selecting<HyraSession>, at: number, attendee: string | null, most: number) {
    let given = 0;
    for (const session of held.select({ ...range, ascending: true })) {
      const event = wire(session, at);
      if (attendee && !involves(event, attendee)) continue;
      yield event;
      given += 1;
      if (given === most) return;
    }
  }

  return {
    provider: 'hyra',
    label: 'Hyra',
    prefix: 'hyra',
    workspaceId,
    book: held,
    // Hyra's documents say 100 in one place and 150 in another; its headers say what holds.
    perMinute: 120,
    tellsBudget: true,
    caller: headers => bearerCaller(headers, key),
    refuse: caller =>
      refusal(
        401,
        'Unauthorized',
        caller === 'missing' ? 'Missing authorization token' : 'Invalid authorization token',
      ),
    tooMany: seconds => refusal(429, 'Too Many Requests', `Rate limit exceeded, retry in ${seconds} seconds`),
    answer(ask) {
      const [activity, what, workspace, more, ...rest] = ask.path;
      if (activity !== 'activity' || what !== 'sessions' || workspace === undefined || rest.length > 0)
        return refusal(404, 'Not Found', 'Route not found');
      if (workspace !== workspaceId) return refusal(404, 'Not Found', 'Workspace not found');
      if (more === undefined) return events(ask);
      if (more === 'upcoming') return list(ROWS, rows({ from: ask.now + 1 }, ask.now, null, ask.pageCap));
      return refusal(404, 'Not Found', 'Route not found');
    },
  };
}

const refusal = (statusCode: number, error: string, message: string): Answer =>
  json(statusCode, { statusCode, error, message });

/**
 * The window asked for. `start` and `end` are dates, read as whole UTC days, or instants; the end is part of the
 * window. `day` is the older way and one UTC day. Without any of them the day is today.
 */
function rangeOf(query: URLSearchParams, now: number): Selecting<HyraSession> | string {
  const start = query.get('start');
  const end = query.get('end');
  if (start || end) {
    const from = start ? (dayOf(start, true) ?? instantOf(start)) : undefined;
    const lastDay = end ? dayOf(end, true) : undefined;
    const last = end ? instantOf(end) : undefined;
    if (start && from === undefined) return 'start must be a date';
    if (end && lastDay === undefined && last === undefined) return 'end must be a date';
    const to = lastDay !== undefined ? lastDay + DAY : last === undefined ? undefined : last + 1;
    return { from, to };
  }
  const day = query.get('day');
  const midnight = day ? dayOf(day, true) : now;
  return midnight === undefined ? 'day must be a date' : dayAround(midnight);
}

interface HyraGroup {
  _id: string;
  name: string;
  priority: number;
  roles: { _id: string; name: string }[];
}

function serversOf(session: HyraSession, groups: HyraGroup[], members: Member[]) {
  const draw = draws(session.lot, 3);
  return Array.from({ length: session.servers }, (_, n) => ({
    _id: objectId(session.lot, n),
    groups: groups.map(({ _id, name, priority, roles }) => ({
      _id,
      priority,
      roles: roles.map(role => ({ ...role, user_id: draw() < 0.55 ? String(pick(draw, members).userId) : null })),
      name,
    })),
    created_by: String(members[session.lot % HOSTS]?.userId),
    status: 'active',
    createdAt: iso(session.start - 7 * DAY),
    updatedAt: iso(session.start - DAY),
    source: 'schedule',
  }));
}

interface Involving {
  host_id: string | null;
  co_host_id: string | null;
  servers: { groups: { roles: { user_id: string | null }[] }[] }[];
  subhosting: { user_id: string }[];
}

const involves = (event: Involving, id: string): boolean =>
  event.host_id === id ||
  event.co_host_id === id ||
  event.subhosting.some(sub => sub.user_id === id) ||
  event.servers.some(server => server.groups.some(group => group.roles.some(role => role.user_id === id)));
