import { type Answer, type Service, textOf } from '../http/service.ts';
import { given } from '../session/given.ts';
import { ok, type Problem, type Result } from '../session/problem.ts';
import type { SessionRecord } from '../session/session.ts';
import { type LargeSet, largeSet } from '../turns/large-set.ts';
import type { Page, ScopeEnd } from './provider.ts';

/** A page of rows of any kind; `Page` is one of sessions. */
export type PageOf<R> = Omit<Page, 'records'> & { records: R[] };

/** Where in a list the next request stands, for services that count pages, rows, or go on from a row. */
export interface Position<R> {
  /** From 1. */
  page: number;
  /** Rows that were read before, readable or not. */
  rows: number;
  /** The last row that was read, in the list's order. */
  last?: R;
}

/** A page with what paging needs to know of it. */
export interface ListPage<R = SessionRecord> extends PageOf<R> {
  /** Rows in the answer, readable or not. */
  rows: number;
  /** What the answer says this very list holds, filters included. */
  total?: number;
  /** The number of the last page, as the answer gives it. */
  lastPage?: number;
  /** Rows of a full page, as the answer gives it. */
  limit?: number;
}

/** How one list of one service is paged. */
export interface Listing<R = SessionRecord> {
  url(at: Position<R>): URL;
  read(answer: Answer): Result<ListPage<R>>;
  /** What tells a row from the others, and its start, by which lists are ordered. */
  row(record: R): { id: string; start?: string };
  /** Rows of a full page, where the service documents that a page with fewer is the last. */
  pageSize?: number;
  /** A page without an unseen row is this service's way to end a list, rather than a sign that it ignores the page asked for. */
  endsByRepeating?: boolean;
  /** New rows come in at the start of the list, and the position is a row rather than a count. */
  growsAtStart?: boolean;
  /** What follows is not wanted. Asked only as long as the list is seen to descend by start. */
  enough?(page: PageOf<R>): boolean;
}

/** Far above any real account; a service that never ends its list stops here. */
const PAGES_AT_MOST = 50_000;
/** So many pages in a row without one readable row that was not there before: what comes behind them is not waited for. */
const BARREN_PAGES_AT_MOST = 20;
/** How often a list that moves under the reader is read anew before that is said. */
const PASSES_AT_MOST = 3;

/**
 * Reads a list to an end that is proven, or says why it could not be.
 *
 * A list may change between two requests. What gives that away: the total that the service reports differs from
 * answer to answer or from the rows read; a row comes twice. Then the list is read anew, until one pass shows nothing of
 * the kind or two passes agree, three times at most. Where new rows come in at the start (`growsAtStart`), the start is
 * read once more instead, so that a busy list ends at all. Rows of a former pass that did not come again are `gone`.
 *
 * What no single pass can see: without totals (series), a row that left before the reader's place, or came there while
 * the last page was read; and two changes between the same two requests that make up for each other. To see them, every
 * load would cost twice its requests; the next load finds them.
 */
export async function* readList<R>(service: Service, listing: Listing<R>): AsyncGenerator<PageOf<R>, ScopeEnd> {
  const passes: Pass<R>[] = [];
  while (passes.length < PASSES_AT_MOST) {
    const before = passes.at(-1);
    const pass = new Pass(listing);
    const end = yield* readPass(service, listing, pass, before !== undefined);
    if (end !== 'end' && end !== 'repeated') return end;
    const agree = before !== undefined && pass.isSteady && sameIds(before.ids, pass.ids);
    if (end === 'repeated' && (agree || !pass.moved)) return { stopped: 'repeated-page' };
    if (end === 'end' && agree && pass.lacksRows && !pass.hasRoom)
      return { stopped: 'page-cap', problem: listCut(pass) };
    if (end === 'end' && (agree || !pass.moved)) return ended(passes, pass);
    passes.push(pass);
  }
  return { stopped: 'repeated-page' };
}

