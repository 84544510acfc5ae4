import type { SessionEntry } from '../session/session.ts';
import { inKeyOrder } from './order.ts';
import { isStoreFailure, type StoreProblem, storeProblem } from './problem.ts';
import type { SharedStore } from './store.ts';

export interface Disk {
  path: string;
  /** There was no such file before. */
  made: boolean;
  store: SharedStore;
}

export interface FallbackParts {
  /** Absent where it could not be opened. */
  disk?: Disk;
  /** In memory. */
  spare: SharedStore;
  /** Opens the disk again. `lost`: the file that was removed while it was open. */
  open(lost?: string): Promise<Disk>;
  /** Opens a new database, after the one at `path` was kept under another name or removed. */
  replace(path: string, keep: boolean): Promise<{ disk: Disk; setAside?: string }>;
  /** Removes databases that were set aside or replaced by the one at `path`: what is forgotten may stand in them too. */
  discard(path: string): void;
  onProblem(problem: StoreProblem | undefined): void;
}

/** More revisions than a database sees. */
const DISTANCE = 2 ** 32;

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
  /** The disk's file was removed from under it; what it held can still be read. */
  let lost = false;
  /** How often another database took the disk's place: its revisions say nothing of those before. */
  let databases = 0;
  /** Writes to memory that are under way, and the move to the disk: one excludes the other. */
  let spilling = 0;
  let offering: Promise<void> | undefined;
  /** Connections that were removed, and are still on the disk. */
  const owed = new Set<string>();

  /** After it the disk is a new one, or memory takes the writes. Throws what is not the disk's fault. */
  async function fail(error: unknown): Promise<void> {
    if (!isStoreFailure(error)) throw error;
    const problem = storeProblem(error);
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
    lost ||= problem.code === 'gone';
  }

  async function replace(broken: Disk, keep: boolean): Promise<{ setAside?: string }> {
    disk = undefined;
    spilled = true;
    await broken.store.close().catch(() => {});
    const { disk: made, ...rest } = await parts.replace(broken.path, keep);
    disk = made;
    databases++;
    spilled = false;
    return rest;
  }

  async function write<T>(work: (store: SharedStore) => Promise<T>): Promise<T> {
    await offering;
    // Twice: the first failure may have led to a new database.
    for (let tries = 0; tries < 2 && disk !== undefined && !spilled; tries++) {
      try {
        return await work(disk.store);
      } catch (error) {
        await fail(error);
      }
    }
    spilling++;
    try {
      return await work(spare);
    } finally {
      spilling--;
    }
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

  /** What disk or memory names. */
  const either = async (names: (store: SharedStore) => Promise<string[]>): Promise<string[]> => [
    ...new Set([...(await look([], names)), ...(await names(spare))]),
  ];

  /** Ends early where the disk fails. */
  async function* guarded(entries: AsyncGenerator<SessionEntry[]>): AsyncGenerator<SessionEntry[]> {
    try {
      yield* entries;
    } catch (error) {
      await fail(error);
    }
  }

  /** False where it could not be done now. */
  async function eraseOnDisk(id: string): Promise<boolean> {
    // Twice: a damaged database is set aside, and has to go then.
    for (let tries = 0; tries < 2 && disk !== undefined; tries++) {
      try {
        await disk.store.forget(id);
        parts.discard(disk.path);
        return true;
      } catch (error) {
        await fail(error);
        if (spilled) return false;
      }
    }
    return false;
  }

  /** Moves to the disk what memory took for it, if the disk takes it now. */
  async function offer(): Promise<void> {
    try {
      if (disk === undefined || lost) {
        disk = disk === undefined ? await parts.open() : await recover(disk);
        databases++;
        lost = false;
      }
      for (const id of owed) {
        await disk.store.forget(id);
        parts.discard(disk.path);
      }
      owed.clear();
      for (const id of await spare.connections()) {
        await copy(id, spare, disk.store);
        await spare.forget(id);
      }
    } catch (error) {
      if (!isStoreFailure(error)) throw error;
      return;
    }
    spilled = false;
    onProblem(undefined);
  }

  /** A disk in place of one whose file was removed, with what can still be read of that one. */
  async function recover(removed: Disk): Promise<Disk> {
    const next = await parts.open(removed.path);
    // Another window was here before: what it left out was meant to go.
    if (next.made)
      for (const id of await removed.store.connections()) if (!owed.has(id)) await copy(id, removed.store, next.store);
    await removed.store.close();
    return next;
  }

  async function copy(id: string, from: SharedStore, to: SharedStore): Promise<void> {
    const keys = await from.keys(id);
    for (let at = 0; at < keys.length; at += MOVED_AT_ONCE)
      await to.put(await from.read(keys.slice(at, at + MOVED_AT_ONCE)));
    const memory = await from.memory(id);
    if (memory !== undefined) await to.remember(id, memory);
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
      return inKeyOrder(keys, [...newest, ...(await look([], store => store.read(rest)))]);
    },
    connections: () => either(store => store.connections()),
    keys: connectionId => either(store => store.keys(connectionId)),
    async due(connectionIds, now, limit) {
      const onDisk = await look([], store => store.due(connectionIds, now, limit));
      if (!spilled) return onDisk;
      const hidden = new Set((await spare.read(onDisk)).map(({ session }) => session.key));
      const shown = onDisk.filter(key => !hidden.has(key));
      return [...shown, ...(await spare.due(connectionIds, now, limit))].slice(0, limit);
    },
    memory: async id => (await spare.memory(id)) ?? look(undefined, store => store.memory(id)),
    async remember(connectionId, memory) {
      await write(store => store.remember(connectionId, memory));
      if (!spilled || spilling > 0) return;
      offering ??= offer().finally(() => {
        offering = undefined;
      });
      await offering;
    },
    detailed: connectionId => either(store => store.detailed(connectionId)),
    detail: async key => (await spare.detail(key)) ?? look(undefined, store => store.detail(key)),
    putDetail: (key, record, fetchedAt) => write(store => store.putDetail(key, record, fetchedAt)),
    async forget(connectionId) {
      await spare.forget(connectionId);
      if (await eraseOnDisk(connectionId)) return;
      owed.add(connectionId);
      onProblem({ code: 'not-erased' });
    },
    async clear() {
      await spare.clear();
      owed.clear();
      if (disk === undefined) return onProblem({ code: 'not-erased' });
      try {
        await disk.store.clear();
        parts.discard(disk.path);
      } catch (error) {
        if (!isStoreFailure(error)) throw error;
        // A full disk has no room for the log of a deletion, a damaged one no order to delete in: the file goes.
        const foreign = storeProblem(error).code === 'newer';
        const gone =
          !foreign &&
          (await replace(disk, false)
            .then(() => true)
            .catch(() => false));
        if (!gone) onProblem({ code: 'not-erased' });
      }
    },
    async close() {
      await spare.close();
      await disk?.store.close().catch(() => {});
    },
    version: () => databases * DISTANCE + (disk?.store.version() ?? 0),
    async newer(version) {
      if (Math.floor(version / DISTANCE) !== databases) return undefined;
      const entries = await look(undefined, store => store.newer(version % DISTANCE));
      return entries && guarded(entries);
    },
    async picture(shape) {
      // Memory hides what the disk has; a picture knows nothing of that.
      if (spilled) return undefined;
      const found = await look(undefined, store => store.picture(shape));
      return found && { ...found, later: () => guarded(found.later()) };
    },
    async draw(shape, draw) {
      if (!spilled) await look(undefined, store => store.draw(shape, draw));
    },
    takeLease: (owner, now, until) => write(store => store.takeLease(owner, now, until)),
    releaseLease: owner => write(store => store.releaseLease(owner)),
    askHolder: (connectionId, now) => write(store => store.askHolder(connectionId, now)),
    takeAsked: () => write(store => store.takeAsked()),
  };
}
