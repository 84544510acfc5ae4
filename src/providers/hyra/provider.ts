import type { Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { DAY, utcDay } from '../../session/instant.ts';
import { ok, type Result } from '../../session/problem.ts';
import type { Session } from '../../session/session.ts';
import { stoppedBy } from '../pager.ts';
import { readPieces } from '../pieces.ts';
import type { Intent, Page, Provider, Scope, ScopeEnd, ServiceFilter } from '../provider.ts';
import { speaksFor, speaksForNothing } from '../scopes.ts';
import { below } from '../url.ts';
import { readWhole } from '../whole-answers.ts';
import { detailOf } from './detail.ts';
import { readEvent, readEvents } from './read.ts';
import { hyraEvent } from './wire.ts';

const BASE = 'https://api.hyra.io';

/** Days that are asked for, both included, in UTC, as `YYYY-MM-DD`. */
interface Days {
  first: string;
  last: string;
}

const daysOf = (from: number, to: number): Days => ({ first: utcDay(from), last: utcDay(to) });

function plan(connection: Connection, intent: Intent, now: number): Result<Scope[]> {
  const byDay = connection.mode === 'day';
  switch (intent.kind) {
    case 'window': {
      const { from, to } = intent;
      const read = byDay ? readDays : readRange;
      return ok([
        { name: 'events', ...speaksFor(from, to), read: service => read(connection, service, daysOf(from, to)) },
      ]);
    }
    case 'changes': {
      const { since, ahead } = intent;
      if (!byDay) {
        const days = daysOf(since, ahead);
        return ok([
          { name: 'events', ...speaksFor(since, ahead), read: service => readRange(connection, service, days) },
        ]);
      }
      // A request a day until far ahead would eat the budget of every poll: `/upcoming` tells of later days at once.
      const near = daysOf(since, now + DAY);
      return ok([
        { name: 'events', ...speaksFor(since, now + DAY), read: service => readDays(connection, service, near) },
        { name: 'upcoming', ...speaksForNothing, read: service => readUpcoming(connection, service) },
      ]);
    }
    case 'question':
      return ok(question(connection, intent.filter, now));
  }
}

function question(connection: Connection, filter: ServiceFilter, now: number): Scope[] {
  const { from, to, attendee, place, client } = filter;
  // The service has neither of these: nothing can match.
  if ((place ?? client) !== undefined) return [];
  // An open end is closed a month off: the service answers a window, and only the days of one can be asked singly.
  const first = from ?? (to ?? now) - 30 * DAY;
  const last = to === undefined ? Math.max(now, first) + 30 * DAY : to - 1;
  const days = daysOf(first, last);
  const dated = from !== undefined || to !== undefined;
  const read = (service: Service) =>
    connection.mode === 'day'
      ? readDays(connection, service, days, attendee)
      : readRange(connection, service, dated ? days : undefined, attendee);
  return [{ name: 'question', ...speaksForNothing, read }];
}

const eventsUrl = (connection: Connection, query: Record<string, string | undefined>): URL =>
  below(connection.baseUrl ?? BASE, ['activity', 'sessions', connection.workspaceId ?? ''], query);

const attending = (connection: Connection, attendee: string | undefined): Record<string, string | undefined> => ({
  [connection.parameters?.attendee ?? 'attendee']: attendee,
});

/** The day after the last is asked for, since nobody says whether the end is included; what is too much is left out here. */
function rangeQuery(connection: Connection, days: Days | undefined): Record<string, string | undefined> {
  if (!days) return {};
  return {
    [connection.parameters?.start ?? 'start']: days.first,
    [connection.parameters?.end ?? 'end']: utcDay(Date.parse(days.last) + DAY),
  };
}

/** The service's own way to write a day: `2024-1-5`. */
const bareDay = (day: string): string => day.split('-').map(Number).join('-');

const within = ({ first, last }: Days, session: Session): boolean =>
  session.start === undefined || (session.start >= first && session.start.slice(0, 10) <= last);

/**
 * One answer for the whole range. The parameters' names are an assumption: what they did not filter is filtered here,
 * and an answer of which nothing lies in the range is no proof that the range is empty.
 */
async function* readRange(
  connection: Connection,
  service: Service,
  days: Days | undefined,
  attendee?: string,
): AsyncGenerator<Page, ScopeEnd> {
  const url = eventsUrl(connection, { ...rangeQuery(connection, days), ...attending(connection, attendee) });
  const answer = await service.get(url);
  if (!answer.ok) return stoppedBy(answer.problem);
  const near = days && { first: days.first, last: utcDay(Date.parse(days.last) + DAY) };
  let [any, anyNear] = [false, false];
  for await (const page of readPieces(answer.value, ['events'], piece =>
    readEvents(connection, piece, service.now()),
  )) {
    if (!page.ok) return stoppedBy(page.problem);
    const { records } = page.value;
    any ||= records.length > 0;
    anyNear ||= near === undefined || records.some(({ session }) => within(near, session));
    yield { ...page.value, records: days ? records.filter(({ session }) => within(days, session)) : records };
  }
  return any && !anyNear ? stoppedBy({ code: 'unexpected-shape', path: 'events[].start' }) : { stopped: 'end' };
}

/** A request for each day, the nearest first. */
async function* readDays(
  connection: Connection,
  service: Service,
  { first, last }: Days,
  attendee?: string,
): AsyncGenerator<Page, ScopeEnd> {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY) days.push(utcDay(at));
  const distance = (day: string) => Math.abs(Date.parse(day) + DAY / 2 - service.now());
  days.sort((one, other) => distance(one) - distance(other));
  let ignored = false;
  const end = yield* readWhole(
    service,
    days.map(day => ({
      url: eventsUrl(connection, { day: bareDay(day), ...attending(connection, attendee) }),
      path: ['events'],
      read(answer) {
        const page = readEvents(connection, answer, service.now());
        if (!page.ok) return page;
        // The vendor's day may begin in another zone, so its neighbours are no sign of anything.
        const near = { first: utcDay(Date.parse(day) - DAY), last: utcDay(Date.parse(day) + DAY) };
        const { records } = page.value;
        if (records.length > 0 && !records.some(({ session }) => within(near, session))) ignored = true;
        return ok({ ...page.value, records: records.filter(({ session }) => within({ first, last }, session)) });
      },
    })),
  );
  return end.stopped === 'end' && ignored ? stoppedBy({ code: 'unexpected-shape', path: 'events[].start' }) : end;
}

