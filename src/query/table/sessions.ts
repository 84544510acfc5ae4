import { PROVIDER_IDS } from '../../session/connection.ts';
import { epochOf } from '../../session/instant.ts';
import { connectionOfKey, participantsOf, type Session, type SessionEntry, STATUSES } from '../../session/session.ts';
import { fold } from '../fold.ts';
import { namedKind, namedPerson, namedPlace } from '../named.ts';
import { addText, createDistinct, type Distinct, numberHeld } from './buckets.ts';
import { addKey, createKeys, type Keys, keyAt, rowOf } from './keys.ts';
import { createNames, intern, kindValues, type Names } from './names.ts';
import { createPool, grown, type Pool, push } from './pool.ts';
import { addTexts, createTexts, createVocabulary, head, type Texts, type Vocabulary } from './vocabulary.ts';

/** Short lists of words of our own, by number. */
export interface Labels {
  numbers: Map<string, number>;
  values: string[];
}

const createLabels = (first: readonly string[] = []): Labels => ({
  numbers: new Map(first.map((value, number) => [value, number])),
  values: [...first],
});

function labelNumber(labels: Labels, value: string): number {
  const held = labels.numbers.get(value);
  if (held !== undefined) return held;
  labels.numbers.set(value, labels.values.length);
  return labels.values.push(value) - 1;
}

/** Whether a row holds a session. The id of a `PLAIN` one is spelled as it folds, so it can be compared as it stands. */
export const EMPTY = 0;
const HELD = 1;
export const PLAIN = 2;

/**
 * One number a session and column; a session is a row number. What is looked up in a table is of one type, since loops
 * over typed arrays are several times slower where they meet more than one.
 */
export interface Columns {
  state: Uint8Array;
  provider: Uint32Array;
  connection: Uint32Array;
  status: Uint32Array;
  /** Epoch ms, or NaN. */
  start: Float64Array;
  title: Uint32Array;
  host: Uint32Array;
  place: Uint32Array;
  kind: Uint32Array;
  client: Uint32Array;
  /** Number of the set of flags. */
  flags: Uint32Array;
  /** NaN: nobody says. */
  participants: Float64Array;
  /** Duration; NaN: nobody says. */
  minutes: Float64Array;
  /** Places there are; NaN: nobody says. */
  places: Float64Array;
  /** How many of them are filled; NaN: by as many people as there are. */
  filled: Float64Array;
  /** How many of the participants attended; NaN: nobody says. */
  attended: Float64Array;
  /** Where the session's co-hosts and attendees stand among `people.lists`; 0: it has none. */
  company: Uint32Array;
  /** First letters of the folded id. */
  idHead: Uint32Array;
}

/**
 * The sessions as columns of small numbers, and the tables that say what the numbers mean. Rows are only added: one
 * that is removed or moved stays empty, so that what points at rows never points at another session.
 */
export interface Sessions {
  /** Rows in use, empty ones included. */
  rows: number;
  /** Rows that hold a session. */
  held: number;
  keys: Keys;
  columns: Columns;
  vocabulary: Vocabulary;
  titles: Distinct & { texts: Texts };
  people: Names;
  /** Co-hosts' and attendees' numbers of each session: how many of either, then they. */
  company: Pool;
  places: Names;
  kinds: Names;
  clients: Names;
  providers: Labels;
  connections: Labels;
  /** By connection: its sessions by status. */
  tallies: Uint32Array[];
  flags: Labels;
  /** Each distinct combination of flags; the first is none. */
  flagSets: Labels;
  /** Change whenever the order by that column may have changed. */
  changes: { start: number; title: number; participants: number };
  /** Change whenever a session that was held already may have got another place in the order by that column, or none. */
  moves: { start: number; title: number; participants: number };
  /** Entries of `company` that no row points at any more. */
  waste: number;
}

const FIRST_ROWS = 1024;

/** A table without sessions, which knows the services by number. */
export function createSessions(): Sessions {
  const vocabulary = createVocabulary();
  const company = createPool();
  push(company, 0);
  return {
    rows: 0,
    held: 0,
    keys: createKeys(),
    columns: {
      state: new Uint8Array(FIRST_ROWS),
      provider: new Uint32Array(FIRST_ROWS),
      connection: new Uint32Array(FIRST_ROWS),
      status: new Uint32Array(FIRST_ROWS),
      start: new Float64Array(FIRST_ROWS),
      title: new Uint32Array(FIRST_ROWS),
      host: new Uint32Array(FIRST_ROWS),
      place: new Uint32Array(FIRST_ROWS),
      kind: new Uint32Array(FIRST_ROWS),
      client: new Uint32Array(FIRST_ROWS),
      flags: new Uint32Array(FIRST_ROWS),
      participants: new Float64Array(FIRST_ROWS),
      minutes: new Float64Array(FIRST_ROWS),
      places: new Float64Array(FIRST_ROWS),
      filled: new Float64Array(FIRST_ROWS),
      attended: new Float64Array(FIRST_ROWS),
      company: new Uint32Array(FIRST_ROWS),
      idHead: new Uint32Array(FIRST_ROWS),
    },
    vocabulary,
    titles: { ...createDistinct(), texts: createTexts() },
    people: createNames(vocabulary),
    company,
    places: createNames(vocabulary),
    kinds: createNames(vocabulary, kindValues),
    clients: createNames(vocabulary),
    providers: createLabels(PROVIDER_IDS),
    connections: createLabels(),
    tallies: [],
    flags: createLabels(),
    flagSets: createLabels(['']),
    changes: { start: 0, title: 0, participants: 0 },
    moves: { start: 0, title: 0, participants: 0 },
    waste: 0,
  };
}

