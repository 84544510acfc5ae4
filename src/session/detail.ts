import type { Drift } from './drift.ts';
import { given } from './given.ts';
import type { Person, Session } from './session.ts';

/** One figure under the vendor's own field name. */
export interface Metric {
  name: string;
  value: number;
  unit: 'minutes' | 'count' | 'seconds';
}

/** One row of the people of a session: a stay, a filled place or a name on a list. Times are ISO 8601 UTC. */
export interface Attendance {
  id: string;
  name?: string;
  role?: string;
  joined?: string;
  left?: string;
  attended?: boolean;
}

/** A row of the people as `attendee:` reads it. */
export const attendeeOf = ({ id, name }: Attendance): Person => given({ id, name });

/** Two figures that ought to agree, and whether they do once rounding is allowed for. */
export interface Check {
  name: string;
  expected: number;
  actual: number;
  ok: boolean;
}

/** A session with all that its service tells of it; the shape that the extension's API returns. */
export interface SessionDetail extends Session {
  metrics: Metric[];
  people: Attendance[];
  checks: Check[];
  raw: unknown;
}

/**
 * A fact that only one service has. `name` is the vendor's field path (`schedule.game_link`, `permissions.assign_host`);
 * the view words it, and shows the path where it has no words.
 */
export interface Fact {
  group: string;
  name: string;
  kind: 'text' | 'number' | 'minutes' | 'boolean' | 'instant' | 'link' | 'color';
  value: string | number | boolean;
}

/** A place that somebody fills or could fill. No person: vacant. */
export interface Slot {
  role?: string;
  person?: { id: string; name?: string };
  attended?: boolean;
}

/** Who fills what: a Hyra server with its groups, or a Series session with its roles. */
export interface Roster {
  name: string;
  /** Who hosts this part, where the service says so. */
  hosts: { id: string; name?: string }[];
  groups: {
    name: string;
    /** The lowest rank that may take part, as Series tells it. */
    rank?: number;
    /** The place among the groups that the service gave this one, as Hyra tells it. */
    priority?: number;
    permissions: { name: string; allowed: boolean }[];
    slots: Slot[];
  }[];
}

/** What an adapter answers for one session: the API's detail, and what only the detail view shows. */
export interface DetailRecord {
  detail: SessionDetail;
  facts: Fact[];
  rosters: Roster[];
  /** How many rows of the people are taken for an earlier one's person because of the name alone. */
  byName?: number;
  /** How what is told beside the raw record, as the rows of the people, differs from the documentation. */
  drift?: Drift[];
}
