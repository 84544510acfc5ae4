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
import { EMPTY, idOf, PLAIN, type Sessions } from './sessions.ts';
import { head, headMask } from './vocabulary.ts';

/** Rows looked at between two chances to pause: well under a millisecond's work a condition. */
export const BLOCK = 1 << 14;

/** By row: why it is not in the answer, 0 where it is. Goes column by column, so that each loop touches little memory. */
export function* scan(sessions: Sessions, conditions: Conditions): Generator<void, Uint16Array> {
  const fails = new Uint16Array(sessions.rows);
  for (let from = 0; from < fails.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, fails.length);
    markEmpty(sessions, fails, from, to);
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
  const { title, host, place, kind, client, company, idHead, state } = sessions.columns;
  const { data: people } = sessions.company;
  const mask = headMask(term.id);
  const wanted = head(term.id);
  // Four letters of Latin-1 are all in the head; longer ids and other letters have to be looked at.
  const whole = term.id.length <= 4 && /^[\0-\xfe]*$/.test(term.id);
  for (let row = from; row < to; row++) {
    if (((fails[row] ?? 0) & FAILS_OTHERWISE) !== 0) continue;
    let found =
      term.titles[title[row] ?? 0] === 1 ||
      term.people[host[row] ?? 0] === 1 ||
      term.places[place[row] ?? 0] === 1 ||
      term.kinds[kind[row] ?? 0] === 1 ||
      term.clients[client[row] ?? 0] === 1;
    const at = found ? 0 : (company[row] ?? 0);
    if (at > 0) {
      const end = at + 2 + (people[at] ?? 0) + (people[at + 1] ?? 0);
      for (let one = at + 2; one < end && !found; one++) found = term.people[people[one] ?? 0] === 1;
    }
    if (!found && ((idHead[row] ?? 0) & mask) >>> 0 === wanted) {
      found = whole || idBegins(sessions, row, state[row] === PLAIN, term.id);
    }
    if (found === term.negated) fail(fails, row, FAILS_OTHERWISE);
  }
}

function idBegins(sessions: Sessions, row: number, plain: boolean, begin: string): boolean {
  const id = idOf(sessions, row);
  return (plain ? id : fold(id)).startsWith(begin);
}
