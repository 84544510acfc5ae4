import type { ConnectionStatus } from './explorer.ts';

/** How often a person wants services to be asked. 0: never. */
export interface Pace {
  liveSeconds: number;
  idleSeconds: number;
  /** Poll while nothing of the product can be seen, for notifications. */
  pollsHidden: boolean;
}

/** What the pace of a connection depends on. */
export interface Watched {
  /** Something of the product can be seen. */
  watched: boolean;
  /** The connection has a live session. */
  live: boolean;
}

/** Polls after which nobody knows any more what is live. The third one's answer may take half as long as the next one comes. */
const MISSED_POLLS = 3.5;

/** Ms between two polls of a connection, or undefined for never. */
export function pollsEvery(
  { liveSeconds, idleSeconds, pollsHidden }: Pace,
  { watched, live }: Watched,
): number | undefined {
  const seconds = watched ? (live ? liveSeconds : idleSeconds) : pollsHidden ? idleSeconds : 0;
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** A status with `currentUntil`, where its service has answered. */
export function withCurrency(status: ConnectionStatus, pace: Pace, watched: Watched): ConnectionStatus {
  const { fetchedAt } = status.coverage;
  if (fetchedAt === undefined) return status;
  // Polls that are not made because nobody looks go by at the slower pace; where none are wanted, none is missed.
  const slower = Math.max(pace.liveSeconds, pace.idleSeconds) * 1000 || Number.POSITIVE_INFINITY;
  return { ...status, currentUntil: Date.parse(fetchedAt) + MISSED_POLLS * (pollsEvery(pace, watched) ?? slower) };
}
