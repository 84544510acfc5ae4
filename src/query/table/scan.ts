import { hourOfWeek } from '../calendar.ts';
import { fold } from '../fold.ts';
import {
  type Allowed,
  type AttendeeTerm,
  type ClockTerm,
  type Conditions,
  FAILS,
  FAILS_OTHERWISE,
  type NumberTerm,
  SINGLE,
  type TextTerm,
} from './conditions.ts';
import { idBegins } from './keys.ts';
import { EMPTY, idOf, PLAIN, type Sessions } from './sessions.ts';
import { head, headMask } from './vocabulary.ts';

/** Rows looked at between two chances to pause: well under a millisecond's work a condition. */
export const BLOCK = 1 << 14;

/** By row: why it is not in the answer, 0 where it is. Goes column by column, so that each loop touches little memory. */
export function* scan(sessions: Sessions, conditions: Conditions): Generator<void, Uint16Array> {
  const fails = new Uint16Array(sessions.rows);
  for (let from = 0; from < fails.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, fails.length);
    if (sessions.rows > sessions.held) markEmpty(sessions, fails, from, to);
    for (const term of conditions.numbers) byNumber(sessions, fails, from, to, term);
    for (const term of conditions.clocks) byClock(sessions, fails, from, to, term);
    for (const term of conditions.allowed) byTable(sessions, fails, from, to, term);
    for (const term of conditions.attendees) byAttendee(sessions, fails, from, to, term);
    for (const term of conditions.texts) byText(sessions, fails, from, to, term);
    yield;
  }
  return fails;
}

function markEmpty({ columns: { state } }: Sessions, fails: Uint16Array, from: number, to: number): void {
  for (let row = from; row < to; row++) if (state[row] === EMPTY) fails[row] = FAILS_OTHERWISE;
}

/** Adds a reason to a row's. */
function fail(fails: Uint16Array, row: number, reason: number): void {
  fails[row] = (fails[row] ?? 0) | reason;
}

function byTable({ columns }: Sessions, fails: Uint16Array, from: number, to: number, { facet, holds }: Allowed): void {
  const column = columns[SINGLE[facet]];
  const reason = FAILS[facet];
  for (let row = from; row < to; row++) if (holds[column[row] ?? 0] === 0) fail(fails, row, reason);
}

function byNumber({ columns }: Sessions, fails: Uint16Array, from: number, to: number, term: NumberTerm): void {
  const column = columns[term.column];
  for (let row = from; row < to; row++) {
    const value = column[row] ?? NaN;
    let inside = false;
    for (const span of term.spans) if (value >= span.from && value < span.to) inside = true;
    if (inside === term.negated) fail(fails, row, FAILS_OTHERWISE);
  }
}

function byClock({ columns }: Sessions, fails: Uint16Array, from: number, to: number, term: ClockTerm): void {
  for (let row = from; row < to; row++) {
    const start = columns.start[row] ?? NaN;
    const meant = !Number.isNaN(start) && term.meant[hourOfWeek(term.wallClock(start))] === 1;
    if (meant === term.negated) fail(fails, row, FAILS_OTHERWISE);
  }
}

function byAttendee(sessions: Sessions, fails: Uint16Array, from: number, to: number, term: AttendeeTerm): void {
  const { columns, company } = sessions;
  const { data: people } = company;
  for (let row = from; row < to; row++) {
    const at = columns.company[row] ?? 0;
    const attendees = at === 0 ? 0 : (people[at + 1] ?? 0);
    let meant = attendees === 0 && term.meant[0] === 1;
    const first = at + 2 + (people[at] ?? 0);
    for (let one = first; one < first + attendees && !meant; one++) meant = term.meant[people[one] ?? 0] === 1;
    if (meant === term.negated) fail(fails, row, FAILS.attendee);
  }
}

function byText(sessions: Sessions, fails: Uint16Array, from: number, to: number, term: TextTerm): void {
  const { columns } = sessions;
  const found = new Uint8Array(to - from);
  lookUp(found, columns.title, from, term.titles);
  lookUp(found, columns.host, from, term.people);
  lookUp(found, columns.place, from, term.places);
  lookUp(found, columns.kind, from, term.kinds);
  lookUp(found, columns.client, from, term.clients);
  if (term.people.includes(1)) lookUpCompany(sessions, found, from, term.people);
  lookUpId(sessions, found, from, term.id);
  const unwanted = term.negated ? 1 : 0;
  for (let at = 0; at < found.length; at++) if (found[at] === unwanted) fail(fails, from + at, FAILS_OTHERWISE);
}

/** Marks the rows of a block whose number in a column is among the hits. */
function lookUp(found: Uint8Array, column: Uint32Array, from: number, hits: Uint8Array): void {
  if (!hits.includes(1)) return;
  for (let at = 0; at < found.length; at++) if (hits[column[from + at] ?? 0] === 1) found[at] = 1;
}

function lookUpCompany({ columns, company }: Sessions, found: Uint8Array, from: number, hits: Uint8Array): void {
  const { data: people } = company;
  for (let at = 0; at < found.length; at++) {
    const list = columns.company[from + at] ?? 0;
    if (list === 0 || found[at] === 1) continue;
    const end = list + 2 + (people[list] ?? 0) + (people[list + 1] ?? 0);
    for (let one = list + 2; one < end; one++) {
      if (hits[people[one] ?? 0] === 1) {
        found[at] = 1;
        break;
      }
    }
  }
}

function lookUpId(sessions: Sessions, found: Uint8Array, from: number, begin: string): void {
  const { keys } = sessions;
  const { idHead, state } = sessions.columns;
  const mask = headMask(begin);
  const wanted = head(begin);
  // Four letters of Latin-1 are all in the head; longer ids and other letters have to be looked at.
  const whole = begin.length <= 4 && /^[\0-\xfe]*$/.test(begin);
  for (let at = 0; at < found.length; at++) {
    const row = from + at;
    if (found[at] === 1 || ((idHead[row] ?? 0) & mask) >>> 0 !== wanted) continue;
    if (whole || (state[row] === PLAIN ? idBegins(keys, row, begin) : fold(idOf(sessions, row)).startsWith(begin)))
      found[at] = 1;
  }
}