/** The end that a problem means for a load. */
export function stoppedBy(problem: Problem): ScopeEnd {
  const stopped = problem.code === 'cancelled' ? 'cancelled' : problem.code === 'rate-limited' ? 'budget' : 'error';
  return { stopped, problem };
}

function ended<R>(former: readonly Pass<R>[], last: Pass<R>): ScopeEnd {
  // What did not come again may be what could not be read.
  if (last.unreadable > 0) return { stopped: 'end' };
  if (last.lacksRows) return { stopped: 'end', lacksRows: true };
  const gone = new Set(former.flatMap(({ ids }) => [...ids.values()].filter(id => !last.ids.has(id))));
  return gone.size > 0 ? { stopped: 'end', gone: [...gone] } : { stopped: 'end' };
}

const listCut = <R>(pass: Pass<R>): Problem => ({ code: 'list-cut', rows: pass.ids.size });

async function* readPass<R>(
  service: Service,
  listing: Listing<R>,
  pass: Pass<R>,
  again: boolean,
): AsyncGenerator<PageOf<R>, PassEnd> {
  const at: Position<R> = { page: 1, rows: 0 };
  let textBefore: string | undefined;
  let barren = 0;
  for (;;) {
    const answer = await ask(service, listing, at);
    if (!answer.ok) return stoppedBy(answer.problem);
    const { reading, body } = answer.value;
    const fresh = pass.take(reading);
    yield pageOf(reading, fresh, again);

    const repeats = at.page > 1 && fresh.length === 0 && (reading.records.length > 0 || body === textBefore);
    if (reading.rows > 0 && repeats)
      return pass.hasRoom || pass.isWhole || (listing.endsByRepeating && !pass.lacksRows) ? 'end' : 'repeated';

    const cut = pass.cutBy(reading);
    if (cut || isLast(listing, reading, at)) {
      if (listing.growsAtStart && pass.grew) {
        const stopped = yield* readStartAgain(service, listing, pass);
        if (stopped) return stopped;
      }
      // A short page is no end while the service speaks of more rows.
      if (cut || reading.rows === 0 || !pass.lacksRows) return 'end';
    }
    barren = fresh.length > 0 ? 0 : barren + 1;
    if (at.page >= PAGES_AT_MOST || barren >= BARREN_PAGES_AT_MOST) return { stopped: 'page-cap' };
    advance(at, reading);
    textBefore = body;
  }
}

/** Reads from the start until a page holds something known: what came in while the rest was read. */
async function* readStartAgain<R>(
  service: Service,
  listing: Listing<R>,
  pass: Pass<R>,
): AsyncGenerator<PageOf<R>, ScopeEnd | undefined> {
  const at: Position<R> = { page: 1, rows: 0 };
  while (at.page <= PAGES_AT_MOST) {
    const answer = await ask(service, listing, at);
    if (!answer.ok) return stoppedBy(answer.problem);
    const { reading } = answer.value;
    const came = pass.takeLate(reading);
    yield pageOf(reading, came, true);
    if (came.length < reading.records.length || reading.rows === 0) return undefined;
    advance(at, reading);
  }
  return { stopped: 'page-cap' };
}

async function ask<R>(
  service: Service,
  listing: Listing<R>,
  at: Position<R>,
): Promise<Result<{ reading: ListPage<R>; body: string }>> {
  const answer = await service.get(listing.url(at));
  if (!answer.ok) return answer;
  const reading = listing.read(answer.value);
  return reading.ok ? ok({ reading: reading.value, body: textOf(answer.value) }) : reading;
}

function isLast<R>(listing: Listing<R>, reading: ListPage<R>, at: Position<R>): boolean {
  if (reading.rows === 0) return true;
  if (listing.pageSize !== undefined && reading.rows < listing.pageSize) return true;
  return reading.lastPage !== undefined && reading.lastPage > 0 && at.page >= reading.lastPage;
}

