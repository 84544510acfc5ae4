import type { Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { DAY, utcDay } from '../../session/instant.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { Listing } from '../pager.ts';
import type { Intent, Provider, Scope, ServiceFilter } from '../provider.ts';
import { pagedScope, speaksFor, speaksForNothing } from '../scopes.ts';
import { below } from '../url.ts';
import { readDetail } from './detail.ts';
import { readPage, readSession } from './read.ts';
import { seriesDetail } from './wire.ts';

const BASE = 'https://api.series.hr';
const YEAR = 365 * DAY;
const WORD = { upcoming: 'upcoming', live: 'ongoing', completed: 'completed', cancelled: 'cancelled' } as const;

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
  read: answer => readPage(connection, answer, service.now()),
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

const detailUrl = (connection: Connection, sessionId: string): URL =>
  below(connection.baseUrl ?? BASE, ['sessions', 'get', sessionId]);

/** series.hr: sessions of Roblox communities. */
export const series: Provider = {
  id: 'series',
  label: 'Series',
  people: 'roblox',
  defaultBaseUrl: BASE,
  fields: [],
  reports: ['cancelled'],
  persistByDefault: true,
  // Nothing is documented; the headers of the answers rule where they say something.
  requestsPerMinute: 600,
  document: { title: 'series.hr API: List Sessions', readOn: '2026-11-22' },
  wire: [seriesDetail],
  authorize: (_, key) => ({ apikey: key }),
  plan,
  reread: (connection, raw) => readSession(connection, raw),
  detail: (connection, held, _, service) =>
    readDetail(connection, detailUrl(connection, held.session.id), held, service),
  async check(connection, service) {
    // The vendor's own way to check a key puts it into the address.
    const answer = await service.get(below(connection.baseUrl ?? BASE, ['sessions', 'list'], { page: '1' }));
    if (!answer.ok) return answer;
    const reading = readPage(connection, answer.value, service.now());
    return reading.ok ? ok(undefined) : reading;
  },
  curlUrl: (connection, session) => detailUrl(connection, session.id),
};
