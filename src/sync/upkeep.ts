import type { SessionRecord } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';
import type { Changes } from './changes.ts';
import { sourceOf } from './conclusion.ts';
import type { Configured, Connections } from './connections.ts';
import type { Held } from './held.ts';
import type { Windows } from './windows.ts';

export interface UpkeepParts {
  store(): Promise<SharedStore>;
  connections: Connections;
  held: Held;
  windows: Pick<Windows, 'begin' | 'news'>;
  changes: Changes;
  /** Epoch ms. */
  now(): number;
}

/** Keeps what is held in step with the connections, with what is stored, with the other windows and with the clock. */
export interface Upkeep {
  /** Starts with the first call; resolves once the start and every change of the connections that began is through. */
  opened(): Promise<void>;
  /** Somebody asked for what is held. */
  readonly began: boolean;
  /** Takes the connections as they stand now. */
  configure(configured: readonly Configured[]): Promise<void>;
  /** Takes over what another window wrote since the last look. */
  takeNewer(): Promise<void>;
  /** Reads again the records whose derived status was due to change, with the service's own rules. */
  settleDue(): Promise<void>;
  /** Erases all that is held. */
  clear(): Promise<void>;
  /** Erases all that is held of a connection. */
  forget(connectionId: string): Promise<void>;
}

/** Records that are read again at one look; the next takes the others. */
const DUE_AT_ONCE = 500;

export function createUpkeep({ store, connections, held, windows, changes, now }: UpkeepParts): Upkeep {
  const { persists } = connections;
  const configured = Promise.withResolvers<void>();
  let opening: Promise<void> | undefined;
  let changing: Promise<void> = Promise.resolve();

  async function open(): Promise<void> {
    await windows.begin();
    const ids = connections.ids();
    await forgetFormer(ids);
    await held.open(ids, new Set([...ids].filter(persists)));
    await restore(ids);
  }

  /**
   * One change after the other, since each stops and starts what the one before left, and after the start: what that is
   * still reading would come after what is dropped here. No load begins meanwhile.
   */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const done = changing.then(() => opening).then(change);
    changing = done.catch(() => {});
    return done;
  }

  async function take(all: readonly Configured[]): Promise<void> {
    const fresh = await connections.configure(all);
    for (const { connection } of all) changes.connection(connection.id);
    changes.sessions([]);
    if (!opening || fresh.size === 0) return;
    await forgetFormer(fresh);
    await held.fill(fresh);
    await restore(fresh);
  }

  /** Erases what is held of connections that are another account's now, or may not stand on disk any more. */
  async function forgetFormer(ids: ReadonlySet<string>): Promise<void> {
    const stored = await store();
    for (const id of await stored.connections()) {
      const sync = ids.has(id) ? connections.get(id) : undefined;
      if (!sync) continue;
      const source = (await stored.memory(id))?.source;
      if (!persists(id) || (source !== undefined && source !== sourceOf(sync.connection))) await stored.forget(id);
    }
  }

  async function restore(ids: Iterable<string>): Promise<void> {
    const restored = [...ids].map(async id => {
      await connections.get(id)?.restore();
      changes.connection(id);
    });
    await Promise.all(restored);
  }

  /** What cannot be read again is due no more, or it would be for ever. */
  function reread(record: SessionRecord): SessionRecord {
    const { statusUntil: _, ...rest } = record;
    return connections.get(record.session.connectionId)?.reread(record) ?? rest;
  }

  return {
    async opened() {
      // A start that knows no connections yet would throw away what it read, and read all again. And until a change of
      // them is through, a new one looks as if it had a key and no rows.
      await configured.promise;
      opening ??= open();
      await opening;
      await changing;
    },
    get began() {
      return opening !== undefined;
    },
    configure: all => inTurn(() => take(all)).finally(configured.resolve),
    async takeNewer() {
      const news = await windows.news();
      if (news === 'none') return;
      const shared = new Set([...connections.ids()].filter(persists));
      await (news === 'all-anew' ? held.fillAnew(shared) : held.takeOver(news.entries, shared));
      await restore(shared);
    },
    async settleDue() {
      const due = await (await store()).due([...connections.ids()], now(), DUE_AT_ONCE);
      if (due.length > 0) await held.amend(due, reread);
    },
    clear: () =>
      inTurn(async () => {
        await Promise.all(connections.chosen().map(sync => sync.cancel()));
        await (await store()).clear();
        held.clear();
        await restore(connections.ids());
      }),
    forget: connectionId =>
      inTurn(async () => {
        await connections.get(connectionId)?.cancel();
        await (await store()).forget(connectionId);
        await held.letGo(connectionId);
        await restore([connectionId]);
      }),
  };
}
