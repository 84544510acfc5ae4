import type { Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import type { Attendance, DetailRecord, Roster } from '../../session/detail.ts';
import { given } from '../../session/given.ts';
import { failed, ok, type Result } from '../../session/problem.ts';
import type { SessionRecord } from '../../session/session.ts';
import { factsOf } from '../facts.ts';
import { readAnswer } from '../http-problems.ts';
import { type Fields, fields, flag, id, isFields, number, text } from '../lenient.ts';
import { distinct, person } from '../record.ts';
import { coHosts, readSession, slotsOf, tookPlace } from './read.ts';

/** What the service tells of one session beside the list: co-hosts, supervisor, and who fills which place. */
export async function readDetail(
  connection: Connection,
  url: URL,
  held: SessionRecord,
  service: Service,
): Promise<Result<DetailRecord>> {
  const answer = await service.get(url);
  if (!answer.ok) return answer;
  const body = readAnswer(answer.value, { missing: 'session' }, service.now());
  if (!body.ok) return body;
  const data = fields(body.value).data;
  const raw = isFields(fields(data).Session) ? fields(data).Session : data;
  if (!isFields(raw)) return failed({ code: 'unexpected-shape', path: 'data' });
  // What the list knows stands where the detail is silent.
  return ok(detailOf(readSession(connection, { ...fields(held.raw), ...raw }, held.session.id), raw));
}

function detailOf({ session }: SessionRecord, raw: Fields): DetailRecord {
  const people: Attendance[] = slotsOf(raw.CustomRoles).flatMap(({ role, person, attended }) => {
    if (!person) return [];
    return [given({ id: person.id, role, attended })];
  });
  const shown = new Set(['SessionId', 'Title', 'Host', 'Scheduled', 'Status', 'Duration', 'CustomRoles', 'CoHost']);
  return {
    detail: { ...session, metrics: [], people, checks: [], raw },
    facts: factsOf('session', raw, '', shown),
    rosters: isFields(raw.CustomRoles) ? [roster(raw, session.rawStatus)] : [],
  };
}

function roster(raw: Fields, word: string | undefined): Roster {
  const groups = Object.entries(fields(raw.CustomRoles)).map(([name, about]) => {
    return given({
      name,
      rank: number(fields(about).MinRank),
      permissions: Object.entries(fields(fields(about).Permissions)).map(([permission, allowed]) => ({
        name: permission,
        allowed: flag(allowed) ?? false,
      })),
      slots: slotsOf({ [name]: about }).map(({ attended, ...slot }) =>
        given({ ...slot, attended: attended || tookPlace(word) ? attended : undefined }),
      ),
    });
  });
  const hosts = distinct([person(id(raw.Host)), ...coHosts(raw.CoHost)]);
  return { name: text(raw.Title) ?? '', hosts, groups };
}
