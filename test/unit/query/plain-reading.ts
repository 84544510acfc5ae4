import {
  hourOfWeek,
  isClockQualifier,
  isDateQualifier,
  meansHour,
  spanOf,
  wallClockIn,
} from '../../../src/query/calendar.ts';
import { titleCollator } from '../../../src/query/collation.ts';
import { fold, words } from '../../../src/query/fold.ts';
import { isLabel, means, type Named, namedKind, namedPerson, namedPlace, withMe } from '../../../src/query/named.ts';
import type { Query, Reading, Sort, Term, Value } from '../../../src/query/query.ts';
import { participantsOf, type SessionEntry } from '../../../src/session/session.ts';

/**
 * Whether a session is in a query's answer: the language read plainly, one session at a time. What the index answers for many
 * is held against this.
 */
export function matches(entry: SessionEntry, query: Query, reading: Reading): boolean {
  return query.terms.every(term => {
    // Punctuation alone says nothing to look for, nor to rule out.
    if (term.kind === 'text' && words(term.text) === '') return true;
    return holds(entry, term, reading) !== term.negated;
  });
}

function holds(entry: SessionEntry, term: Term, reading: Reading): boolean {
  const { session } = entry;
  if (term.kind === 'text') return says(entry, term.text);
  const any = (test: (value: Value) => boolean): boolean => term.values.some(test);
  const { name } = term;
  if (isDateQualifier(name)) {
    if (session.start === undefined) return false;
    const start = Date.parse(session.start);
    return any(({ text }) => {
      const { from, to } = spanOf(name, text, reading);
      return start >= from && start < to;
    });
  }
  if (isClockQualifier(name)) {
    if (session.start === undefined) return false;
    return meansHour(name, term.values, hourOfWeek(wallClockIn(reading.timeZone)(Date.parse(session.start))));
  }
  switch (name) {
    case 'provider':
      return any(({ text }) => session.provider === text);
    case 'connection':
      return any(value => isLabel(value, session.connectionId));
    case 'status':
      return any(({ text }) => session.status === text);
    case 'host':
      return withMe(term.values, reading).some(value => means(value, namedPerson(session.host)));
    case 'attendee': {
      const attendees = entry.attendees.map(namedPerson).filter(person => person !== undefined);
      const values = withMe(term.values, reading);
      return values.some(value =>
        (attendees.length > 0 ? attendees : [undefined]).some(person => means(value, person)),
      );
    }
    case 'place':
      return any(value => means(value, namedPlace(session.place)));
    case 'kind':
      return any(value => means(value, namedKind(session.kind)));
    case 'client':
      return any(value => means(value, namedPlace(session.client)));
    case 'flag':
      return any(value =>
        session.flags.length > 0
          ? session.flags.some(flag => isLabel(value, flag))
          : value.text === '' && !value.prefix,
      );
    case 'min-participants': {
      const count = participantsOf(entry);
      return count !== undefined && any(({ text }) => count >= Number(text));
    }
  }
}

/** Whether one of the session's texts has the wanted words in a row, the last of them perhaps only begun. */
function says(entry: SessionEntry, wanted: string): boolean {
  const { session } = entry;
  const things = [session.host, ...session.coHosts, ...entry.attendees].map(namedPerson);
  things.push(namedPlace(session.place), namedKind(session.kind), namedPlace(session.client));
  const texts = [session.title, ...things.filter(thing => thing !== undefined).flatMap(textsOf)];
  const needle = ` ${words(wanted)}`;
  return texts.some(text => ` ${words(text)}`.includes(needle)) || fold(session.id).startsWith(fold(wanted));
}

const textsOf = ({ id, names }: Named): string[] => (id === undefined ? names : [id, ...names]);

/** Orders sessions as `sort:` says: what is missing comes last, ties go by key. */
export function inOrder(sort: Sort): (a: SessionEntry, b: SessionEntry) => number {
  const byKey = (a: SessionEntry, b: SessionEntry): number =>
    a.session.key < b.session.key ? -1 : a.session.key > b.session.key ? 1 : 0;
  if (sort === 'title') {
    const { compare } = titleCollator();
    return (a, b) => compare(a.session.title, b.session.title) || byKey(a, b);
  }
  const value = (entry: SessionEntry): number | undefined => {
    if (sort === 'participants') return participantsOf(entry);
    return entry.session.start === undefined ? undefined : Date.parse(entry.session.start);
  };
  const sign = sort === 'start' ? 1 : -1;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined) || byKey(a, b);
    }
    return sign * (left - right) || byKey(a, b);
  };
}
