import type { Aggregates } from './aggregates.ts';

/** What the tree can be grouped by. */
export const DIMENSIONS = ['provider', 'connection', 'status', 'day', 'month', 'host', 'place', 'kind'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** One choice with the number of sessions behind it. `value` can be written after its qualifier in a query. */
export interface Choice {
  value: string;
  label: string;
  count: number;
}

export const FACETS = [
  'provider',
  'connection',
  'status',
  'host',
  'place',
  'kind',
  'client',
  'attendee',
  'flag',
] as const;
export type Facet = (typeof FACETS)[number];
/** A facet ignores its own qualifier, so that its counts say what choosing would bring. Most frequent first. */
export type Facets<F extends Facet = Facet> = Record<F, Choice[]>;

/** The sessions that a query matched, in its order; cheap to hold, valid for the index version that it was made from. */
export interface Selection {
  readonly total: number;
  /** Session keys from `offset` on. */
  keys(offset: number, limit: number): string[];
  /** Divides the selection by one dimension, in slices. `value` is '' for the sessions that have none. */
  groups(dimension: Dimension): Promise<Group[]>;
  /** Earliest and latest start (epoch ms), over the sessions that have one. */
  span(): { from: number; to: number } | undefined;
  /** A part of the selection, in the same order. */
  slice(from: number, to: number): Selection;
  /** Where a session stands in the order, or -1. */
  indexOf(key: string): number;
  /** Sums over the selection; gives the event loop its turn every 10 ms. Rejects only with the signal's reason. */
  aggregate(signal?: AbortSignal): Promise<Aggregates>;
}

export interface Group extends Choice {
  selection: Selection;
}

export interface SearchResult {
  selection: Selection;
  /**
   * Counts the choices of some facets, over what is held when it is called; gives the event loop its turn every 10 ms. Rejects
   * only with the signal's reason.
   */
  facets<F extends Facet>(names: readonly F[], signal?: AbortSignal): Promise<Facets<F>>;
}
