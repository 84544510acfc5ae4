import type { Selection } from '../../query/selection.ts';

/** How many sessions each connection has among those that are said to be live. */
export type LiveCounts = ReadonlyMap<string, number>;

export const liveCounts = async (selection: Selection): Promise<LiveCounts> =>
  new Map((await selection.groups('connection')).map(({ value, count }) => [value, count]));
