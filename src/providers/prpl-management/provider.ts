import type { Connection } from '../../session/connection.ts';
import type { Attendance, DetailRecord, Roster } from '../../session/detail.ts';
import { given } from '../../session/given.ts';
import { DAY, MINUTE, utcDay } from '../../session/instant.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { SessionRecord } from '../../session/session.ts';
import { factsOf } from '../facts.ts';
import { fields, id, list, text } from '../lenient.ts';
import type { Intent, Provider, Scope, ServiceFilter } from '../provider.ts';
import { speaksFor, speaksForNothing } from '../scopes.ts';
import { type Asked, readSide, type Totals, workspaceUrl } from './lists.ts';
import { readPrpl } from './read.ts';
import { orbitSession, prplSession } from './wire.ts';

const YEAR = 365 * DAY;
/** Around the present the two lists pass sessions to each other; neither speaks for those. */
const HANDOVER = 5 * MINUTE;

function plan(connection: Connection, intent: Intent, now: number): Result<Scope[]> {
  switch (intent.kind) {
    case 'window':
      return ok(bothSides(connection, intent.from, intent.to, now));
    case 'changes':
      return ok(bothSides(connection, intent.since, intent.ahead, now));
    case 'question':
      return ok(question(connection, intent.filter, now));
  }
}

/**
 * What is ahead first, then what is past: a session that starts in between is then found twice rather than not at all.
 * The service filters no range, so both lists are read whatever the window, and the past is left once it is older.
 */
function bothSides(connection: Connection, from: number, to: number, now: number): Scope[] {
  const totals: Totals = {};
  const scope = (asked: Asked): Scope => ({
    name: asked.side,
    ...(asked.side === 'upcoming' ? speaksFor(now + HANDOVER, to) : speaksFor(from, Math.min(to, now - HANDOVER))),
    read: service => readSide(connection, service, asked, totals),
  });
  const upcoming = scope({ side: 'upcoming', from: Math.max(from, now), to, filter: {} });
  const past = scope({ side: 'past', from, to: Math.min(to, now), filter: {} });
  if (to <= now) return [past];
  return from >= now ? [upcoming] : [upcoming, past];
}

function question(connection: Connection, filter: ServiceFilter, now: number): Scope[] {
  const { status, kind, host, place, client } = filter;
  // The service has no places and no clients: nothing can match.
  if ((place ?? client) !== undefined) return [];
  const from = filter.from ?? Math.min(now, filter.to ?? now) - 10 * YEAR;
  const to = filter.to ?? Math.max(now, from) + 2 * YEAR;
  const pushed: Asked['filter'] = {};
  if (kind !== undefined) pushed.type = kind;
  if (host !== undefined && /^\d+$/.test(host)) pushed.host = host;
  // `date` is one day; the service has no range.
  if (utcDay(from) === utcDay(to - 1)) pushed.date = `${utcDay(from)}T00:00:00.000Z`;
  const sides: Asked[] = [];
  if (status !== 'completed' && to > now)
    sides.push({ side: 'upcoming', from: Math.max(from, now), to, filter: pushed });
  if (status !== 'upcoming' && from < now) sides.push({ side: 'past', from, to: Math.min(to, now), filter: pushed });
  return sides.map(asked => ({
    name: `question-${asked.side}`,
    ...speaksForNothing,
    read: service => readSide(connection, service, asked, {}),
  }));
}

/** The service has no call for one session that all its versions know: the list tells all there is. */
function detailOf({ session, attendees, raw }: SessionRecord): DetailRecord {
  const row = fields(raw);
  const rows = list(row.participants).map(fields);
  const people = attendees.map((person): Attendance => {
    const role = text(rows.find(each => id(each.userId) === person.id)?.role);
    return given({ id: person.id, name: person.displayName ?? person.name, role });
  });
  const shown = new Set(['id', 'title', 'name', 'host', 'participants', 'maxParticipants', 'currentParticipants']);
  return {
    detail: { ...session, metrics: [], people, checks: [], raw },
    facts: factsOf('session', raw, '', shown),
    rosters: rosterOf(people, session.host),
  };
}

function rosterOf(people: readonly Attendance[], host: { id: string; name?: string } | undefined): Roster[] {
  const roles = Map.groupBy(
    people.flatMap(({ role, ...person }) => (role === undefined ? [] : [{ ...person, role }])),
    ({ role }) => role,
  );
  if (roles.size === 0) return [];
  const groups = [...roles].map(([name, holders]) => ({
    name,
    permissions: [],
    slots: holders.map(({ id, name: who }) => ({ role: name, person: given({ id, name: who }) })),
  }));
  const hosts = host ? [given({ id: host.id, name: host.name })] : [];
  return [{ name: '', hosts, groups }];
}

const FIRST: Asked = { side: 'upcoming', from: 0, to: 0, filter: {} };

/** prplManagement, and Orbit from which it descends: staff sessions of Roblox communities. */
export const prplManagement: Provider = {
  id: 'prplManagement',
  label: 'prplManagement',
  people: 'roblox',
  fields: [
    { name: 'baseUrl', required: true },
    { name: 'workspaceId', required: true },
  ],
  reports: [],
  persistByDefault: true,
  requestsPerMinute: 100,
  document: { title: 'prplManagement API: Get Sessions', readOn: '2026-11-22' },
  wire: [prplSession, orbitSession],
  authorize: (_, key) => ({ authorization: `Bearer ${key}` }),
  plan,
  reread: readPrpl,
  detail: async (_connection, held) => ok(detailOf(held)),
  async check(connection, service) {
    const now = service.now();
    const pages = readSide(connection, service, { ...FIRST, from: now, to: now + DAY }, {});
    const { done, value } = await pages.next();
    if (done && value.stopped !== 'end' && value.problem) return failed(value.problem);
    await pages.return({ stopped: 'end' });
    return ok(undefined);
  },
  curlUrl: (connection, { status }) =>
    workspaceUrl(
      connection,
      [],
      status === 'upcoming' ? { upcoming: 'true', limit: '100' } : { upcoming: 'false', past: 'true', limit: '100' },
    ),
};
