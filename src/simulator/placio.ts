import type { IncomingHttpHeaders } from 'node:http';
import { DAY, MINUTE } from '../session/instant.ts';
import { type Answer, type Ask, instantOf, iso, json, list, ROWS, record } from './answer.ts';
import { book, type Held, type Traits } from './book.ts';
import { objectId, objectIdStyle } from './ids.ts';
import { type Named, patients, staff, treatments } from './people.ts';
import { between, draws, mix, pick, pickSome } from './random.ts';
import { bearer, bearerCaller, type Caller, type Making, type SimulatedService } from './service.ts';
import { timeline } from './timeline.ts';
import { zoneClock } from './zone.ts';

/** A zone with daylight saving time, so that wall clocks are skipped and repeated twice a year. */
const ZONE = 'Africa/Cairo';
const STATUSES = ['scheduled', 'in-progress', 'completed', 'cancelled'];
const NOTES = ['يفضل المريض الموعد الصباحي', 'Bring earlier x-ray images', 'متابعة بعد أسبوعين · follow-up'];

export interface PlacioSession extends Traits {
  /** Absent: the session is known by its services. */
  name?: string | undefined;
  client: number;
  services: number[];
  staff: number;
  minutes: number;
  cancelled: boolean;
  /** Any word, in place of the one that follows from the times. */
  status?: string | undefined;
  notes: string[];
  invoice: boolean;
  lot: number;
}

/** The word that the service would report at an instant. */
export function placioStatus(session: PlacioSession, now: number): string {
  if (session.status !== undefined) return session.status;
  if (session.cancelled) return 'cancelled';
  if (now < session.start) return 'scheduled';
  return now < session.end ? 'in-progress' : 'completed';
}

