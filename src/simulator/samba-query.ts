import { DAY } from '../session/instant.ts';
import { type Answer, dayOf, json } from './answer.ts';
import type { Held, Selection, Traits } from './book.ts';

/** The refusal of one parameter. */
export const invalid = (field: string, message: string): Answer =>
  json(422, { message, errors: { [field]: [message] } });

/** What all paginated lists can be asked for. Instants are epoch ms. */
export interface Asked {
  from: number;
  to: number;
  limit: number;
  offset: number;
  ascending: boolean;
  live?: boolean;
}

const FLAGS = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** The query parameters that all paginated lists share, or a refusal. Both dates are days in UTC and included. */
export function asksOf(query: URLSearchParams, pageCap: number): Asked | Answer {
  const number = (name: string, fallback: number): number => (query.get(name) ? Number(query.get(name)) : fallback);
  const limit = number('limit', 100);
  const offset = number('offset', 0);
  if (!Number.isInteger(limit) || limit < 1) return invalid('limit', 'The limit must be at least 1.');
  if (!Number.isInteger(offset) || offset < 0) return invalid('offset', 'The offset must be at least 0.');
  const order = (query.get('order') || 'desc').toLowerCase();
  if (order !== 'asc' && order !== 'desc') return invalid('order', 'The selected order is invalid.');
  const live = query.get('live') ? FLAGS.get(query.get('live') ?? '') : undefined;
  if (query.get('live') && live === undefined) return invalid('live', 'The live field must be true or false.');
  const [first, last] = ['date_start', 'date_end'].map(name => query.get(name));
  const from = first ? dayOf(first) : Number.NEGATIVE_INFINITY;
  const midnight = last ? dayOf(last) : Number.POSITIVE_INFINITY;
  if (from === undefined) return invalid('date_start', 'The date start does not match the format Y-m-d.');
  if (midnight === undefined) return invalid('date_end', 'The date end does not match the format Y-m-d.');
  const page = { from, to: midnight + DAY, limit: Math.min(limit, 100, pageCap), offset, ascending: order === 'asc' };
  return live === undefined ? page : { ...page, live };
}

/** The page after a session, or from an offset on; `undefined` where `after` names nothing. */
export function paged<T extends Traits>(
  found: Selection<T>,
  asked: Asked,
  query: URLSearchParams,
): Held<T>[] | undefined {
  const after = query.get('after');
  const first = after ? found.through(after) : asked.offset;
  return first === undefined ? undefined : found.slice(first, asked.limit);
}
