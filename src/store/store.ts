import type { Spent } from '../http/budget.ts';
import type { ConnectionCoverage } from '../session/coverage.ts';
import type { DetailRecord } from '../session/detail.ts';
import type { Drift } from '../session/drift.ts';
import type { SessionEntry, SessionRecord } from '../session/session.ts';

/** How many records that could not be read are kept of a connection, as examples for a drift report. */
export const UNREADABLE_KEPT = 20;

/** What is remembered of a connection beside its sessions. */
export interface ConnectionMemory {
  /** Service, address and workspace that the rows were read from; a connection that names others is another account. */
  source?: string;
  coverage: ConnectionCoverage;
  drift: Drift[];
  /** The last records that could not be read, as they came. */
  unreadable: unknown[];
  /** What the last answer said about the workspace. */
  about?: unknown;
  /** Epoch ms at which the last load ended, however it did. */
  endedAt?: number;
  /** How far the service's clock was ahead of this machine's, ms. */
  clockAhead?: number;
  /** What the last load left of the rate budget. */
  spent?: Spent;
  /** When the whole window was last read to its end (epoch ms), and whether that cost next to nothing. */
  whole?: { at: number; cheap: boolean };
  /** The span of starts that was read to its end, epoch ms. */
  window?: { from: number; to: number };
}

/** The sessions of some connections, on disk or in memory. A method may wait some seconds for another window's write. */
export interface Store {
  /**
   * All that the index needs, in slices short enough not to block the host. What is written meanwhile may come twice,
   * the newer last. Entries share the parts that are equal: they are to be read, never changed.
   */
  entries(): AsyncGenerator<SessionEntry[]>;
  /**
   * Inserts or replaces whole records, in as many transactions as keep the host free; records that are held already as
   * they are cost no write. Coverage that counts on them must be remembered afterwards.
   */
  put(records: readonly SessionRecord[]): Promise<void>;
  /** The records of these keys, in the keys' order; what is not held is left out. */
  read(keys: readonly string[]): Promise<SessionRecord[]>;
  /** Ids of the connections that anything is held of, configured or not. */
  connections(): Promise<string[]>;
  /** Keys of a connection's held sessions. */
  keys(connectionId: string): Promise<string[]>;
  /** Keys of these connections' records whose derived status was due to change at or before `now` (epoch ms), at most `limit`. */
  due(connectionIds: readonly string[], now: number, limit: number): Promise<string[]>;
  memory(connectionId: string): Promise<ConnectionMemory | undefined>;
  remember(connectionId: string, memory: ConnectionMemory): Promise<void>;
  /** Keys of a connection's sessions whose detail is held. */
  detailed(connectionId: string): Promise<string[]>;
  /** A detail once fetched, with the epoch ms of its fetching. */
  detail(key: string): Promise<{ record: DetailRecord; fetchedAt: number } | undefined>;
  putDetail(key: string, record: DetailRecord, fetchedAt: number): Promise<void>;
  /** Removes all of a connection so that no trace of it stays in any file. */
  forget(connectionId: string): Promise<void>;
  /** Replaces the database by an empty one. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What was made of all entries once, in parts. */
export interface Picture {
  parts: Uint8Array[];
  /** The entries that were written since. */
  later(): AsyncGenerator<SessionEntry[]>;
}

/** A store on disk: other windows share it, and this window's next start reads it. */
export interface SharedStore extends Store {
  /** The picture of this shape, unless something was removed since it was drawn. */
  picture(shape: string): Promise<Picture | undefined>;
  /** Calls `draw` with all entries and keeps the parts that it makes; keeps none where a row is removed meanwhile. */
  draw(shape: string, draw: (entries: AsyncGenerator<SessionEntry[]>) => Promise<Uint8Array[]>): Promise<void>;
  /** Changes whenever another window wrote sessions or coverage. Cheap, never throws. */
  version(): number;
  /** The entries that were written after an earlier `version()`; undefined where rows were removed since, so that all must be read anew. */
  newer(version: number): Promise<AsyncGenerator<SessionEntry[]> | undefined>;
  /** Takes or renews the polling lease for `owner` until `until` (epoch ms); false while another window holds it. */
  takeLease(owner: string, now: number, until: number): Promise<boolean>;
  releaseLease(owner: string): Promise<void>;
  /** Asks the window that holds the lease to refresh a connection. */
  askHolder(connectionId: string, now: number): Promise<void>;
  /** Connections that other windows asked the holder to refresh since it last looked. */
  takeAsked(): Promise<string[]>;
}
