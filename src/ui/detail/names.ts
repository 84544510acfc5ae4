import type { DetailRecord } from '../../session/detail.ts';
import type { KnownAs } from '../../sync/people.ts';

/** A record whose nameless people have the names that other connections give them, and which connections those are. */
export interface NamedRecord {
  record: DetailRecord;
  namesFrom: string[];
}

/** Ids stay as they are, and so does every name that the service itself gave. */
export function withNames(
  record: DetailRecord,
  whoIs: (provider: string, id: string) => KnownAs | undefined,
): NamedRecord {
  const { detail, rosters } = record;
  const sources = new Set<string>();
  function name<P extends { id: string; name?: string; displayName?: string }>(person: P): P {
    if (person.name || person.displayName) return person;
    const known = whoIs(detail.provider, person.id);
    if (!known) return person;
    sources.add(known.connectionId);
    return { ...person, name: known.name };
  }
  const named: DetailRecord = {
    ...record,
    detail: {
      ...detail,
      ...(detail.host ? { host: name(detail.host) } : {}),
      coHosts: detail.coHosts.map(name),
      people: detail.people.map(name),
    },
    rosters: rosters.map(roster => ({
      ...roster,
      hosts: roster.hosts.map(name),
      groups: roster.groups.map(group => ({
        ...group,
        slots: group.slots.map(slot => (slot.person ? { ...slot, person: name(slot.person) } : slot)),
      })),
    })),
  };
  return { record: named, namesFrom: [...sources] };
}
