import type { Problem } from './problem.ts';

/** Why a load ended. Only `end` means that the service had nothing more to tell. */
export type Stopped = 'end' | 'error' | 'cancelled' | 'budget' | 'page-cap' | 'repeated-page' | 'never-ran';

/** What is held of a connection, and how far that can be trusted. */
export interface ConnectionCoverage {
  connectionId: string;
  /** Distinct sessions held. */
  fetched: number;
  /** What the service says there are; only from an unfiltered answer. */
  reportedTotal?: number;
  /** The end of every scope asked for was seen. */
  complete: boolean;
  stopped: Stopped;
  problem?: Problem;
  /** ISO instant of the last success. */
  fetchedAt?: string;
  /** Records that could not be understood at all. */
  unreadable: number;
  /** Distinct disagreements with the documented shape. */
  drift: number;
  /** HTTP requests of the last load, retries included. */
  requests: number;
}

/** The coverage of a connection that was never loaded. */
export const neverRan = (connectionId: string): ConnectionCoverage => ({
  connectionId,
  fetched: 0,
  complete: false,
  stopped: 'never-ran',
  unreadable: 0,
  drift: 0,
  requests: 0,
});
