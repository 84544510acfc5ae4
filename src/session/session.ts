/** Where a session stands, in one vocabulary for all services. */
export const STATUSES = ['live', 'upcoming', 'completed', 'cancelled', 'missed', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** `reported`: the service said so. `derived`: worked out here from times and flags. */
export type StatusSource = 'reported' | 'derived';

/**
 * How an instant was had: `explicit` carried its own offset, `assumed-utc` had none and is read as UTC,
 * `connection-zone` is a wall clock read in the connection's zone, `derived` was computed from other times.
 */
export type TimeSource = 'explicit' | 'assumed-utc' | 'connection-zone' | 'derived';

/** Facts that stand beside a status. */
export const FLAGS = [
  'delayed',
  'claimable',
  'adhoc',
  'room-deleted',
  /** The wall clock that the service told does not exist on that day: clocks were put forward over it. */
  'wall-time-skipped',
  /** The wall clock occurs twice on that day; the first one was taken. */
  'wall-time-repeated',
  /** The service tells a duration that no session has; no end was worked out from it. */
  'implausible-duration',
  /** The service does not list the session any more. */
  'gone',
] as const;
export type Flag = (typeof FLAGS)[number];

export interface Person {
  id: string;
  name?: string;
  displayName?: string;
  /** `false`: the service names this person but says that the account is gone. */
  exists?: boolean;
  avatarUrl?: string;
}

export interface Place {
  id?: string;
  name?: string;
}

export interface Kind {
  id?: string;
  name: string;
  color?: string;
}

export interface Client {
  id?: string;
  name?: string;
}

export interface Participants {
  live?: number;
  total?: number;
  peak?: number;
  capacity?: number;
  /** How many of the places are filled, where one person may fill several. */
  filled?: number;
  /** How many of `total` the service says were there. */
  attended?: number;
}

/** One session of any service, in the field's own words. Absent means "the service did not say", never zero. */
export interface Session {
  /** `${connectionId}/${id}`: unique over all connections. */
  key: string;
  connectionId: string;
  provider: string;
  /** The service's own id, opaque. */
  id: string;
  title: string;
  status: Status;
  statusSource: StatusSource;
  /** The service's own status word, where it has one. */
  rawStatus?: string;
  /** ISO 8601, UTC, milliseconds. */
  start?: string;
  startSource?: Exclude<TimeSource, 'derived'>;
  /** ISO 8601, UTC, milliseconds. */
  end?: string;
  endSource?: TimeSource;
  durationMinutes?: number;
  host?: Person;
  coHosts: Person[];
  place?: Place;
  kind?: Kind;
  client?: Client;
  participants?: Participants;
  /** `Flag`s; what an earlier version stored may be another. */
  flags: string[];
}

/** What an adapter makes of one record of a service's answer, and what the store keeps of it. */
export interface SessionRecord {
  session: Session;
  /** Everyone whom the list names in this session, hosts apart; what `attendee:` reads. */
  attendees: Person[];
  /** The record as the service sent it. */
  raw: unknown;
  /**
   * Epoch ms at which a derived status changes by itself, so that the record must be read again: on the service's clock as an
   * adapter tells it, on this machine's as it is held.
   */
  statusUntil?: number;
}

/** What finding, counting and grouping need of a record; the raw answer stays on disk. */
export type SessionEntry = Omit<SessionRecord, 'raw'>;

/** People who took part, as far as the list says: the reported total, else the people listed. */
export const participantsOf = ({ session, attendees }: SessionEntry): number | undefined =>
  session.participants?.total ?? (attendees.length > 0 ? attendees.length : undefined);

export const sessionKey = (connectionId: string, id: string): string => `${connectionId}/${id}`;

/** The connection part of a key. Connection ids hold no slash, session ids may. */
export const connectionOfKey = (key: string): string => key.slice(0, Math.max(0, key.indexOf('/')));

/** VS Code hands a link over within one address, and stores keys as the state of a panel: UTF-16 units. */
const LONGEST_KEY = 2000;

/** Whether a text from elsewhere can be a session's key. What nobody can see in a text is in no service's ids. */
export const isSessionKey = (text: string): boolean =>
  text.length <= LONGEST_KEY && /^[a-z0-9-]{1,40}\/[^\p{Cc}\p{Cf}\p{Cs}]+$/u.test(text);