/** Placio, from its page `List Sessions (v1)`; a clinic in Cairo. */
export function placio({ sessions, seed, now, key }: Making): SimulatedService<PlacioSession> {
  const own = mix(seed, 4);
  const origin = now();
  const workspaceId = objectId(own, 0xfffffff0);
  const clock = zoneClock(ZONE);

  const traits = (index: number, start: number): PlacioSession => {
    const draw = draws(own, index);
    const settled = Math.abs(start - origin) > 30 * MINUTE;
    const minutes = pick(draw, [30, 45, 60, 90]);
    return {
      start,
      end: start + minutes * MINUTE,
      name:
        index % 6 === 1
          ? undefined
          : pick(draw, ['Consultation Session', 'جلسة استشارة', 'Follow-up · متابعة', 'كشف أولي']),
      client: pick(draw, patients).id,
      services: pickSome(draw, treatments, between(draw, 1, 2)).map(({ id }) => id),
      staff: pick(draw, staff).id,
      minutes,
      cancelled: settled && index % 10 === 7,
      notes: index % 3 === 0 ? [pick(draw, NOTES)] : [],
      invoice: start < origin - DAY && index % 2 === 0,
      lot: mix(own, index, 2),
    };
  };
  const starts = timeline({ count: sessions, origin, seed: own, step: 5 * MINUTE, planned: true });
  const held = book<PlacioSession>({ ids: objectIdStyle(own), starts, longest: 90 * MINUTE, traits }, now);

  const ids = (people: readonly Named[], salt: number): string[] =>
    people.map(({ id }) => objectId(mix(own, salt), id));
  const clientIds = ids(patients, 11);
  const staffIds = ids(staff, 12);
  const serviceIds = ids(treatments, 13);
  const midnight = (session: PlacioSession): number => Math.floor(clock.wall(session.start) / DAY) * DAY;

  const about = (session: Held<PlacioSession>, at: number) => ({
    id: session.id,
    workspaceId,
    clientId: clientIds[session.client],
    clientName: patients[session.client]?.name,
    serviceIds: session.services.map(service => serviceIds[service]),
    serviceNames: session.services.map(service => treatments[service]?.name),
    staffId: staffIds[session.staff],
    staffName: staff[session.staff]?.name,
    name: session.name ?? null,
    status: placioStatus(session, at),
    attachments: [],
    invoice: session.invoice ? invoiceOf(session) : null,
    createdAt: iso(session.start - 5 * DAY),
    updatedAt: iso(session.start - 5 * DAY),
  });
  const fields = (session: PlacioSession) =>
    session.lot % 4 === 0
      ? [{ id: objectId(session.lot, 1), name: 'التأمين', value: session.lot % 8 === 0 ? 'نعم' : 'لا' }]
      : [];

  const row = (session: Held<PlacioSession>, at: number) => {
    const { status, attachments, invoice, createdAt, updatedAt, ...who } = about(session, at);
    return {
      ...who,
      date: iso(midnight(session)),
      startTime: clock.time(session.start),
      endTime: clock.time(session.end),
      durationMinutes: session.minutes,
      status,
      fieldValues: fields(session),
      attachments,
      notes: session.notes.map((text, n) => ({ id: objectId(session.lot, 20 + n), text, createdAt })),
      invoice,
      createdAt,
      updatedAt,
    };
  };

  /** One session has another shape than the same session in the list. */
  const detail = (session: Held<PlacioSession>, at: number) => ({
    ...about(session, at),
    scheduledAt: iso(session.start),
    duration: session.minutes,
    customFields: fields(session),
    notes: session.notes.join('\n'),
  });

  function sessionsList({ query, now: at, pageCap }: Ask): Answer {
    const status = query.get('status');
    if (status && !STATUSES.includes(status)) return invalid(`status must be one of: ${STATUSES.join(', ')}`);
    const range = rangeOf(query);
    if (typeof range === 'string') return invalid(range);
    const client = query.get('clientId');
    const services = query.get('serviceIds')?.split(',').filter(Boolean) ?? [];
    const clientAt = client ? clientIds.indexOf(client) : undefined;
    const where = (session: PlacioSession): boolean =>
      (clientAt === undefined || session.client === clientAt) &&
      (services.length === 0 || session.services.some(service => services.includes(serviceIds[service] ?? ''))) &&
      (!status || placioStatus(session, at) === status) &&
      midnight(session) >= range.from &&
      midnight(session) <= range.to;
    const found = held.select({
      // Midnight on the clinic's calendar is within a day of the instant: this only spares looking at all.
      from: range.from - 2 * DAY,
      to: range.to + 3 * DAY,
      ascending: true,
      where:
        client || services.length > 0 || status || query.has('dateFrom') || query.has('dateTo') ? where : undefined,
    });
    return list({ sessions: ROWS }, rows(found, at, pageCap));
  }

  function* rows(found: Iterable<Held<PlacioSession>>, at: number, most: number) {
    let given = 0;
    for (const session of found) {
      if (given === most) return;
      yield row(session, at);
      given += 1;
    }
  }

  return {
    provider: 'placio',
    label: 'Placio',
    prefix: 'placio',
    workspaceId,
    timeZone: ZONE,
    book: held,
    caller: headers => (expired(headers, now()) ? 'expired' : bearerCaller(headers, key)),
    refuse: caller => json(401, { message: REFUSALS[caller] }),
    tooMany: () => json(429, { message: 'Too many requests' }),
    answer(ask) {
      const [v1, area, workspace, what, id, ...rest] = ask.path;
      if (v1 !== 'v1' || area !== 'workspace' || what !== 'sessions' || rest.length > 0)
        return json(404, { message: 'Not found' });
      if (workspace !== workspaceId) return json(404, { message: 'Workspace not found' });
      if (id === undefined) return sessionsList(ask);
      const session = held.get(id);
      return session ? record({ session: detail(session, ask.now) }) : json(404, { message: 'Session not found' });
    },
  };
}

const REFUSALS: Record<Caller, string> = {
  ok: '',
  missing: 'Missing authentication token',
  wrong: 'Invalid authentication token',
  expired: 'Token expired',
};

const invalid = (message: string): Answer => json(422, { message });

/** The span of calendar dates asked for, both ends included (epoch ms of midnights), or what is wrong with it. */
function rangeOf(query: URLSearchParams): { from: number; to: number } | string {
  const dateFrom = query.get('dateFrom');
  const dateTo = query.get('dateTo');
  const from = dateFrom ? instantOf(dateFrom) : Number.NEGATIVE_INFINITY;
  const to = dateTo ? instantOf(dateTo) : Number.POSITIVE_INFINITY;
  if (from === undefined) return 'dateFrom must be an ISO 8601 date';
  if (to === undefined) return 'dateTo must be an ISO 8601 date';
  return { from, to };
}

const invoiceOf = (session: PlacioSession) => ({
  id: objectId(session.lot, 40),
  number: `INV-${session.lot % 100_000}`,
  total: session.minutes * 10,
  currency: 'EGP',
  status: session.lot % 5 === 0 ? 'unpaid' : 'paid',
});

/** A bearer token that is a JWT says itself until when it is good. */
function expired(headers: IncomingHttpHeaders, now: number): boolean {
  const [, payload, signature] = bearer(headers)?.split('.') ?? [];
  if (payload === undefined || signature === undefined) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'exp' in claims && Number(claims.exp) * 1000 <= now;
  } catch {
    return false;
  }
}
