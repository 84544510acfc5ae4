import { type Person, type SessionEntry, STATUSES } from '../../session/session.ts';
import type { Named } from '../named.ts';
import { keyAt } from './keys.ts';
import type { Names } from './names.ts';
import { createSessions, EMPTY, flagsIn, idOf, put, type Sessions } from './sessions.ts';

const FEW = 1 << 14;

/** Whether more than half of the rows, or of the lists of people, is of sessions that are no longer there. */
export function isWasteful({ rows, held, company, waste }: Sessions): boolean {
  const empty = rows - held;
  return (empty > FEW && empty > held) || (waste > 4 * FEW && waste > company.length / 2);
}

/** The same sessions without what removed ones left behind. */
export function* compacted(sessions: Sessions): Generator<void, Sessions> {
  const fresh = createSessions();
  for (let row = 0; row < sessions.rows; row++) {
    if (sessions.columns.state[row] !== EMPTY) put(fresh, entryAt(sessions, row));
    if (row % 256 === 0) yield;
  }
  return fresh;
}

/** As much of a session as the table knows. */
export function entryAt(sessions: Sessions, row: number): SessionEntry {
  const { columns } = sessions;
  const { data: company } = sessions.company;
  const at = (name: keyof typeof columns): number => columns[name][row] ?? 0;
  const named = (names: Names, entry: number): Named | undefined => (entry === 0 ? undefined : names.entries[entry]);
  const person = (entry: number): Person => personOf(named(sessions.people, entry));
  const [host, place] = [named(sessions.people, at('host')), named(sessions.places, at('place'))];
  const [kind, client] = [named(sessions.kinds, at('kind')), named(sessions.clients, at('client'))];
  const list = at('company');
  const [coHosts, attendees] = list === 0 ? [0, 0] : [company[list] ?? 0, company[list + 1] ?? 0];
  const people = Array.from(company.subarray(list + 2, list + 2 + coHosts + attendees), person);
  const flags = flagsIn(sessions.flagSets.values[at('flags')] ?? '').map(flag => sessions.flags.values[flag] ?? '');
  return {
    session: {
      key: keyAt(sessions.keys, row),
      id: idOf(sessions, row),
      connectionId: sessions.connections.values[at('connection')] ?? '',
      provider: sessions.providers.values[at('provider')] ?? '',
      title: sessions.titles.values[at('title')] ?? '',
      status: STATUSES[at('status')] ?? 'unknown',
      statusSource: 'reported',
      ...(Number.isNaN(at('start')) ? {} : { start: new Date(at('start')).toISOString() }),
      ...(host ? { host: personOf(host) } : {}),
      coHosts: people.slice(0, coHosts),
      ...(place ? { place: thingOf(place) } : {}),
      ...(kind ? { kind: { ...thingOf(kind), name: kind.names[0] ?? '' } } : {}),
      ...(client ? { client: thingOf(client) } : {}),
      ...told('durationMinutes', at('minutes')),
      participants: {
        ...told('total', at('participants')),
        ...told('capacity', at('places')),
        ...told('filled', at('filled')),
        ...told('attended', at('attended')),
      },
      flags,
    },
    attendees: people.slice(coHosts),
  };
}

/** A field of a number that a column may lack. */
const told = <Name extends string>(name: Name, value: number): Partial<Record<Name, number>> =>
  Number.isNaN(value) ? {} : ({ [name]: value } as Record<Name, number>);

function thingOf({ id, names: [name] }: Named): { id?: string; name?: string } {
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

function personOf(named: Named | undefined): Person {
  const { id = '', names: [displayName, name] = [] } = named ?? {};
  return { id, ...(displayName === undefined ? {} : { displayName }), ...(name === undefined ? {} : { name }) };
}