async function* readUpcoming(connection: Connection, service: Service): AsyncGenerator<Page, ScopeEnd> {
  const url = below(connection.baseUrl ?? BASE, ['activity', 'sessions', connection.workspaceId ?? '', 'upcoming']);
  const answer = await service.get(url);
  if (!answer.ok) return stoppedBy(answer.problem);
  // Known from a client program only: a service that does not know it, whatever it says of that, is no failure.
  if ([400, 404, 405, 422].includes(answer.value.status)) return { stopped: 'end' };
  for await (const page of readPieces(answer.value, [], piece => readEvents(connection, piece, service.now()))) {
    if (!page.ok) return stoppedBy(page.problem);
    yield page.value;
  }
  return { stopped: 'end' };
}

/** Hyra: activity sessions of Roblox communities. */
export const hyra: Provider = {
  id: 'hyra',
  label: 'Hyra',
  people: 'roblox',
  listsFewAttendees: true,
  defaultBaseUrl: BASE,
  fields: [{ name: 'workspaceId', required: true }],
  reports: ['cancelled'],
  persistByDefault: true,
  requestsPerMinute: 100,
  document: { title: 'Hyra API: Get Sessions by Day', readOn: '2026-11-22' },
  wire: [hyraEvent],
  authorize: (_, key) => ({ authorization: `Bearer ${key}` }),
  plan,
  reread: readEvent,
  detail: async (_connection, held, about) => ok(detailOf(held, about)),
  async check(connection, service) {
    const today = utcDay(service.now());
    const query =
      connection.mode === 'day' ? { day: bareDay(today) } : rangeQuery(connection, { first: today, last: today });
    const answer = await service.get(eventsUrl(connection, query));
    if (!answer.ok) return answer;
    const page = readEvents(connection, answer.value, service.now());
    return page.ok ? ok(undefined) : page;
  },
  curlUrl(connection, session) {
    const day = session.start?.slice(0, 10);
    if (day === undefined) return eventsUrl(connection, {});
    if (connection.mode === 'day') return eventsUrl(connection, { day: bareDay(day) });
    return eventsUrl(connection, rangeQuery(connection, { first: day, last: day }));
  },
};
