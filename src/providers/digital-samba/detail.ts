import type { Service } from '../../http/service.ts';
import { peak } from '../../session/attendance.ts';
import type { Connection } from '../../session/connection.ts';
import type { Attendance, Check, DetailRecord, Fact, Metric } from '../../session/detail.ts';
import { minutesBetween } from '../../session/instant.ts';
import { failed, ok, type Problem, type Result } from '../../session/problem.ts';
import type { Session, SessionRecord } from '../../session/session.ts';
import { factsOf } from '../facts.ts';
import { readAnswer } from '../http-problems.ts';
import { count, type Fields, fields, isFields, number } from '../lenient.ts';
import { below } from '../url.ts';
import { readPeople } from './people.ts';
import { readSession } from './read.ts';

const DEVICES = ['desktop', 'mobile', 'tablet', 'smarttv'] as const;
const COUNTED = new Set(['active_roles', 'public_chat_posts', 'questions', 'answers', 'polls']);

/** Statistics and people of one session. People who could not be read to the end are told as far as they were. */
export async function sambaDetail(
  connection: Connection,
  base: string,
  held: SessionRecord,
  service: Service,
): Promise<Result<DetailRecord>> {
  const path = ['api', 'v1', 'sessions', held.session.id];
  const answer = await service.get(below(base, path));
  if (!answer.ok) return answer;
  const body = readAnswer(answer.value, { missing: 'session' }, service.now());
  if (!body.ok) return body;
  const raw = isFields(fields(body.value).data) ? fields(body.value).data : body.value;
  if (!isFields(raw)) return failed({ code: 'unexpected-shape', path: '' });
  const people = await readPeople(connection, below(base, [...path, 'participants']), service);
  if (people.problem?.code === 'cancelled') return failed(people.problem);

  // The id asked for is the identity: the answer's own may be absent or another.
  const { session } = readSession(connection, { ...fields(held.raw), ...listNames(raw), ...raw }, held.session.id);
  return ok({
    detail: {
      ...session,
      metrics: metricsOf(raw),
      people: people.rows,
      checks: checksOf(raw, session, people.complete ? people.rows : undefined, service.now()),
      raw,
    },
    facts: [...factsIn(raw), ...(people.complete ? [] : [incomplete(people.problem)])],
    rosters: [],
    ...(people.byName > 0 ? { byName: people.byName } : {}),
    ...(people.drift.length > 0 ? { drift: people.drift } : {}),
  });
}

/** The statistics' names for what the list names otherwise, where the statistics tell it. */
function listNames(raw: Fields): Fields {
  const names: [listed: string, told: string][] = [
    ['live', 'session_live'],
    ['start_time', 'session_start_time'],
    ['end_time', 'session_end_time'],
    ['friendly_url', 'room_friendly_url'],
    ['description', 'room_description'],
    ['participants_live', 'live_participants'],
    ['participants_total', 'active_participants'],
    ['participants_max', 'max_concurrent_participants'],
  ];
  return Object.fromEntries(
    names.filter(([, told]) => (raw[told] ?? null) !== null).map(([listed, told]) => [listed, raw[told]]),
  );
}

/** Every figure that the service reports of the participation, under its own name. */
function metricsOf(raw: Fields): Metric[] {
  return Object.entries(raw).flatMap(([name, told]): Metric[] => {
    const unit = name.endsWith('_minutes') ? 'minutes' : 'count';
    const people = name.endsWith('_participants') && name !== 'room_max_participants';
    const value = unit === 'minutes' || people || COUNTED.has(name) ? number(told) : undefined;
    return value === undefined ? [] : [{ name, value, unit }];
  });
}

function factsIn(raw: Fields): Fact[] {
  const duration = number(raw.session_duration);
  const { room_privacy, room_source, room_external_id, room_description } = raw;
  return [
    ...(duration === undefined
      ? []
      : [{ group: 'session', name: 'session_duration', kind: 'minutes' as const, value: duration }]),
    ...factsOf('room', { room_privacy, room_source, room_external_id, room_description }),
  ];
}

const incomplete = (problem: Problem | undefined): Fact => ({
  group: 'incomplete',
  name: 'participants',
  kind: 'text',
  value: problem?.code ?? 'repeated-page',
});

/**
 * Figures that ought to agree, each under the name of the reported one; `expected` is what the service reports, `actual`
 * what follows from its other figures. Minutes may differ by one a participant, since each is rounded on its own.
 */
function checksOf(raw: Fields, session: Session, people: readonly Attendance[] | undefined, now: number): Check[] {
  const checks: Check[] = [];
  const check = (name: string, actual: number | undefined, tolerance: number) => {
    const expected = number(raw[name]);
    if (expected === undefined || actual === undefined) return;
    checks.push({ name, expected, actual, ok: Math.abs(expected - actual) <= tolerance });
  };
  const crowd = Math.max(1, count(raw.active_participants) ?? people?.length ?? 1);
  check(
    'participation_minutes',
    sum(
      raw,
      DEVICES.map(device => `${device}_participation_minutes`),
    ),
    crowd,
  );
  check(
    'active_participants',
    sum(
      raw,
      DEVICES.map(device => `${device}_participants`),
    ),
    0,
  );
  const end = session.end === undefined ? undefined : Date.parse(session.end);
  if (people && people.length > 0) check('max_concurrent_participants', peak(people, { end, now }), 0);
  if (session.status !== 'live') check('session_duration', minutesBetween(session.start, session.end), 1);
  return checks;
}

/** Absent where any part is: a missing device is not one that nobody used. */
function sum(raw: Fields, names: readonly string[]): number | undefined {
  const parts = names.map(name => number(raw[name]));
  return parts.some(part => part === undefined) ? undefined : parts.reduce<number>((all, part) => all + (part ?? 0), 0);
}
