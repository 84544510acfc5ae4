import { DAY } from '../session/instant.ts';

/** The services that the simulator speaks for, by the names that the product uses for them. */
export const PROVIDER_NAMES = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export interface Ask {
  /** Path segments below the service's base, decoded. */
  path: readonly string[];
  query: URLSearchParams;
  /** Epoch ms on the service's clock. */
  now: number;
  /** A service under strain hands out pages no longer than this, whatever it was asked for. */
  pageCap: number;
}

/** What a service says. The records of a list stand apart from what is around them: they may be many. */
export interface Answer {
  status: number;
  /** JSON, with `ROWS` at the place where the records belong. */
  body: unknown;
  rows?: Iterable<unknown>;
  /** The body itself is one session's record. */
  single?: boolean;
  headers?: Record<string, string>;
  /** Sent instead of `body`, as HTML. */
  html?: string;
}

/** Stands in a body for the array of its records. */
export const ROWS = '\u0000rows';

export const json = (status: number, body: unknown, headers?: Record<string, string>): Answer =>
  headers ? { status, body, headers } : { status, body };

export const list = (body: unknown, rows: Iterable<unknown>): Answer => ({ status: 200, body, rows });

export const record = (body: unknown): Answer => ({ status: 200, body, single: true });

const ROWS_TEXT = JSON.stringify(ROWS);

/**
 * The answer as text. `row` turns each record into JSON. Long lists are written a slice at a time, so that a service
 * with a hundred thousand records in one body does not hold up the others.
 */
export async function textOf(answer: Answer, row: (record: unknown) => string | undefined): Promise<string> {
  if (answer.html !== undefined) return answer.html;
  if (!answer.rows) return answer.single ? (row(answer.body) ?? '') : JSON.stringify(answer.body);
  const [head = '', tail = ''] = JSON.stringify(answer.body).split(ROWS_TEXT);
  const rows: string[] = [];
  for (const record of answer.rows) {
    const text = row(record);
    if (text !== undefined) rows.push(text);
    if (rows.length % 1000 === 0) await new Promise(setImmediate);
  }
  return `${head}[${rows.join(',')}]${tail}`;
}

/** `YYYY-MM-DD` (or, where a service is lax, `YYYY-M-D`) as the epoch ms of its UTC midnight. */
export function dayOf(text: string, lax = false): number | undefined {
  const found = (lax ? /^(\d{4})-(\d{1,2})-(\d{1,2})$/ : /^(\d{4})-(\d{2})-(\d{2})$/).exec(text);
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number]; // three groups, all digits
  const midnight = Date.UTC(year, month - 1, day);
  return new Date(midnight).getUTCDate() === day && month >= 1 && month <= 12 ? midnight : undefined;
}

/** The UTC day that an instant lies in. */
export const dayAround = (instant: number): { from: number; to: number } => {
  const from = Math.floor(instant / DAY) * DAY;
  return { from, to: from + DAY };
};

/** An ISO 8601 date or instant as epoch ms. */
export function instantOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

export const iso = (instant: number): string => new Date(instant).toISOString();

/** A whole number of at least 1 out of a query; `fallback` where it is not given, `undefined` where it is no such number. */
export function countOf(query: URLSearchParams, name: string, fallback: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  return /^\d{1,9}$/.test(text) && Number(text) >= 1 ? Number(text) : undefined;
}
