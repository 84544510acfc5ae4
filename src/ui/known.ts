import type { Known } from '../query/parse.ts';
import type { Explorer } from '../sync/explorer.ts';

/** What a written query is held against: a connection that there is none of is an error, like any value that cannot be. */
export const knownTo = (explorer: Pick<Explorer, 'connections'>): Known => ({
  connections: [...new Set(explorer.connections().map(({ connection }) => connection.id))],
});
