import type { Query } from '../../query/query.ts';
import type { Explorer } from '../../sync/explorer.ts';

export interface Neighbours {
  previous?: string;
  next?: string;
}

/** The keys of the sessions before and after one in the order of a query. */
export async function neighboursIn(explorer: Pick<Explorer, 'search'>, query: Query, key: string): Promise<Neighbours> {
  const { selection } = await explorer.search(query);
  const at = selection.indexOf(key);
  const [previous] = at > 0 ? selection.keys(at - 1, 1) : [];
  const [next] = at >= 0 ? selection.keys(at + 1, 1) : [];
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
}
