import type { Answer, Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import type { DetailRecord, Fact } from '../../session/detail.ts';
import { DAY, utcDay } from '../../session/instant.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { SessionRecord } from '../../session/session.ts';
import { driftLog, shape } from '../drift.ts';
import { factOf, factsOf } from '../facts.ts';
import { listIn, type Refusals, readAnswer } from '../http-problems.ts';
import { type Fields, fields, isFields, list, text } from '../lenient.ts';
import type { Intent, Page, Provider, Scope, ServiceFilter } from '../provider.ts';
import { readRows } from '../rows.ts';
import { speaksFor, speaksForNothing } from '../scopes.ts';
import { below } from '../url.ts';
import { readWhole } from '../whole-answers.ts';
import { readPlacio } from './read.ts';
import { placioDetail, placioSession } from './wire.ts';

/** The service does not page, so that a wide window would be one huge answer. What a refresh asks for as things are fits one. */
const DAYS_AT_ONCE = 34;
const WORD = { upcoming: 'scheduled', live: 'in-progress', completed: 'completed', cancelled: 'cancelled' } as const;

const listed = shape(placioSession, 'sessions[]');

/** A token that ran out is the usual reason for a 401 here: JWTs expire, and say when. */
const refusals = (missing: Refusals['missing'], { keyExpiresAt }: Service): Refusals => ({
  missing,
  needs: 'sessions.view',
  keyExpiresAt,
  hint: said => (/expire/i.test(said) ? 'expired' : undefined),
});

const url = (connection: Connection, path: readonly string[], query: Record<string, string | undefined> = {}): URL =>
  below(connection.baseUrl ?? '', ['v1', 'workspace', connection.workspaceId ?? '', 'sessions', ...path], query);

function readPage(connection: Connection, answer: Answer, service: Service): Result<Page> {
  const now = service.now();
  const body = readAnswer(answer, refusals('workspace', service), now);
  if (!body.ok) return body;
  const rows = listIn(body.value, ['sessions']);
  if (!rows.ok) return rows;
  const log = driftLog('placio', now);
  const { records, unreadable } = readRows(rows.value, listed, log, row => readPlacio(connection, row));
  return ok({ records, unreadable, drift: log.entries() });
}

/** Spans of whole days that together hold `from` to `to`, the nearest to `now` first. */
function spans(from: number, to: number, now: number): { dateFrom: string; dateTo: string }[] {
  // `date` is a day of the workspace's zone, which may differ by one from the day in UTC.
  const first = Date.parse(utcDay(from - DAY));
  const last = Date.parse(utcDay(to + DAY));
  const starts: number[] = [];
  for (let at = first; at <= last; at += DAYS_AT_ONCE * DAY) starts.push(at);
  const distance = (start: number) => Math.max(0, start - now, now - (start + DAYS_AT_ONCE * DAY));
  return starts
    .sort((one, other) => distance(one) - distance(other))
    .map(start => ({
      dateFrom: new Date(start).toISOString(),
      dateTo: new Date(Math.min(start + DAYS_AT_ONCE * DAY, last + DAY) - 1).toISOString(),
    }));
}

function plan(connection: Connection, intent: Intent, now: number): Result<Scope[]> {
  const scope = (
    speaks: Pick<Scope, 'covers' | 'span'>,
    queries: readonly Record<string, string | undefined>[],
  ): Result<Scope[]> =>
    ok([
      {
        name: 'sessions',
        ...speaks,
        read: (service: Service) =>
          readWhole(
            service,
            queries.map(query => ({
              url: url(connection, [], query),
              path: ['sessions'],
              read: answer => readPage(connection, answer, service),
            })),
          ),
      },
    ]);
  switch (intent.kind) {
    case 'window':
      return scope(speaksFor(intent.from, intent.to), spans(intent.from, intent.to, now));
    case 'changes':
      return scope(speaksFor(intent.since, intent.ahead), spans(intent.since, intent.ahead, now));
    case 'question': {
      if ((intent.filter.place ?? intent.filter.attendee) !== undefined) return ok([]);
      return scope(speaksForNothing, questionQueries(intent.filter));
    }
  }
}

function questionQueries({ from, to, status, kind, client }: ServiceFilter): Record<string, string>[] {
  const query: Record<string, string> = {};
  if (client !== undefined) query.clientId = client;
  if (kind !== undefined) query.serviceIds = kind;
  if (status !== undefined) query.status = WORD[status];
  if (from !== undefined && to !== undefined) return spans(from, to - 1, to).map(span => ({ ...query, ...span }));
  if (from !== undefined) query.dateFrom = new Date(Date.parse(utcDay(from - DAY))).toISOString();
  if (to !== undefined) query.dateTo = new Date(Date.parse(utcDay(to + 2 * DAY)) - 1).toISOString();
  return [query];
}

async function detail(connection: Connection, held: SessionRecord, service: Service): Promise<Result<DetailRecord>> {
  const answer = await service.get(url(connection, [held.session.id]));
  if (!answer.ok) return answer;
  const body = readAnswer(answer.value, refusals('session', service), service.now());
  if (!body.ok) return body;
  const raw = isFields(fields(body.value).session) ? fields(body.value).session : body.value;
  if (!isFields(raw)) return failed({ code: 'unexpected-shape', path: 'session' });
  // The single answer leaves out what the list tells (names), and says in other fields when it is.
  const { session } = readPlacio(connection, together(fields(held.raw), raw), held.session.id);
  return ok({
    detail: { ...session, metrics: [], people: [], checks: [], raw },
    facts: factsIn({ ...fields(held.raw), ...raw }),
    rosters: [],
  });
}

/** The newer answer over the held one. Where it names the time in its own way, the list's wall clocks are stale. */
function together(held: Fields, raw: Fields): Fields {
  const { date, startTime, endTime, durationMinutes, ...rest } = held;
  if (raw.scheduledAt === undefined) return { ...held, ...raw };
  return { ...rest, ...raw };
}

function factsIn(raw: Fields): Fact[] {
  const notes = typeof raw.notes === 'string' ? [raw.notes] : list(raw.notes);
  const named = new Set(['createdAt', 'updatedAt', 'staffId', 'serviceIds', 'workspaceId']);
  return [
    ...factsOf('notes', notes, 'notes'),
    ...[...list(raw.fieldValues), ...list(raw.customFields)].flatMap(fieldFacts),
    ...factsOf('attachments', raw.attachments, 'attachments'),
    ...factsOf('invoice', raw.invoice, 'invoice'),
    ...factsOf('session', Object.fromEntries(Object.entries(raw).filter(([name]) => named.has(name)))),
  ];
}

/** A field that the workspace defined: its own name and what was filled in, where those can be told apart. */
function fieldFacts(field: unknown): Fact[] {
  const { label, name, fieldName, key, value } = fields(field);
  const title = text(label) ?? text(name) ?? text(fieldName) ?? text(key);
  if (title === undefined || value === undefined) return factsOf('fields', field, 'fields');
  const fact = factOf('fields', title, value);
  return fact ? [fact] : factsOf('fields', value, title);
}

/** Placio: appointments of clinics and offices. */
export const placio: Provider = {
  id: 'placio',
  label: 'Placio',
  fields: [
    { name: 'baseUrl', required: true },
    { name: 'workspaceId', required: true },
    { name: 'timeZone', required: false },
  ],
  reports: ['cancelled'],
  persistByDefault: false,
  // Nothing is documented; the headers of the answers rule where they say something.
  requestsPerMinute: 600,
  document: { title: 'Placio API: List Sessions (v1)', readOn: '2026-11-22' },
  wire: [placioSession, placioDetail],
  authorize: (_, key) => ({ authorization: `Bearer ${key}` }),
  plan,
  reread: (connection, raw) => readPlacio(connection, raw),
  detail: (connection, held, _, service) => detail(connection, held, service),
  async check(connection, service) {
    const [today] = spans(service.now(), service.now(), service.now());
    const answer = await service.get(url(connection, [], today));
    if (!answer.ok) return answer;
    const page = readPage(connection, answer.value, service);
    return page.ok ? ok(undefined) : page;
  },
  curlUrl: (connection, session) => url(connection, [session.id]),
};
