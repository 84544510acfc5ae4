import type { Service } from './services.ts';

/** What an answer must become, by a reading of its own that shares no code with the adapters. */
export type Expected =
  /** No list can be found in it: the load has to end with a problem. */
  | { list: false }
  | {
      list: true;
      /** Each session that can be told by an id. */
      ids: ReadonlySet<string>;
      /** Rows that cannot. */
      unreadable: number;
    };

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** Numbers that a double would change are kept as they are written. */
function parse(text: string): unknown {
  const reviver = (_name: string, value: unknown, { source = '' }: { source?: string }): unknown =>
    typeof value === 'number' && /^-?\d{16,}$/.test(source) && !Number.isSafeInteger(value) ? source : value;
  return JSON.parse(text.replace(/^\uFEFF/, ''), reviver as Parameters<typeof JSON.parse>[1]);
}

/** Reads one answer's text as a person would who has the vendor's page beside it. */
export function expected(text: string, { provider, rows, ids }: Service): Expected {
  let body: unknown;
  try {
    body = parse(text);
  } catch {
    return { list: false };
  }
  if (own(body, 'success') === false) return { list: false };
  const bare = provider === 'hyra' && Array.isArray(body);
  const list = bare ? body : rows.reduce(own, body);
  if (!Array.isArray(list)) return { list: false };
  const named = list.map(row => ids.map(name => own(row, name)).find(isId));
  return {
    list: true,
    ids: new Set(named.filter(id => id !== undefined).map(String)),
    unreadable: named.filter(id => id === undefined).length,
  };
}

const isId = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');
