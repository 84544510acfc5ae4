import { inSlices } from '../../turns/slices.ts';
import { titleCollator } from '../collation.ts';
import type { Sort } from '../query.ts';
import { orderedBy, type Tied, tiedBy, turned } from './order.ts';
import { NO_RANKING, ranked } from './ranking.ts';
import type { Sessions } from './sessions.ts';

/** The orders of one table's sessions, kept as long as they hold. */
export interface Orders {
  /** All rows in one order, but for those that are `tied`. */
  by(sort: Sort): Generator<void, Uint32Array>;
  tied(sort: Sort): Tied;
  /** Takes over an order of all rows that was made before. */
  keep(sort: Sort, rows: Uint32Array): void;
  /** Most titles are ordered apart from the search, so that newer data does not begin this long work again. */
  rankTitles(signal: AbortSignal | undefined): Promise<void>;
}

interface Order {
  rows: Uint32Array;
  /** What the sessions' counts of changes and moves were. */
  change: number;
  move: number;
  /** Rows from here on were not there yet. */
  upTo: number;
}

export function ordersOf(sessions: Sessions): Orders {
  let titles = NO_RANKING;
  const kept = new Map<Sort, Order>();

  const columnOf = (sort: Sort): keyof Sessions['changes'] => (sort === '-start' ? 'start' : sort);

  /** An order that is up to date. */
  function current(sort: Sort): Uint32Array | undefined {
    const order = kept.get(sort);
    return order?.change === sessions.changes[columnOf(sort)] ? order.rows : undefined;
  }

  function keep(sort: Sort, rows: Uint32Array, upTo = sessions.rows): Uint32Array {
    const column = columnOf(sort);
    kept.set(sort, { rows, change: sessions.changes[column], move: sessions.moves[column], upTo });
    return rows;
  }

  return {
    *by(sort) {
      const held = current(sort);
      if (held) return held;
      const otherEnd = sort === 'start' ? current('-start') : sort === '-start' ? current('start') : undefined;
      if (otherEnd) return keep(sort, turned(sessions, otherEnd));
      if (sort === 'title') titles = yield* ranked(sessions.titles.values, titles, titleCollator().compare);
      const upTo = sessions.rows;
      const former = kept.get(sort);
      const known = former?.move === sessions.moves[columnOf(sort)] ? former : undefined;
      return keep(sort, yield* orderedBy(sessions, sort, titles.ranks, known), upTo);
    },
    tied: sort => tiedBy(sessions, sort, titles.ranks),
    keep: (sort, rows) => void keep(sort, rows),
    async rankTitles(signal) {
      const order = await inSlices(ranked(sessions.titles.values, titles, titleCollator().compare), { signal });
      if (order && order.ranks.length > titles.ranks.length) titles = order;
    },
  };
}
