import type * as z from 'zod';
import type { Service } from '../http/service.ts';
import type { Connection, ProviderId } from '../session/connection.ts';
import type { DetailRecord } from '../session/detail.ts';
import type { Drift } from '../session/drift.ts';
import type { Problem, Result } from '../session/problem.ts';
import type { Session, SessionRecord } from '../session/session.ts';

/** What a person or the schedule wants loaded, before a service's own ways come into it. */
export type Intent =
  /** All sessions that start between two instants (epoch ms). `includeLive`: live ones too, however long ago they started. */
  | { kind: 'window'; from: number; to: number; includeLive: boolean }
  /** What can still change (live, upcoming, started or ended since `since`) and what is new. */
  | { kind: 'changes'; since: number; ahead: number; known: (id: string) => boolean }
  /** Exactly what a question needs, sent to the service as far as it can filter. */
  | { kind: 'question'; filter: ServiceFilter };

/** The filters that at least one service can apply itself. Instants are epoch ms, `from` before `to` where both are given. */
export interface ServiceFilter {
  from?: number;
  to?: number;
  status?: 'upcoming' | 'live' | 'completed' | 'cancelled';
  host?: string;
  attendee?: string;
  place?: string;
  kind?: string;
  client?: string;
}

/** One list to be read to its end. */
export interface Scope {
  /** Which of the service's lists this is; no two of a plan share it. */
  name: string;
  /** Whether a held session must have been in this list had it been read to its end; if it was not, it is gone. */
  covers(session: Session): boolean;
  /** The starts (epoch ms) outside which `covers` never holds; spares looking at all that is held. */
  span?: { from: number; to: number };
  /** One reading can miss a row and nobody would see it, as where the service tells no totals: only what two readings lack is gone. */
  skips?: boolean;
  /** Reads the list page by page. The return value says why it ended. */
  read(service: Service): AsyncGenerator<Page, ScopeEnd>;
}

/** One answer, understood. */
export interface Page {
  records: SessionRecord[];
  /** Records without a readable id, as they came. */
  unreadable: unknown[];
  drift: Drift[];
  /** The service's own count of an unfiltered list. */
  reportedTotal?: number;
  /** What the answer says about the workspace rather than about a session (Hyra's permissions). */
  about?: unknown;
}

/** Why the reading of a scope ended. */
export type ScopeEnd =
  /**
   * `gone`: ids that earlier pages of this scope held and that left the list while it was being read. `lacksRows`: the service
   * speaks of more than its list had, so what is not in it need not be gone.
   */
  | { stopped: 'end'; gone?: readonly string[]; lacksRows?: boolean }
  | { stopped: 'repeated-page' | 'page-cap' | 'error' | 'cancelled' | 'budget'; problem?: Problem };

/** What a provider asks of a person when a connection is added. */
export interface ConnectionField {
  name: 'baseUrl' | 'workspaceId' | 'teamId' | 'teamDomain' | 'timeZone';
  required: boolean;
}

/** A service, seen from this product. Everything that is particular to one API stands behind this. */
export interface Provider {
  id: ProviderId;
  /** The name that people know it by. */
  label: string;
  /** Where the API is, unless the connection says otherwise. Absent: the connection must say. */
  defaultBaseUrl?: string;
  /** What a connection needs beside its key, in the order in which a person is asked. */
  fields: readonly ConnectionField[];
  /** Set where people's ids are those of a directory that other services use too. */
  people?: 'roblox';
  /** Its list does not tell all who take part: of a session that was opened or asked for, more is known. */
  listsFewAttendees?: true;
  /**
   * The outcomes that its answers always tell, so that none is zero. Of others it is believed once one was seen: some
   * services answer in several shapes, of which only some say it.
   */
  reports: readonly ('cancelled' | 'missed')[];
  /** Set where `participants.capacity` is what a room could hold, and not a number of places that wait to be filled. */
  capacity?: 'room';
  /** Whether sessions are kept on disk unless the connection says otherwise. */
  persistByDefault: boolean;
  /** Requests a minute that the service's documents allow. */
  requestsPerMinute: number;
  /** The page that the wire schema was written from, and the day it was read; shown with a drift report. */
  document: { title: string; readOn: string };
  /** What a raw record can be, of the list or of the detail; an editor explains records by it. Without transforms. */
  wire: readonly z.core.$ZodType[];
  /** Headers that carry the key. */
  authorize(connection: Connection, key: string): Record<string, string>;
  /** The scopes that satisfy an intent, in the order in which a person wants them. Fails on filters that cannot go together. */
  plan(connection: Connection, intent: Intent, now: number): Result<Scope[]>;
  /** Reads one record again, as when a derived status is due or a session is opened offline. `now` is epoch ms on the service's clock. */
  reread(connection: Connection, raw: unknown, now: number): SessionRecord | undefined;
  /**
   * All that the service tells of one session. `held` is the record from the list; services that have no detail
   * call make their answer of it. `about` is the last page's.
   */
  detail(connection: Connection, held: SessionRecord, about: unknown, service: Service): Promise<Result<DetailRecord>>;
  /** One cheap call that proves the address, the key and the workspace. */
  check(connection: Connection, service: Service): Promise<Result<void>>;
  /** Where a person can go with this session, if the service has such a place. Always https on the provider's own host. */
  link?(connection: Connection, session: Session, raw: unknown): string | undefined;
  /** Address of the list or of the session itself for a cURL line. */
  curlUrl(connection: Connection, session: Session): URL;
}
