import { connectionOfKey } from '../session/session.ts';
import { inKeyOrder } from './order.ts';
import type { SharedStore, Store } from './store.ts';

/** The stores that together look like one. */
export interface Partition {
  disk: SharedStore;
  memory: Store;
  /** Whether what is fetched of a connection may stand on disk. Asked each time, since settings change. */
  persists(connectionId: string): boolean;
}

/** One store over two: what may not stand on disk goes to memory. */
export function partitionStore({ disk, memory, persists }: Partition): SharedStore {
  const storeOf = (connectionId: string): Store => (persists(connectionId) ? disk : memory);
  const storeOfKey = (key: string) => storeOf(connectionOfKey(key));

  return {
    async *entries() {
      for await (const entries of disk.entries()) yield entries.filter(entry => persists(entry.session.connectionId));
      yield* memory.entries();
    },
    async put(records) {
      const { here, there } = split(records, record => persists(record.session.connectionId));
      if (here.length > 0) await disk.put(here);
      if (there.length > 0) await memory.put(there);
    },
    async read(keys) {
      const { here, there } = split(keys, key => persists(connectionOfKey(key)));
      return inKeyOrder(keys, [...(await disk.read(here)), ...(await memory.read(there))]);
    },
    connections: async () => [...new Set([...(await disk.connections()), ...(await memory.connections())])],
    keys: connectionId => storeOf(connectionId).keys(connectionId),
    async due(connectionIds, now, limit) {
      const { here, there } = split(connectionIds, persists);
      return [...(await disk.due(here, now, limit)), ...(await memory.due(there, now, limit))].slice(0, limit);
    },
    memory: connectionId => storeOf(connectionId).memory(connectionId),
    remember: (connectionId, remembered) => storeOf(connectionId).remember(connectionId, remembered),
    detailed: connectionId => storeOf(connectionId).detailed(connectionId),
    detail: key => storeOfKey(key).detail(key),
    putDetail: (key, record, fetchedAt) => storeOfKey(key).putDetail(key, record, fetchedAt),
    async forget(connectionId) {
      // Both: what the connection was set to may have changed since its rows were written.
      await memory.forget(connectionId);
      await disk.forget(connectionId);
    },
    async clear() {
      await memory.clear();
      await disk.clear();
    },
    async close() {
      await memory.close();
      await disk.close();
    },
    picture: disk.picture,
    draw: disk.draw,
    version: disk.version,
    newer: disk.newer,
    takeLease: disk.takeLease,
    releaseLease: disk.releaseLease,
    askHolder: disk.askHolder,
    takeAsked: disk.takeAsked,
  };
}

function split<T>(all: readonly T[], isHere: (item: T) => boolean): { here: T[]; there: T[] } {
  const here: T[] = [];
  const there: T[] = [];
  for (const item of all) (isHere(item) ? here : there).push(item);
  return { here, there };
}