function advance<R>(at: Position<R>, reading: ListPage<R>): void {
  at.page += 1;
  at.rows += reading.rows;
  const last = reading.records.at(-1);
  if (last !== undefined) at.last = last;
}

type PassEnd = ScopeEnd | 'end' | 'repeated';

/** What one reading of a list from its start has seen. */
class Pass<R> {
  readonly #listing: Listing<R>;
  readonly ids = largeSet();
  unreadable = 0;
  /** The last page with rows could have held more: the documented sign of an end, whatever the total says. */
  hasRoom = true;
  #late = 0;
  #totals: number[] = [];
  #cut = false;
  #repeatedRow = false;
  #descends = true;
  #lastStart = '\uffff';

  constructor(listing: Listing<R>) {
    this.#listing = listing;
  }

  /** The rows of a page that this pass has not seen. */
  take(page: ListPage<R>): R[] {
    const wasEmpty = this.ids.size === 0;
    const fresh = this.#unseen(page);
    // A page of known rows alone is an end or a service that ignores its paging; known beside new ones is a list that moved.
    if (!wasEmpty && fresh.length > 0 && fresh.length < page.records.length) this.#repeatedRow = true;
    this.unreadable += page.unreadable.length;
    if (page.rows > 0) this.hasRoom = page.rows < (this.#listing.pageSize ?? page.limit ?? 0);
    for (const record of page.records) {
      const { start } = this.#listing.row(record);
      if (start === undefined) continue;
      if (start > this.#lastStart) this.#descends = false;
      this.#lastStart = start;
    }
    return fresh;
  }

  takeLate(page: ListPage<R>): R[] {
    const came = this.#unseen(page);
    this.#late += came.length;
    return came;
  }

  /** Whether the list may be left after this page: all that follows is older, and not wanted. */
  cutBy(page: ListPage<R>): boolean {
    this.#cut = this.#descends && page.records.length > 0 && this.#listing.enough?.(page) === true;
    return this.#cut;
  }

  /** The service speaks of more new rows than were read at the start. */
  get grew(): boolean {
    return (this.#totals.at(-1) ?? 0) - (this.#totals[0] ?? 0) > this.#late;
  }

  /** The service speaks of more rows than it has shown. */
  get lacksRows(): boolean {
    const total = this.#totals.at(-1);
    return !this.#cut && total !== undefined && total > this.ids.size + this.unreadable;
  }

  /** Exactly the rows that the service speaks of have been seen. */
  get isWhole(): boolean {
    return this.#totals.at(-1) === this.ids.size + this.unreadable;
  }

  /** Something shows that the list changed while it was read. */
  get moved(): boolean {
    const first = this.#totals[0];
    const last = this.#totals.at(-1);
    if (this.#repeatedRow) return true;
    if (first === undefined || last === undefined) return false;
    if (!this.#cut && !this.isWhole) return true;
    return this.#late > 0 ? last - first !== this.#late : !this.isSteady;
  }

  /** The service spoke of the same number of rows all along, or of none. */
  get isSteady(): boolean {
    return this.#totals.every(total => total === this.#totals[0]);
  }

  #unseen(page: ListPage<R>): R[] {
    if (page.total !== undefined) this.#totals.push(page.total);
    const fresh: R[] = [];
    for (const record of page.records) {
      const { id } = this.#listing.row(record);
      if (this.ids.add(id)) fresh.push(record);
    }
    return fresh;
  }
}

function sameIds(one: LargeSet, other: LargeSet): boolean {
  return one.size === other.size && [...one.values()].every(id => other.has(id));
}

/** What leaves the pager. Findings of a page that is read anew were told the first time. */
function pageOf<R>(reading: ListPage<R>, records: R[], again: boolean): PageOf<R> {
  const { unreadable, drift, reportedTotal, about } = reading;
  return {
    records,
    unreadable: again ? [] : unreadable,
    drift: again ? [] : drift,
    ...given({ reportedTotal, about }),
  };
}
