import type { Service } from '../../http/service.ts';
import type { Connection } from '../../session/connection.ts';
import type { Attendance } from '../../session/detail.ts';
import { type Drift, mergeDrift } from '../../session/drift.ts';
import { given } from '../../session/given.ts';
import { readInstant } from '../../session/instant.ts';
import { ok, type Problem } from '../../session/problem.ts';
import { driftLog, shape } from '../drift.ts';
import { listIn, readAnswer } from '../http-problems.ts';
import { count, fields, id, text } from '../lenient.ts';
import { type Listing, readList } from '../pager.ts';
import { sambaParticipant } from './wire.ts';

const PAGE = 100;
const listed = shape(sambaParticipant, 'participants[]');

interface Row {
  key: string;
  id: string;
  /** Who it is in the customer's own system, where the stay was opened with such an id. */
  external: string | undefined;
  stay: Attendance;
}

/** The stays of a session. */
interface People {
  rows: Attendance[];
  /** How many of them are known to be an earlier one's person by the name alone. */
  byName: number;
  complete: boolean;
  /** How the rows differ from what the service documents. */
  drift: Drift[];
  problem?: Problem;
}

/** Reads the stays of a session, those of one person under one id. What could not be read to the end is told as far as it was. */
export async function readPeople(connection: Connection, url: URL, service: Service): Promise<People> {
  const listing: Listing<Row> = {
    url(at) {
      const page = new URL(url);
      page.searchParams.set('limit', String(PAGE));
      if (at.last) page.searchParams.set('after', at.last.id);
      return page;
    },
    read(answer) {
      const body = readAnswer(answer, { missing: 'session' }, service.now());
      if (!body.ok) return body;
      const rows = listIn(body.value, ['data']);
      if (!rows.ok) return rows;
      const total = count(fields(body.value).total_count);
      const records = rows.value.flatMap(row => readParticipant(connection, row) ?? []);
      const unreadable = rows.value.filter(row => id(fields(row).id) === undefined);
      const log = driftLog('digitalSamba', service.now());
      for (const row of rows.value) log.check(listed, row);
      return ok(given({ records, unreadable, drift: log.entries(), rows: rows.value.length, total }));
    },
    row: row => ({ id: row.key }),
    pageSize: PAGE,
    growsAtStart: true,
  };
  const byKey = new Map<string, Row>();
  const pages = readList(service, listing);
  let drift: Drift[] = [];
  for (;;) {
    const step = await pages.next();
    if (!step.done) {
      for (const row of step.value.records) byKey.set(row.key, row);
      drift = mergeDrift(drift, step.value.drift);
      continue;
    }
    const end = step.value;
    if (end.stopped === 'end') for (const key of end.gone ?? []) byKey.delete(key);
    const people = { ...samePerson([...byKey.values()]), drift };
    if (end.stopped === 'end') return { ...people, complete: true };
    return given({ ...people, complete: false, problem: end.problem });
  }
}

function readParticipant(connection: Connection, raw: unknown): Row | undefined {
  const row = fields(raw);
  const participantId = id(row.id);
  if (participantId === undefined) return undefined;
  const stay: Attendance = { id: participantId };
  const [name, role] = [text(row.name), text(row.role)];
  const joined = readInstant(row.join_time, connection.timeZone);
  const left = readInstant(row.leave_time, connection.timeZone);
  if (name !== undefined) stay.name = name;
  if (role !== undefined) stay.role = role;
  if (joined) stay.joined = joined.iso;
  if (left) stay.left = left.iso;
  return { key: `${participantId} ${stay.joined ?? ''}`, id: participantId, external: id(row.external_id), stay };
}

/**
 * Each stay has an id of its own; who comes back has another. Stays that agree in the customer's id and in the name
 * are one person's, and get the id of the first. The customer's id alone does not do: it is shared in the vendor's own
 * example. Without such an id the name has to do, as far as it can: two of one name who are there at once are two people.
 */
function samePerson(rows: readonly Row[]): Pick<People, 'rows' | 'byName'> {
  const first = new Map<string, string>();
  const namesakes = new Map<string, { id: string; until: number }[]>();
  const ids = new Map<Row, string>();
  let byName = 0;
  for (const row of [...rows].sort((one, other) => span(one.stay).from - span(other.stay).from)) {
    const { external, stay } = row;
    if (stay.name === undefined) continue;
    if (external !== undefined) {
      const person = `${external}\0${stay.name}`;
      ids.set(row, first.get(person) ?? stay.id);
      if (!first.has(person)) first.set(person, stay.id);
      continue;
    }
    const { from, until } = span(stay);
    const others = namesakes.get(stay.name) ?? [];
    const same = others.find(other => other.until <= from);
    if (same) {
      ids.set(row, same.id);
      same.until = until;
      byName += 1;
    } else namesakes.set(stay.name, [...others, { id: stay.id, until }]);
  }
  return { rows: rows.map(row => ({ ...row.stay, id: ids.get(row) ?? row.stay.id })), byName };
}

/** When a stay began and ended, epoch ms. One without times, or without an end, may last as long as any other. */
function span({ joined, left }: Attendance): { from: number; until: number } {
  const from = Date.parse(joined ?? left ?? '');
  const until = Date.parse(left ?? '');
  if (Number.isNaN(from)) return { from: Number.MIN_SAFE_INTEGER, until: Number.POSITIVE_INFINITY };
  return { from, until: Number.isNaN(until) ? Number.POSITIVE_INFINITY : Math.max(from, until) };
}
