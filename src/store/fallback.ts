import type { SessionEntry } from '../session/session.ts';
import { inOrder, soonest } from './order.ts';
import { isStoreFailure, problemOf, type StoreProblem } from './problem.ts';
import type { SharedStore } from './store.ts';

export interface Disk {
  path: string;
  store: SharedStore;
}

export interface FallbackParts {
  /** Absent where it could not be opened. */
  disk?: Disk;
  /** In memory. */
  spare: SharedStore;
  /** Tries to open the disk again. */
  open(): Promise<Disk>;
  /** Opens a new database, after the one at `path` was kept under another name or removed. */
  replace(path: string, keep: boolean): Promise<{ disk: Disk; setAside?: string }>;
  onProblem(problem: StoreProblem | undefined): void;
}

/** Records that are moved from memory to the disk in one go. */
const MOVED_AT_ONCE = 500;

/**
 * A store that goes on when its disk does not. Once a write failed, memory takes all further ones and hides what the disk
 * has under the same keys; at the end of each load what memory holds is offered to the disk again.
 */
export function withFallback(parts: FallbackParts): SharedStore {
  const { spare, onProblem } = parts;
  let disk = parts.disk;
  /** Writes go to memory. */
  let spilled = disk === undefined;
  /** Connections that were removed, and are still on the disk. */
  const owed = new Set<string>();

  /** After it the disk is a new one, or memory takes the writes. Throws what is not the disk's fault. */
  async function fail(error: unknown): Promise<void> {
    if (!isStoreFailure(error)) throw error;
    const problem = problemOf(error);
    const broken = disk;
    if (problem.code === 'corrupt' && broken !== undefined && !spilled) {
      try {
        const setAside = await replace(broken, true);
        return onProblem({ ...problem, ...setAside });
      } catch {
        // Nor can it be replaced: what follows holds for it too.
      }
    }
    if (!spilled) onProblem(problem);
    spilled = true;
  }

  async function replace(broken: Disk, keep: boolean): Promise<{ setAside?: string }> {
    disk = undefined;
    spilled = true;
    await broken.store.close().catch(() => {});
    const { disk: made, ...rest } = await parts.replace(broken.path, keep);
    disk = made;
    spilled = false;
    return rest;
  }

  async function write<T>(work: (store: SharedStore) => Promise<T>): Promise<T> {
    // Twice: the first failure may have led to a new database.
    for (let tries = 0; tries < 2 && disk !== undefined && !spilled; tries++) {
      try {
        return await work(disk.store);
      } catch (error) {
        await fail(error);
      }
    }
    return work(spare);
  }

  async function look<T>(otherwise: T, work: (store: SharedStore) => Promise<T>): Promise<T> {
    if (disk === undefined) return otherwise;
    try {
      return await work(disk.store);
    } catch (error) {
      await fail(error);
      return otherwise;
    }
  }

  /** Ends early where the disk fails. */
  async function* guarded(entries: AsyncGenerator<SessionEntry[]>): AsyncGenerator<SessionEntry[]> {
    try {
      yield* entries;
    } catch (error) {
      await fail(error);
    }
  }

  /** Moves to the disk what memory took for it. */
  async function offer(): Promise<void> {
    try {
      disk ??= await parts.open();
      for (const id of owed) await disk.store.forget(id);
      owed.clear();
      for (const id of await spare.connections()) await move(id, disk.store);
    } catch (error) {
      if (!isStoreFailure(error)) throw error;
      return;
    }
    spilled = false;
    onProblem(undefined);
  }

  async function move(id: string, to: SharedStore): Promise<void> {
    const keys = await spare.keys(id);
    for (let from = 0; from < keys.length; from += MOVED_AT_ONCE)
      await to.put(await spare.read(keys.slice(from, from + MOVED_AT_ONCE)));
    const memory = await spare.memory(id);
    if (memory !== undefined) await to.remember(id, memory);
    await spare.forget(id);
  }

  return {
    async *entries() {
      if (disk !== undefined) yield* guarded(disk.store.entries());
      // Last, since newer.
      yield* spare.entries();
    },
    put: records => write(store => store.put(records)),
    async read(keys) {
      if (!spilled) return look([], store => store.read(keys));
      const newest = await spare.read(keys);
      const found = new Set(newest.map(record => record.session.key));
      const rest = keys.filter(key => !found.has(key));
      return inOrder(keys, [...newest, ...(await look([], store => store.read(rest)))]);
    },
    connections: async () => [
      ...new Set([...(await look<string[]>([], store => store.connections())), ...(await spare.connections())]),
    ],
    keys: async connectionId => [
      ...new Set([
        ...(await look<string[]>([], store => store.keys(connectionId))),
        ...(await spare.keys(connectionId)),
      ]),
    ],
    async due(now, limit) {
      const onDisk = await look([], store => store.due(now, limit));
      if (!spilled) return onDisk;
      const hidden = new Set((await spare.read(onDisk.map(({ session }) => session.key))).map(r => r.session.key));
      const shown = onDisk.filter(({ session }) => !hidden.has(session.key));
      return soonest([...shown, ...(await spare.due(now, limit))], limit);
    },
    memory: async id => (await spare.memory(id)) ?? look(undefined, store => store.memory(id)),
    async remember(connectionId, memory) {
      await write(store => store.remember(connectionId, memory));
      if (spilled) await offer();
    },
    detail: async key => (await spare.detail(key)) ?? look(undefined, store => store.detail(key)),
    putDetail: (key, record, fetchedAt) => write(store => store.putDetail(key, record, fetchedAt)),
    async forget(connectionId) {
      await spare.forget(connectionId);
      try {
        await disk?.store.forget(connectionId);
      } catch (error) {
        await fail(error);
        owed.add(connectionId);
        onProblem({ code: 'not-erased' });
      }
    },
    async clear() {
      await spare.clear();
      if (disk === undefined) return;
      const { store } = disk;
      try {
        await store.clear();
      } catch (error) {
        if (!isStoreFailure(error)) throw error;
        // A full disk has no room for the log of a deletion, a damaged one no order to delete in: the file goes.
        await replace(disk, false).catch(() => onProblem({ code: 'not-erased' }));
      }
    },
    async close() {
      await spare.close();
      await disk?.store.close().catch(() => {});
    },
    version: () => disk?.store.version() ?? 0,
    async newer(version) {
      const entries = await look(undefined, store => store.newer(version));
      return entries && guarded(entries);
    },
    takeLease: (owner, now, until) => write(store => store.takeLease(owner, now, until)),
    releaseLease: owner => write(store => store.releaseLease(owner)),
    askHolder: (connectionId, now) => write(store => store.askHolder(connectionId, now)),
    takeAsked: () => write(store => store.takeAsked()),
  };
}
