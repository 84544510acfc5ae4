import type { Intent } from '../providers/provider.ts';
import { DAY } from '../session/instant.ts';
import type { Session } from '../session/session.ts';

/** Days on which one refresh looks for sessions that are no longer live. */
const DAYS_LOOKED_UP = 5;

/**
 * A session that went on for longer than a refresh looks back is still held as live once it has ended: what a service no
 * longer calls live is looked up on the day on which it started. `live` are those that are held as live, `still` the ids
 * that the service calls so, `since` (epoch ms) is how far the refresh looked back.
 */
export function toFindLost(live: readonly Session[], still: ReadonlySet<string>, since: number): Intent[] {
  const starts = live
    .filter(session => !still.has(session.id))
    .map(session => Date.parse(session.start ?? ''))
    .filter(start => start < since);
  const days = new Set(starts.map(start => start - (start % DAY)));
  return [...days].slice(0, DAYS_LOOKED_UP).map(from => ({ kind: 'window', from, to: from + DAY, includeLive: false }));
}
