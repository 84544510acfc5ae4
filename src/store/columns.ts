import { type Session, type SessionEntry, sessionKey } from '../session/session.ts';

/**
 * Many entries as one JSON text, column by column. A start reads a hundred thousand entries; as objects most of that
 * time would go into names and values that repeat. Entries read from one text share the parts that are equal.
 */

/** The shape of these texts. A text of another shape is not understood, and its sessions' own rows are read instead. */
const SHAPE = 1;

/** The order of the columns; a new one comes last. A field of a session that is missing here does not compile. */
const ORDER: Record<Exclude<keyof Session, 'key' | 'connectionId'>, number> = {
  id: 0,
  provider: 1,
  title: 2,
  status: 3,
  statusSource: 4,
  rawStatus: 5,
  start: 6,
  startSource: 7,
  end: 8,
  endSource: 9,
  durationMinutes: 10,
  host: 11,
  coHosts: 12,
  place: 13,
  kind: 14,
  client: 15,
  participants: 16,
  flags: 17,
};
const FIELDS = Object.keys(ORDER) as (keyof typeof ORDER)[];

type Column =
  /** The distinct values and, unless there is only one, which of them each entry has: one character each. */
  | { values: unknown[]; at?: string }
  /** Strings of one line each. */
  | { lines: string }
  | { each: unknown[] };

/** `null` stands for "absent": no field of an entry is null. */
interface Text {
  shape: number;
  size: number;
  columns: Column[];
}

/** The character that stands for the first distinct value; digits come first so that small texts can be read. */
const FIRST = '0'.charCodeAt(0);
/** So that no character of `at` is a surrogate. */
const MOST_VALUES = 4096;

export function packEntries(entries: readonly SessionEntry[]): string {
  const columns = FIELDS.map(field => column(entries.map(entry => entry.session[field])));
  columns.push(column(entries.map(entry => entry.attendees)));
  columns.push(column(entries.map(entry => entry.statusUntil)));
  return JSON.stringify({ shape: SHAPE, size: entries.length, columns } satisfies Text);
}

function column(all: readonly unknown[]): Column {
  const places = new Map<unknown, number>();
  const values: unknown[] = [];
  const at: number[] = [];
  for (const value of all) {
    const same = typeof value === 'object' ? JSON.stringify(value) : value;
    let place = places.get(same);
    if (place === undefined) {
      place = values.push(value) - 1;
      places.set(same, place);
    }
    at.push(FIRST + place);
  }
  if (values.length === 1) return { values };
  if (values.length * 2 <= all.length && values.length <= MOST_VALUES)
    return { values, at: String.fromCharCode(...at) };
  const lines = all.every(value => typeof value === 'string' && !value.includes('\n'));
  return lines ? { lines: all.join('\n') } : { each: [...all] };
}

/** One entry by itself, in the order of the columns. */
export function packEntry({ session, attendees, statusUntil }: SessionEntry): string {
  const fields: unknown[] = FIELDS.map(field => session[field]);
  fields.push(attendees, statusUntil);
  return JSON.stringify(fields);
}

/** Undefined where the text is not what `packEntry` writes. */
export function unpackEntry(text: string, connectionId: string): SessionEntry | undefined {
  try {
    const fields: unknown[] = JSON.parse(text);
    return entriesOf({ shape: SHAPE, size: 1, columns: fields.map(value => ({ values: [value] })) }, connectionId)[0];
  } catch {
    return undefined;
  }
}

/** Undefined where the text is not of the shape that `packEntries` writes. */
export function unpackEntries(text: string, connectionId: string): SessionEntry[] | undefined {
  try {
    const read: Text = JSON.parse(text);
    if (read.shape !== SHAPE) return undefined;
    return entriesOf(read, connectionId);
  } catch {
    return undefined;
  }
}

/** One value an entry; null or undefined where the entry has none. */
function valuesOf<T>(column: Column | undefined, size: number): (T | null | undefined)[] {
  let all: unknown[] = [];
  if (column === undefined) all = [];
  else if ('lines' in column) all = column.lines.split('\n');
  else if ('each' in column) all = column.each;
  else if (column.at === undefined) all = new Array(size).fill(column.values[0]);
  else {
    const { values, at } = column;
    for (let i = 0; i < at.length; i++) all.push(values[at.charCodeAt(i) - FIRST]);
  }
  if (all.length !== size) throw new RangeError('A column of another length');
  // `packEntries` wrote this text: its shape says so.
  return all as T[];
}

function entriesOf({ size, columns }: Text, connectionId: string): SessionEntry[] {
  if (columns.length !== FIELDS.length + 2) throw new RangeError('Other columns');
  const of = <K extends keyof typeof ORDER>(field: K) => valuesOf<Session[K]>(columns[ORDER[field]], size);
  const ids = of('id');
  const provider = of('provider');
  const title = of('title');
  const status = of('status');
  const statusSource = of('statusSource');
  const rawStatus = of('rawStatus');
  const start = of('start');
  const startSource = of('startSource');
  const end = of('end');
  const endSource = of('endSource');
  const durationMinutes = of('durationMinutes');
  const host = of('host');
  const coHosts = of('coHosts');
  const place = of('place');
  const kind = of('kind');
  const client = of('client');
  const participants = of('participants');
  const flags = of('flags');
  const attendees = valuesOf<SessionEntry['attendees']>(columns[FIELDS.length], size);
  const statusUntil = valuesOf<number>(columns[FIELDS.length + 1], size);
  const entries: SessionEntry[] = [];
  // Each field by its name: a loop over the names takes five times as long.
  for (const i of ids.keys()) {
    const id = ids[i] ?? '';
    const session: Session = {
      key: sessionKey(connectionId, id),
      connectionId,
      provider: provider[i] ?? '',
      id,
      title: title[i] ?? '',
      status: status[i] ?? 'unknown',
      statusSource: statusSource[i] ?? 'derived',
      coHosts: coHosts[i] ?? [],
      flags: flags[i] ?? [],
    };
    if (rawStatus[i] != null) session.rawStatus = rawStatus[i];
    if (start[i] != null) session.start = start[i];
    if (startSource[i] != null) session.startSource = startSource[i];
    if (end[i] != null) session.end = end[i];
    if (endSource[i] != null) session.endSource = endSource[i];
    if (durationMinutes[i] != null) session.durationMinutes = durationMinutes[i];
    if (host[i] != null) session.host = host[i];
    if (place[i] != null) session.place = place[i];
    if (kind[i] != null) session.kind = kind[i];
    if (client[i] != null) session.client = client[i];
    if (participants[i] != null) session.participants = participants[i];
    const entry: SessionEntry = { session, attendees: attendees[i] ?? [] };
    if (statusUntil[i] != null) entry.statusUntil = statusUntil[i];
    entries.push(entry);
  }
  return entries;
}
