import { type SessionEntry, STATUSES } from '../session/session.ts';
import type { LargeSet } from '../turns/large-set.ts';
import { atOnce, inSlices } from '../turns/slices.ts';
import { nextTurn } from '../turns/turns.ts';
import { todayOf } from './calendar.ts';
import { printQuery } from './print.ts';
import { EVERYTHING, type Query, type Reading } from './query.ts';
import { FACETS, type Facet, type Facets, type SearchResult } from './selection.ts';
import { compacted, isWasteful } from './table/compact.ts';
import { conditionsOf, namesOf } from './table/conditions.ts';
import { type Called, countFacets } from './table/facets.ts';
import { keyAt } from './table/keys.ts';
import { knownAs } from './table/names.ts';
import { orderedBy } from './table/order.ts';
import { ordersOf } from './table/orders.ts';
import { drawn, restored } from './table/picture.ts';
import { NO_RANKING } from './table/ranking.ts';
import { BLOCK, scan } from './table/scan.ts';
import { selectionOf } from './table/selection.ts';
import { attendeesOf, createSessions, EMPTY, heldAt, idOf, put, remove, type Sessions } from './table/sessions.ts';

/** All sessions in memory, as far as finding, counting and ordering need them. */
export interface SessionIndex {
  readonly size: number;
  has(key: string): boolean;
  /** Whether anybody is known to have taken part in a session, hosts apart. */
  knowsAttendees(key: string): boolean;
  /** How many of them are other than they were held. */
  put(entries: Iterable<SessionEntry>): number;
  /** Takes a picture in the place of all that is held. False where it cannot be read: then nothing has changed. */
  restore(picture: readonly Uint8Array[]): Promise<boolean>;
  /** Ids of the connections that sessions are held of. */
  connections(): string[];
  remove(keys: Iterable<string>): void;
  removeConnection(connectionId: string): Promise<void>;
  clear(): void;
  /** Sessions of a connection. */
  countIn(connectionId: string): number;
  /** Whether a connection has a live session. */
  liveIn(connectionId: string): boolean;
  /** A connection's sessions that start in a span (epoch ms, `to` exclusive), and those without a start; but for some ids. */
  keysWithin(connectionId: string, span?: Span, except?: Pick<LargeSet, 'has'>): Promise<string[]>;
  /** Whether what is held has a person (place, kind, client) of this id, or of this name; undefined: neither. */
  knownAs(facet: Parameters<typeof namesOf>[1], text: string): 'id' | 'name' | undefined;
  /**
   * Finds, counts and orders; gives the event loop its turn every 10 ms. A newer version under way starts the search
   * again. Rejects only with the signal's reason.
   */
  search(query: Query, reading: Reading, signal?: AbortSignal): Promise<SearchResult>;
}

/** Starts, epoch ms; `to` is exclusive. */
export interface Span {
  from: number;
  to: number;
}

const CALLED_BY_ID: Called = { providerLabel: id => id, connectionLabel: id => id };
/** Answers that are kept: the tree's, a few saved views'. */
const KEPT = 8;
/** How often a search gives way to newer data before it is done at one go. */
const PATIENCE = 2;
/** Rows that are looked at, or removed, to a turn. */
const LOOKED_AT = 4096;
const ALWAYS: Span = { from: -Infinity, to: Infinity };

