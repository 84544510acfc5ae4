import type { SessionRecord } from '../session/session.ts';
import type { SharedStore } from './store.ts';

/** A store that a load can hand its pages to as they come. */
export interface GatheringStore extends SharedStore {
  /** Puts records in time: with those that follow, and before anything is read of sessions or remembered of them. */
  gather(records: readonly SessionRecord[]): Promise<void>;
}

/** Some stretches of work; a page has fifty to a hundred. */
const WORTH_WRITING = 1000;

/**
 * Writes pages together. Ids come in no order, so that each transaction rewrites most of the pages of their index, whether it
 * adds a hundred rows or a thousand: one a page would write eight times what there is to store.
 */
export function gatherPuts(store: SharedStore): GatheringStore {
  let gathered: SessionRecord[] = [];
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    if (gathered.length === 0) return writing;
    const records = gathered;
    gathered = [];
    const written = writing.then(() => store.put(records));
    writing = written.catch(() => {});
    return written;
  }

  const after =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await write();
      return work(...args);
    };

  return {
    ...store,
    async gather(records) {
      for (const record of records) gathered.push(record);
      if (gathered.length >= WORTH_WRITING) await write();
    },
    async *entries() {
      await write();
      yield* store.entries();
    },
    put: after(store.put),
    read: after(store.read),
    connections: after(store.connections),
    keys: after(store.keys),
    memory: after(store.memory),
    remember: after(store.remember),
    forget: after(store.forget),
    clear: after(store.clear),
    close: after(store.close),
    picture: after(store.picture),
    draw: after(store.draw),
    newer: after(store.newer),
  };
}
