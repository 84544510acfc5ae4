import type { Query } from '../query/query.ts';
import type { SearchResult } from '../query/selection.ts';
import type { Connection } from '../session/connection.ts';
import type { ConnectionCoverage } from '../session/coverage.ts';
import type { DetailRecord } from '../session/detail.ts';
import type { Drift } from '../session/drift.ts';
import type { Problem, Result } from '../session/problem.ts';
import type { Session, SessionRecord } from '../session/session.ts';
import type { KnownAs } from './people.ts';

/** `ready` covers connections that have not loaded yet; `error` follows a failed load until the next that succeeds. */
export type ConnectionState = 'ready' | 'needsKey' | 'invalid' | 'error';

/** A load that is under way. */
export interface Progress {
  received: number;
  expected?: number;
  /** Set while the load waits for the rate budget. Epoch ms. */
  waitsUntil?: number;
  perMinute?: number;
}

/** A connection as the rest of the product sees it. */
export interface ConnectionStatus {
  connection: Connection;
  label: string;
  state: ConnectionState;
  problem?: Problem;
  coverage: ConnectionCoverage;
  progress?: Progress;
  /** The held rows are older than they should be: the last load failed or three polls went unanswered. */
  stale: boolean;
  /**
   * Epoch ms until which the held rows tell what is live: three polls after the last answer, made or not. Absent: nothing was
   * answered yet.
   */
  currentUntil?: number;
  /** Epoch ms of the oldest start that was asked for; `loadOlder` goes on from there. */
  loadedFrom?: number;
}

/** What changed since the last event. An empty `keys` with `sessions: true` means "too many to name". */
export interface Change {
  sessions: boolean;
  keys: ReadonlySet<string>;
  connections: ReadonlySet<string>;
}

export interface OpenedDetail {
  record: DetailRecord;
  /** Epoch ms. */
  fetchedAt: number;
  /** The session may have changed since: it was not over, or stood elsewhere than the list says now. */
  outdated: boolean;
  /** Why this is not fresh: the reason why the service could not be asked. */
  problem?: Problem;
}

export interface DetailOptions {
  /**
   * `any`: what is held, however old; the service is asked where nothing is. `current`, the default: it is asked as well
   * where what is held is outdated. `fresh`: always.
   */
  age?: 'any' | 'current' | 'fresh';
  signal?: AbortSignal;
}

/** The one thing that `ui/` talks to: all sessions of all connections, and the loads behind them. */
export interface Explorer {
  connections(): ConnectionStatus[];
  /** Resolves once what is on disk has been read into memory. */
  opened(): Promise<void>;
  /** Finds, counts and orders over what is held. Rejects only with the signal's reason. */
  search(query: Query, signal?: AbortSignal): Promise<SearchResult>;
  /** The sessions of these keys, in the keys' order; unknown ones are left out. */
  sessions(keys: readonly string[]): Promise<Session[]>;
  /** The same, with everything else that the list told of each. */
  records(keys: readonly string[]): Promise<SessionRecord[]>;
  record(key: string): Promise<SessionRecord | undefined>;
  /** What another connection of the same directory calls a person whom a service names only by id. */
  whoIs(provider: string, id: string): KnownAs | undefined;
  /** All that the service tells of one session; what is held of that is better than nothing where it cannot be asked. */
  detail(key: string, options?: DetailOptions): Promise<Result<OpenedDetail>>;
  /** What is held of a connection's details, one by one; no service is asked. */
  heldDetails(connectionId: string): AsyncIterable<OpenedDetail>;
  /** Always asks the service; resolves with the coverage when the load ended. */
  refresh(connectionId?: string): Promise<ConnectionCoverage[]>;
  loadOlder(connectionId?: string): Promise<ConnectionCoverage[]>;
  /** Loads from the services what a query needs beyond what is held. */
  loadFor(query: Query): Promise<ConnectionCoverage[]>;
  /** Connections for which a query reaches beyond what is held. */
  beyond(query: Query): string[];
  /** Connections whose services know more of who takes part than is held, where a query asks for that. */
  attendeesUnsure(query: Query): string[];
  /** Whether a query asks for `me` while the settings name nobody as that. */
  meansNobody(query: Query): boolean;
  cancel(connectionId?: string): void;
  drift(connectionId: string): Promise<{ drift: Drift[]; unreadable: unknown[] }>;
  /** Says that the view or a detail can be seen, so that polling is worth its requests. */
  watch(visible: boolean): void;
  /** Whether it is this window that polls, of all that share the store. */
  polls(): boolean;
  clearCache(): Promise<void>;
  onDidChange(listener: (change: Change) => void): () => void;
}