/** `called`: how services and connections are shown; by their ids where it is left out. */
export function createSessionIndex(called: Called = CALLED_BY_ID): SessionIndex {
  let sessions = createSessions();
  let orders = ordersOf(sessions);
  /** Changes whenever an answer could. */
  let version = 0;
  let tidying = false;
  const answers = new Map<string, SearchResult>();
  /** By row: why it is not in the last answer. Its facets may be asked for next. */
  let scanned: { name: string; fails: Uint16Array } | undefined;

  function replaceBy(fresh: Sessions): void {
    version++;
    sessions = fresh;
    orders = ordersOf(sessions);
    answers.clear();
    scanned = undefined;
  }

  function changed(): void {
    version++;
    answers.clear();
    scanned = undefined;
    if (sessions.held === 0) replaceBy(createSessions());
    else if (!tidying && isWasteful(sessions)) void tidy();
  }

  /** Drops what removed sessions left behind, unless something changes meanwhile: the next change tries again. */
  async function tidy(): Promise<void> {
    tidying = true;
    const begun = version;
    const fresh = await inSlices(compacted(sessions), { stale: () => version !== begun });
    if (fresh && version === begun) replaceBy(fresh);
    tidying = false;
  }

  function* within(connectionId: string, { from, to }: Span, except: Pick<LargeSet, 'has'>): Generator<void, string[]> {
    const table = sessions;
    const { state, connection, start } = table.columns;
    const number = table.connections.numbers.get(connectionId);
    const keys: string[] = [];
    for (let row = 0; row < table.rows; row++) {
      if (row % LOOKED_AT === 0) yield;
      if (state[row] === EMPTY || connection[row] !== number) continue;
      const at = start[row] ?? NaN;
      if ((Number.isNaN(at) || (at >= from && at < to)) && !except.has(idOf(table, row)))
        keys.push(keyAt(table.keys, row));
    }
    return keys;
  }

  const keysWithin = async (connectionId: string, span = ALWAYS, except: Pick<LargeSet, 'has'> = new Set<string>()) =>
    (await inSlices(within(connectionId, span, except), {})) ?? [];

  function removeKeys(keys: Iterable<string>): void {
    let any = false;
    for (const key of keys) {
      const row = heldAt(sessions, key);
      if (row === undefined) continue;
      remove(sessions, row);
      any = true;
    }
    if (any) changed();
  }

  function clear(): void {
    if (sessions.held === 0) return;
    replaceBy(createSessions());
  }

  /** How many sessions of each status a connection has, in the order of `STATUSES`. */
  const tallyOf = (connectionId: string): Uint32Array =>
    sessions.tallies[sessions.connections.numbers.get(connectionId) ?? -1] ?? new Uint32Array(STATUSES.length);

  const countIn = (connectionId: string): number => tallyOf(connectionId).reduce((total, count) => total + count, 0);

  function* failing(query: Query, reading: Reading): Generator<void, Uint16Array> {
    const name = nameOf(query, reading);
    if (scanned?.name === name) return scanned.fails;
    scanned = { name, fails: yield* scan(sessions, yield* conditionsOf(sessions, query, reading)) };
    return scanned.fails;
  }

  function* answer(query: Query, reading: Reading): Generator<void, SearchResult> {
    const fails = yield* failing(query, reading);
    const rows = yield* orders.by(query.sort);
    const tied = orders.tied(query.sort);
    const { timeZone } = reading;
    const found = yield* passing(rows, fails);
    const result: SearchResult = {
      selection: selectionOf({ sessions, tied, timeZone, ...called }, found),
      facets: (names, signal) => ofOneVersion(() => count(query, reading, names), signal),
    };
    keep(nameOf(query, reading), result);
    return result;
  }

  function* count<F extends Facet>(query: Query, reading: Reading, names: readonly F[]): Generator<void, Facets<F>> {
    const fails = yield* failing(query, reading);
    return yield* countFacets(sessions, fails, { names, asked: facetsIn(query), called });
  }

  /** Does work on the index as it is; what becomes newer under it starts it again. Rejects only with the signal's reason. */
  async function ofOneVersion<T>(work: () => Generator<void, T>, signal: AbortSignal | undefined): Promise<T> {
    for (let attempt = 0; attempt < PATIENCE; attempt++) {
      const begun = version;
      const done = await inSlices(work(), { signal, stale: () => version !== begun });
      if (done) return done;
    }
    return atOnce(work());
  }

  async function search(query: Query, reading: Reading, signal?: AbortSignal): Promise<SearchResult> {
    signal?.throwIfAborted();
    if (query.sort === 'title') await orders.rankTitles(signal);
    const known = answers.get(nameOf(query, reading));
    return known ?? ofOneVersion(() => answer(query, reading), signal);
  }

  function keep(name: string, found: SearchResult): void {
    const [oldest] = answers.keys();
    if (answers.size >= KEPT && oldest !== undefined) answers.delete(oldest);
    answers.set(name, found);
  }

  return {
    get size() {
      return sessions.held;
    },
    has: key => heldAt(sessions, key) !== undefined,
    knowsAttendees(key) {
      const row = heldAt(sessions, key);
      return row !== undefined && attendeesOf(sessions, row) > 0;
    },
    put(entries) {
      let others = 0;
      for (const entry of entries) if (put(sessions, entry)) others++;
      if (others > 0) changed();
      return others;
    },
    async restore(picture) {
      try {
        const fresh = await inSlices(restored(picture), {});
        if (!fresh) return false;
        replaceBy(fresh.sessions);
        orders.keep(EVERYTHING.sort, fresh.rows);
        return true;
      } catch {
        return false;
      }
    },
    connections: () => sessions.connections.values.filter(id => tallyOf(id).some(count => count > 0)),
    remove: removeKeys,
    async removeConnection(connectionId) {
      if (countIn(connectionId) === sessions.held) return clear();
      const keys = await keysWithin(connectionId);
      for (let at = 0; at < keys.length; at += LOOKED_AT) {
        removeKeys(keys.slice(at, at + LOOKED_AT));
        await nextTurn();
      }
    },
    clear,
    countIn,
    liveIn: connectionId => (tallyOf(connectionId)[STATUSES.indexOf('live')] ?? 0) > 0,
    keysWithin,
    knownAs: (facet, text) => knownAs(namesOf(sessions, facet), text),
    search,
  };
}

/** A picture of an index that holds just these entries, the later ones being newer; see `restore`. */
export async function pictureOf(entries: AsyncIterable<Iterable<SessionEntry>>): Promise<Uint8Array[]> {
  const sessions = createSessions();
  for await (const some of entries) for (const entry of some) put(sessions, entry);
  if (sessions.rows === 0) return [];
  return drawn({ sessions, rows: atOnce(orderedBy(sessions, EVERYTHING.sort, NO_RANKING.ranks)) });
}

/** The rows that fail nothing, in their order. */
function* passing(rows: Uint32Array, fails: Uint16Array): Generator<void, Uint32Array> {
  const found = new Uint32Array(rows.length);
  let total = 0;
  for (let from = 0; from < rows.length; from += BLOCK) {
    for (let at = from; at < Math.min(from + BLOCK, rows.length); at++) {
      const row = rows[at] ?? 0;
      if (fails[row] === 0) found[total++] = row;
    }
    yield;
  }
  return found.slice(0, total);
}

const facetsIn = ({ terms }: Query): Set<Facet> =>
  new Set(FACETS.filter(facet => terms.some(term => term.kind === 'qualifier' && term.name === facet)));

/** Tells answers apart that differ by more than the sessions: hours count from the present, days from the calendar. */
function nameOf(query: Query, reading: Reading): string {
  const text = printQuery(query);
  const hourly = query.terms.some(
    term =>
      term.kind === 'qualifier' && (term.name === 'after' || term.name === 'before') && term.values.some(isHourly),
  );
  return JSON.stringify([text, reading.timeZone, hourly ? reading.now : todayOf(reading), reading.me]);
}

const isHourly = ({ text }: { text: string }): boolean => text === 'now' || text.endsWith('h');
