import type { Answer, Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import { mergeDrift } from '../../session/drift.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { SessionRecord } from '../../session/session.ts';
import { type Listing, readList, stoppedBy } from '../pager.ts';
import { readPieces } from '../pieces.ts';
import type { Page, ScopeEnd } from '../provider.ts';
import { below } from '../url.ts';
import { type PrplPage, readPage } from './read.ts';

const LIMIT = 100;
const ROWS_AT_ONCE = 500;

/** One of the two lists that the service keeps, with the filters it knows. */
export interface Asked {
  side: 'upcoming' | 'past';
  /** The starts (epoch ms) that are wanted: where a past list may be left, and the newest Orbit's range. */
  from: number;
  to: number;
  filter: { type?: string; host?: string; date?: string };
}

/** What the two lists of one load know of each other. */
export interface Totals {
  upcoming?: number;
}

/** Servers that answered that they no longer have the vendor's path, so that not every load asks them again. */
const newest = new WeakSet<Connection>();

/** Reads one side in whichever way the server answers. */
export async function* readSide(
  connection: Connection,
  service: Service,
  asked: Asked,
  totals: Totals,
): AsyncGenerator<Page, ScopeEnd> {
  if (newest.has(connection)) return yield* readNewest(connection, service, asked);
  const first = await service.get(listUrl(connection, asked, { page: '1', limit: String(LIMIT) }));
  if (!first.ok) return stoppedBy(first.problem);
  const reading = readPage(connection, first.value, service.now());
  if (!reading.ok) {
    if (reading.problem.code !== 'not-found' || reading.problem.what !== 'endpoint') return stoppedBy(reading.problem);
    const end = yield* readNewest(connection, service, asked);
    if (end.stopped === 'end') newest.add(connection);
    const neither = end.stopped === 'error' && end.problem?.code === 'not-found';
    return neither ? stoppedBy({ ...reading.problem, what: 'sessions-path' }) : end;
  }
  if (reading.value.shape === 'envelope') return yield* readEnvelope(connection, service, asked, reading.value);
  return yield* readList(startingWith(first.value, service), paged(connection, service, asked, totals));
}

/** `upcoming=false` alone is all there is for Orbit and the past for the vendor's page; with `past` both mean the past. */
const sideQuery = ({ side }: Asked): Record<string, string> =>
  side === 'upcoming' ? { upcoming: 'true' } : { upcoming: 'false', past: 'true' };

/** An address below the workspace's sessions. */
export const workspaceUrl = (connection: Connection, path: string[], query: Record<string, string> = {}): URL =>
  below(
    connection.baseUrl ?? '',
    ['api', 'public', 'v1', 'workspace', connection.workspaceId ?? '', 'sessions', ...path],
    query,
  );

const listUrl = (connection: Connection, asked: Asked, paging: Record<string, string>): URL =>
  workspaceUrl(connection, [], { ...sideQuery(asked), ...asked.filter, ...paging });

const isOlder = (records: readonly SessionRecord[], { side, from }: Asked): boolean => {
  const start = records.at(-1)?.session.start;
  return side === 'past' && start !== undefined && Date.parse(start) < from;
};

/** The vendor's page: by number, to an empty page or one with nothing unseen, whatever `pages` says. */
function paged(connection: Connection, service: Service, asked: Asked, totals: Totals): Listing {
  const unfiltered = Object.keys(asked.filter).length === 0;
  return {
    url: at => listUrl(connection, asked, { page: String(at.page), limit: String(LIMIT) }),
    read(answer) {
      const reading = readPage(connection, answer, service.now());
      if (!reading.ok || !unfiltered) return reading;
      const { total } = reading.value;
      if (asked.side === 'upcoming') {
        if (total !== undefined) totals.upcoming = total;
      } else if (total !== undefined && totals.upcoming !== undefined)
        // Neither list alone says how many sessions there are.
        reading.value.reportedTotal = totals.upcoming + total;
      return reading;
    },
    row: record => record.session,
    endsByRepeating: true,
    enough: page => isOlder(page.records, asked),
  };
}

/**
 * Orbit's envelope has no pages, and its total counts the rows of the answer. An answer with fewer rows than its limit
 * is all; a full one is asked for again with twice the limit, and only the last is told, so that no row counts twice.
 */
async function* readEnvelope(
  connection: Connection,
  service: Service,
  asked: Asked,
  first: PrplPage,
): AsyncGenerator<Page, ScopeEnd> {
  let reading = first;
  let limit = LIMIT;
  let end: ScopeEnd = { stopped: 'end' };
  while (reading.rows >= limit && !(isOlder(reading.records, asked) && descends(reading.records))) {
    const { rows } = reading;
    while (limit <= rows) limit *= 2;
    const more = await askAt(connection, service, listUrl(connection, asked, { limit: String(limit) }));
    if (!more.ok) {
      end = stoppedBy(more.problem);
      break;
    }
    // Fewer rows for a higher limit: whether they are gone or this answer is odd, what was read stays read.
    if (more.value.rows < rows) yield* pagesOf(reading);
    reading = more.value;
    if (reading.rows === rows && !(await isExact(connection, service, asked, reading, limit))) end = cutAt(rows);
  }
  yield* pagesOf(reading);
  return end;
}

/** Many rows as several pages, so that storing them gives others their turn. */
function* pagesOf({ records, unreadable, drift }: PrplPage): Generator<Page> {
  yield { records: records.slice(0, ROWS_AT_ONCE), unreadable, drift };
  for (let from = ROWS_AT_ONCE; from < records.length; from += ROWS_AT_ONCE)
    yield { records: records.slice(from, from + ROWS_AT_ONCE), unreadable: [], drift: [] };
}

const cutAt = (rows: number): ScopeEnd => ({ stopped: 'page-cap', problem: { code: 'list-cut', rows } });

/**
 * Twice the limit brought no more rows: there are exactly so many, or the server never gives more. The list of both sides
 * tells: more rows than these show that there is no such bound, and the same rows in the other order that there are no others.
 */
async function isExact(
  connection: Connection,
  service: Service,
  asked: Asked,
  reading: PrplPage,
  limit: number,
): Promise<boolean> {
  const url = workspaceUrl(connection, [], { upcoming: 'false', ...asked.filter, limit: String(limit) });
  const both = await askAt(connection, service, url);
  if (!both.ok) return false;
  if (both.value.rows > reading.rows) return true;
  if (asked.side === 'past') return false;
  const ids = new Set(both.value.records.map(({ session }) => session.id));
  return both.value.rows === reading.rows && reading.records.every(({ session }) => ids.has(session.id));
}

/** Reads an answer of any number of rows; of a large one, some rows at a time. */
async function askAt(connection: Connection, service: Service, url: URL): Promise<Result<PrplPage>> {
  const answer = await service.get(url);
  if (!answer.ok) return answer;
  let whole: Result<PrplPage> = failed({ code: 'unexpected-shape', path: 'sessions' });
  for await (const part of readPieces(answer.value, ['sessions'], piece =>
    readPage(connection, piece, service.now()),
  )) {
    if (!part.ok) return part;
    whole = whole.ok ? ok(joined(whole.value, part.value)) : part;
  }
  return whole;
}

function joined(one: PrplPage, next: PrplPage): PrplPage {
  // Grown in place: there may be hundreds of parts.
  for (const record of next.records) one.records.push(record);
  for (const row of next.unreadable) one.unreadable.push(row);
  return { ...one, rows: one.rows + next.rows, drift: mergeDrift(one.drift, next.drift) };
}

function descends(records: readonly SessionRecord[]): boolean {
  return records.every(({ session }, at) => {
    const before = records[at - 1]?.session.start;
    return before === undefined || session.start === undefined || session.start <= before;
  });
}

/** The newest Orbit: one path for any range of dates, with pages that say how many they are. */
function readNewest(connection: Connection, service: Service, { from, to }: Asked): AsyncGenerator<Page, ScopeEnd> {
  const range = { startDate: new Date(from).toISOString(), endDate: new Date(to).toISOString() };
  return readList(service, {
    url: at => workspaceUrl(connection, ['upcoming'], { ...range, page: String(at.page), limit: String(LIMIT) }),
    read: answer => readPage(connection, answer, service.now()),
    row: record => record.session,
    endsByRepeating: true,
  });
}

/** A service that gives an answer once more which was already had. */
function startingWith(answer: Answer, service: Service): Service {
  let waiting: Answer | undefined = answer;
  return {
    async get(url) {
      const had = waiting;
      waiting = undefined;
      return had ? { ok: true, value: had } : service.get(url);
    },
    now: () => service.now(),
    get requests() {
      return service.requests;
    },
    signal: service.signal,
  };
}
