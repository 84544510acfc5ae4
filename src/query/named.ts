import type { Client, Kind, Person, Place } from '../session/session.ts';
import { fold } from './fold.ts';
import type { Query, Reading, Value } from './query.ts';

/** Whatever a session names: a person, a place, a kind, a client. */
export interface Named {
  id: string | undefined;
  /** The ids of its parts, where it is several things at once. */
  parts?: readonly string[];
  /** Each whole name that it answers to, the one to show first. */
  names: string[];
}

function named(id: string | undefined, ...names: (string | undefined)[]): Named | undefined {
  const given = names.filter(name => name !== undefined && name !== '') as string[];
  return id || given.length > 0 ? { id: id || undefined, names: [...new Set(given)] } : undefined;
}

export const namedPerson = (person: Person | undefined): Named | undefined =>
  person && named(person.id, person.displayName, person.name);
export const namedPlace = (place: Place | Client | undefined): Named | undefined =>
  place && named(place.id, place.name);
/** Several services are one kind whose name and id join theirs: it answers to the whole and to each. */
export function namedKind(kind: Kind | undefined): Named | undefined {
  const joined = kind && named(kind.id, kind.name, ...kind.name.split(', '));
  return joined?.id?.includes(',') ? { ...joined, parts: joined.id.split(',') } : joined;
}

/** All ids that it answers to. */
export const idsOf = ({ id, parts = [] }: Named): string[] => (id === undefined ? [] : [id, ...parts]);

/** What to write for it in a query: its id, or its name where it has no id. */
export const identityOf = ({ id, names }: Named): string => id ?? names[0] ?? '';
/** What to show for it. */
export const labelOf = ({ id, names }: Named): string => names[0] ?? id ?? '';

/** Whether one value of `host:`, `attendee:`, `place:`, `kind:` or `client:` means this; '' means that there is none. */
export function means({ text, prefix }: Value, it: Named | undefined): boolean {
  if (!it) return text === '' && !prefix;
  const folded = fold(text);
  if (prefix) return idsOf(it).some(id => id.startsWith(text)) || it.names.some(name => fold(name).startsWith(folded));
  return text !== '' && (idsOf(it).includes(text) || it.names.some(name => fold(name) === folded));
}

/** Whether a value means a word of our own: a flag, a connection's id. */
export const isLabel = ({ text, prefix }: Value, label: string): boolean =>
  prefix ? label.startsWith(text) : label === text;

/** Whether a value of `host:` or `attendee:` means whoever the setting `me` names. */
export const isMe = ({ text, prefix }: Value): boolean => text.toLowerCase() === 'me' && !prefix;

export const asksForMe = ({ terms }: Query): boolean =>
  terms.some(
    term => term.kind === 'qualifier' && (term.name === 'host' || term.name === 'attendee') && term.values.some(isMe),
  );

/** Puts the ids and names of the setting `me` in the place of `me`. */
export const withMe = (values: readonly Value[], { me }: Pick<Reading, 'me'>): Value[] =>
  values.flatMap(value => (isMe(value) ? me.map(text => ({ text, prefix: false })) : [value]));
