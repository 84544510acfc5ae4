import type { SessionIndex } from '../query/session-index.ts';
import { attendeeOf } from '../session/detail.ts';
import type { Person, SessionEntry, SessionRecord } from '../session/session.ts';
import type { GatheringStore } from '../store/gathering.ts';
import type { Changes } from './changes.ts';
import type { People } from './people.ts';
import { restorePicture } from './picture.ts';

/** Draws what is on disk for the next start, elsewhere: it takes long. */
export interface PictureParts {
  /** The product's: another version may fold or number in another way. */
  version: string;
  draw(sharing: readonly string[]): Promise<void>;
}

export interface HeldParts {
  store(): Promise<GatheringStore>;
  index: SessionIndex;
  people: People;
  changes: Changes;
  /** Absent: each start reads all entries. */
  picture?: PictureParts;
}

/**
 * What is held of the sessions: rows in the store, and in memory what finding, counting and naming need of them. Nobody else
 * adds to these or changes them; what is erased from the store is let go here.
 */
export interface Held {
  /** Takes what is stored of these connections into memory, at the start; `shared` are those that may stand on disk. */
  open(ids: ReadonlySet<string>, shared: ReadonlySet<string>): Promise<void>;
  /** … of connections that were added since. */
  fill(ids: ReadonlySet<string>): Promise<void>;
  /** Reads all anew: what is stored no more goes, once the rest is there. */
  fillAnew(ids: ReadonlySet<string>): Promise<void>;
  /** Takes over what another window stored. */
  takeOver(entries: AsyncGenerator<SessionEntry[]>, ids: ReadonlySet<string>): Promise<void>;
  /** Stores what a service listed. */
  put(records: readonly SessionRecord[]): Promise<void>;
  /** Changes records by what is stored of them now: nothing that came meanwhile is written over. */
  amend(keys: readonly string[], change: (record: SessionRecord) => SessionRecord | undefined): Promise<void>;
  /** Lets a connection go from memory. */
  letGo(connectionId: string): Promise<void>;
  /** Lets all go from memory. */
  clear(): void;
  /** Has the picture drawn anew where it lacks much. Nobody waits for it, and a start without one is only slower. */
  draw(sharing: readonly string[]): Promise<void>;
}

/** Entries that a start may read beside the picture before a new one is worth its while. */
const UNDRAWN_AT_MOST = 2000;

export function holdSessions({ store, index, people, changes, picture }: HeldParts): Held {
  /** Entries that the picture lacks. */
  let undrawn = 0;
  let drawing = false;
  let writing: Promise<unknown> = Promise.resolve();

  /** One write after the other. */
  function inTurn<T>(write: () => Promise<T>): Promise<T> {
    const written = writing.then(write);
    writing = written.catch(() => {});
    return written;
  }

  function take(entries: readonly SessionEntry[]): void {
    undrawn += index.put(entries);
    people.learn(entries);
    changes.sessions(entries.map(entry => entry.session.key));
  }

  async function takeOver(
    entries: AsyncGenerator<SessionEntry[]>,
    ids: ReadonlySet<string>,
    each: (entry: SessionEntry) => void = () => {},
  ): Promise<void> {
    for await (const some of entries) {
      const own = some.filter(({ session }) => ids.has(session.connectionId));
      take(own);
      own.forEach(each);
    }
  }

  const fill = async (ids: ReadonlySet<string>): Promise<void> => takeOver((await store()).entries(), ids);

  async function letGo(connectionId: string): Promise<void> {
    people.forget(connectionId);
    await index.removeConnection(connectionId);
    changes.sessions([]);
  }

  /** A list that names nobody is no reason to forget who was there: the people of an opened session stay. */
  async function withPeople(records: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
    const known = new Map<string, Person[]>();
    for (const { attendees, session } of records) {
      if (attendees.length > 0 || !index.knowsAttendees(session.key)) continue;
      const opened = await (await store()).detail(session.key);
      if (opened) known.set(session.key, opened.record.detail.people.map(attendeeOf));
    }
    if (known.size === 0) return records;
    return records.map(record => ({ ...record, attendees: known.get(record.session.key) ?? record.attendees }));
  }

  return {
    async open(ids, shared) {
      const later = picture && (await restorePicture(await store(), picture.version, index, people));
      if (!later) return fill(ids);
      for (const id of index.connections()) if (!ids.has(id) || !shared.has(id)) await letGo(id);
      await takeOver(later, ids);
      changes.sessions([]);
    },
    fill,
    async fillAnew(ids) {
      const came = new Map([...ids].map(id => [id, new Set<string>()]));
      await takeOver((await store()).entries(), ids, ({ session }) => came.get(session.connectionId)?.add(session.id));
      for (const [id, kept] of came) index.remove(await index.keysWithin(id, undefined, kept));
      changes.sessions([]);
    },
    takeOver: (entries, ids) => takeOver(entries, ids),
    put: records =>
      inTurn(async () => {
        const named = await withPeople(records);
        await (await store()).gather(named);
        take(named);
      }),
    amend: (keys, change) =>
      inTurn(async () => {
        const changed = (await (await store()).read(keys)).flatMap(record => change(record) ?? []);
        if (changed.length === 0) return;
        await (await store()).put(changed);
        take(changed);
      }),
    letGo,
    clear() {
      people.clear();
      index.clear();
      changes.sessions([]);
    },
    async draw(sharing) {
      if (!picture || drawing) return;
      drawing = true;
      try {
        // Again where much was loaded meanwhile.
        while (undrawn > UNDRAWN_AT_MOST) {
          const drawn = undrawn;
          await picture.draw(sharing);
          undrawn -= drawn;
        }
      } finally {
        drawing = false;
      }
    },
  };
}