/** Adds a session or replaces it; false where nothing changed that can be found, counted or ordered by. */
export function put(sessions: Sessions, entry: SessionEntry): boolean {
  const { session } = entry;
  const held = heldAt(sessions, session.key);
  const row = held ?? addRow(sessions, session);
  const { columns, vocabulary, changes, moves } = sessions;
  if (held !== undefined) tally(sessions, row, -1);
  let changed = held === undefined;
  const set = (column: keyof Columns, value: number): boolean => {
    if (Object.is(columns[column][row], value)) return false;
    columns[column][row] = value;
    changed = true;
    return true;
  };

  set('status', Math.max(STATUSES.indexOf(session.status), 0));
  set('provider', labelNumber(sessions.providers, session.provider));
  set('connection', labelNumber(sessions.connections, session.connectionId));
  set('host', intern(sessions.people, vocabulary, namedPerson(session.host)));
  set('place', intern(sessions.places, vocabulary, namedPlace(session.place)));
  set('kind', intern(sessions.kinds, vocabulary, namedKind(session.kind)));
  set('client', intern(sessions.clients, vocabulary, namedPlace(session.client)));
  set('flags', flagSet(sessions, session.flags));
  set('company', companyOf(sessions, entry, columns.company[row] ?? 0));
  set('minutes', session.durationMinutes ?? NaN);
  set('places', session.participants?.capacity ?? NaN);
  set('filled', session.participants?.filled ?? NaN);
  set('attended', session.participants?.attended ?? NaN);
  const setRank = (column: keyof Sessions['changes'], value: number): void => {
    if (!set(column, value)) return;
    changes[column]++;
    if (held !== undefined) moves[column]++;
  };
  setRank('title', titleNumber(sessions, session.title));
  setRank('participants', participantsOf(entry) ?? NaN);
  setRank('start', session.start === undefined ? NaN : epochOf(session.start));
  tally(sessions, row, 1);
  return changed;
}

function tally({ columns, tallies }: Sessions, row: number, by: number): void {
  const connection = columns.connection[row] ?? 0;
  const status = columns.status[row] ?? 0;
  tallies[connection] ??= new Uint32Array(STATUSES.length);
  const counts = tallies[connection];
  counts[status] = (counts[status] ?? 0) + by;
}

function addRow(sessions: Sessions, { key, id }: Session): number {
  const row = sessions.rows++;
  if (row === sessions.columns.state.length) grow(sessions.columns, Math.ceil(row * 1.5));
  addKey(sessions.keys, key);
  sessions.held++;
  const folded = fold(id);
  sessions.columns.state[row] = folded === id ? PLAIN : HELD;
  sessions.columns.idHead[row] = head(folded);
  for (const name of ['start', 'title', 'participants'] as const) sessions.changes[name]++;
  return row;
}

function grow(columns: Columns, capacity: number): void {
  for (const name of Object.keys(columns) as (keyof Columns)[]) {
    (columns as Record<keyof Columns, Columns[keyof Columns]>)[name] = grown(columns[name], capacity);
  }
}

/** The row that holds the session of a key. One that left and came back has two; the later one is its own. */
export function heldAt({ keys, columns }: Sessions, key: string): number | undefined {
  const row = rowOf(keys, key);
  return row === undefined || columns.state[row] === EMPTY ? undefined : row;
}

/** Removes the session of a row. The row stays, empty. */
export function remove(sessions: Sessions, row: number): void {
  sessions.held--;
  tally(sessions, row, -1);
  sessions.columns.state[row] = EMPTY;
  for (const name of ['start', 'title', 'participants'] as const) {
    sessions.changes[name]++;
    sessions.moves[name]++;
  }
}

/** A session's id as the service spells it. */
export function idOf(sessions: Sessions, row: number): string {
  const key = keyAt(sessions.keys, row);
  return key.slice(connectionOfKey(key).length + 1);
}

function titleNumber({ titles, vocabulary }: Sessions, title: string): number {
  const held = numberHeld(titles, title);
  if (held !== undefined) return held;
  addTexts(titles.texts, vocabulary, [title]);
  return addText(titles, title);
}

function flagSet(sessions: Sessions, flags: readonly string[]): number {
  if (flags.length === 0) return 0;
  const numbers = [...new Set(flags)].map(flag => labelNumber(sessions.flags, flag));
  return labelNumber(sessions.flagSets, numbers.sort((a, b) => a - b).join());
}

/** The numbers of the flags in a set. */
export const flagsIn = (set: string): number[] => (set === '' ? [] : set.split(',').map(Number));

/** How many attendees a session has, hosts apart. */
export function attendeesOf({ columns, company }: Sessions, row: number): number {
  const list = columns.company[row] ?? 0;
  return list === 0 ? 0 : (company.data[list + 1] ?? 0);
}

/** Where the co-hosts and attendees stand; where they stood if they are the same. */
function companyOf(sessions: Sessions, { session, attendees }: SessionEntry, before: number): number {
  const number = (person: Parameters<typeof namedPerson>[0]): number =>
    intern(sessions.people, sessions.vocabulary, namedPerson(person));
  const list = (people: readonly (typeof attendees)[number][]): number[] => people.map(number).filter(one => one > 0);
  const [coHosts, others] = [list(session.coHosts), list(attendees)];
  const { company } = sessions;
  const wanted = coHosts.length + others.length === 0 ? [] : [coHosts.length, others.length, ...coHosts, ...others];
  const length = before === 0 ? 0 : 2 + (company.data[before] ?? 0) + (company.data[before + 1] ?? 0);
  if (length === wanted.length && wanted.every((value, at) => company.data[before + at] === value)) return before;
  sessions.waste += length;
  if (wanted.length === 0) return 0;
  const at = company.length;
  for (const value of wanted) push(company, value);
  return at;
}
