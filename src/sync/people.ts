import type { Person, SessionEntry } from '../session/session.ts';

/** A name that one service gives to a person whom another names only by id. */
export interface KnownAs {
  name: string;
  /** The connection that says so. */
  connectionId: string;
}

/** Who is who among services that name people by ids of the same directory. */
export interface People {
  learn(entries: readonly SessionEntry[]): void;
  whoIs(id: string): KnownAs | undefined;
  /** A connection went: what only it knew goes with it. */
  forget(connectionId: string): void;
  clear(): void;
  /** All that is known, for `remember` at a later time. */
  all(): [id: string, known: KnownAs][];
  remember(all: readonly [id: string, known: KnownAs][]): void;
}

/** `shares` says whether a provider's people stand in that directory. */
export function createPeople(shares: (provider: string) => boolean): People {
  const known = new Map<string, KnownAs>();

  function meet({ id, name, displayName }: Person, connectionId: string): void {
    const called = displayName || name;
    if (called && called !== id) known.set(id, { name: called, connectionId });
  }

  return {
    learn(entries) {
      for (const { session, attendees } of entries) {
        if (!shares(session.provider)) continue;
        if (session.host) meet(session.host, session.connectionId);
        for (const person of session.coHosts) meet(person, session.connectionId);
        for (const person of attendees) meet(person, session.connectionId);
      }
    },
    whoIs: id => known.get(id),
    all: () => [...known],
    remember(all) {
      for (const [id, as] of all) known.set(id, as);
    },
    clear: () => known.clear(),
    forget(connectionId) {
      for (const [id, { connectionId: said }] of known) if (said === connectionId) known.delete(id);
    },
  };
}
