import { STATUSES } from '../../session/session.ts';
import {
  HOURS_OF_WEEK,
  isClockQualifier,
  isDateQualifier,
  meansHour,
  type Span,
  spanOf,
  wallClockIn,
} from '../calendar.ts';
import { fold, words } from '../fold.ts';
import { isLabel, withMe } from '../named.ts';
import type { Query, Reading, Term, Value } from '../query.ts';
import { FACETS, type Facet } from '../selection.ts';
import { entriesMeant, type Names } from './names.ts';
import { type Columns, flagsIn, type Labels, type Sessions } from './sessions.ts';
import { needleFor, textsWith } from './vocabulary.ts';

/** Why a row is not in the answer: a bit for each facet whose terms it fails, and one for all other terms. */
export const FAILS: Readonly<Record<Facet, number>> = Object.fromEntries(
  FACETS.map((facet, bit) => [facet, 1 << bit]),
) as Record<Facet, number>;
export const FAILS_OTHERWISE = 1 << FACETS.length;

/** Facets of which a session has one value, and their columns. */
export const SINGLE = {
  provider: 'provider',
  connection: 'connection',
  status: 'status',
  host: 'host',
  place: 'place',
  kind: 'kind',
  client: 'client',
  flag: 'flags',
} as const satisfies Partial<Record<Facet, keyof Columns>>;
type SingleFacet = keyof typeof SINGLE;

/** The terms of one single-valued facet together: by number in its column, 1 where all of them hold. */
export interface Allowed {
  facet: SingleFacet;
  holds: Uint8Array;
}

export interface AttendeeTerm {
  /** By person; at 0, whether a session without attendees is meant. */
  meant: Uint8Array;
  negated: boolean;
}

export interface NumberTerm {
  column: 'start' | 'participants';
  /** Any of these. */
  spans: Span[];
  negated: boolean;
}

export interface ClockTerm {
  /** By hour of the week, in the reading's zone. */
  meant: Uint8Array;
  wallClock: (instant: number) => number;
  negated: boolean;
}

export interface TextTerm {
  /** By number in each table: 1 where its text has the words. */
  titles: Uint8Array;
  people: Uint8Array;
  places: Uint8Array;
  kinds: Uint8Array;
  clients: Uint8Array;
  /** What an id has to begin with. */
  id: string;
  negated: boolean;
}

/** A query made ready for rows: every comparison of texts is done, once for each distinct text. */
export interface Conditions {
  allowed: Allowed[];
  attendees: AttendeeTerm[];
  numbers: NumberTerm[];
  clocks: ClockTerm[];
  texts: TextTerm[];
}

/** The conditions of a query; pauses between tables. */
export function* conditionsOf(sessions: Sessions, query: Query, reading: Reading): Generator<void, Conditions> {
  const conditions: Conditions = { allowed: [], attendees: [], numbers: [], clocks: [], texts: [] };
  const allowed = new Map<SingleFacet, Uint8Array>();
  for (const term of query.terms) {
    if (term.kind === 'text') {
      const wanted = words(term.text);
      if (wanted !== '') conditions.texts.push(yield* textTerm(sessions, term, wanted));
    } else if (isDateQualifier(term.name)) {
      const { name } = term;
      const spans = term.values.map(({ text }) => spanOf(name, text, reading));
      conditions.numbers.push({ column: 'start', spans, negated: term.negated });
    } else if (isClockQualifier(term.name)) {
      const { name, values, negated } = term;
      const meant = Uint8Array.from({ length: HOURS_OF_WEEK }, (_, hour) => Number(meansHour(name, values, hour)));
      conditions.clocks.push({ meant, wallClock: wallClockIn(reading.timeZone), negated });
    } else if (term.name === 'min-participants') {
      const spans = term.values.map(({ text }) => ({ from: Number(text), to: Infinity }));
      conditions.numbers.push({ column: 'participants', spans, negated: term.negated });
    } else if (term.name === 'attendee') {
      const meant = entriesMeant(sessions.people, withMe(term.values, reading));
      conditions.attendees.push({ meant, negated: term.negated });
    } else {
      const meant = meantBy(sessions, term.name, term.values, reading);
      const holds = allowed.get(term.name) ?? new Uint8Array(meant.length).fill(1);
      for (let number = 0; number < meant.length; number++) {
        if ((meant[number] === 1) === term.negated) holds[number] = 0;
      }
      allowed.set(term.name, holds);
    }
    yield;
  }
  conditions.allowed = Array.from(allowed, ([facet, holds]) => ({ facet, holds }));
  return conditions;
}

function meantBy(sessions: Sessions, facet: SingleFacet, values: readonly Value[], reading: Reading): Uint8Array {
  switch (facet) {
    case 'provider':
      return labelsMeant(sessions.providers, values);
    case 'connection':
      return labelsMeant(sessions.connections, values);
    case 'status':
      return Uint8Array.from(STATUSES, status => Number(values.some(({ text }) => text === status)));
    case 'host':
      return entriesMeant(sessions.people, withMe(values, reading));
    case 'place':
    case 'kind':
    case 'client':
      return entriesMeant(namesOf(sessions, facet), values);
    case 'flag': {
      const meant = labelsMeant(sessions.flags, values);
      const none = values.some(({ text, prefix }) => text === '' && !prefix);
      return Uint8Array.from(sessions.flagSets.values, set =>
        Number(set === '' ? none : flagsIn(set).some(flag => meant[flag] === 1)),
      );
    }
  }
}

/** The table that a facet's numbers speak of. */
export function namesOf(sessions: Sessions, facet: 'host' | 'attendee' | 'place' | 'kind' | 'client'): Names {
  switch (facet) {
    case 'host':
    case 'attendee':
      return sessions.people;
    case 'place':
      return sessions.places;
    case 'kind':
      return sessions.kinds;
    case 'client':
      return sessions.clients;
  }
}

const labelsMeant = (labels: Labels, values: readonly Value[]): Uint8Array =>
  Uint8Array.from(labels.values, label => Number(values.some(value => isLabel(value, label))));

function* textTerm(sessions: Sessions, term: Term & { kind: 'text' }, wanted: string): Generator<void, TextTerm> {
  const needle = needleFor(sessions.vocabulary, wanted);
  yield;
  const titles = textsWith(sessions.titles.texts, needle);
  yield;
  const people = textsWith(sessions.people.texts, needle);
  yield;
  const places = textsWith(sessions.places.texts, needle);
  const kinds = textsWith(sessions.kinds.texts, needle);
  const clients = textsWith(sessions.clients.texts, needle);
  return { titles, people, places, kinds, clients, id: fold(term.text), negated: term.negated };
}
