import type { IdStyle } from './ids.ts';

/** What every service's sessions have. Times are epoch ms; `end` is the plan until the session was ended. */
export interface Traits {
  start: number;
  end: number;
}

export type Held<T extends Traits> = T & { readonly id: string };

/** How a service's sessions are made of their number alone, so that none need be kept. */
export interface Maker<T extends Traits> {
  ids: IdStyle;
  starts: Float64Array;
  /** No session that is made lasts longer (ms). */
  longest: number;
  traits(index: number, start: number): T;
}

export interface Selecting<T extends Traits> {
  /** Starts from this instant on (epoch ms). */
  from?: number | undefined;
  /** Starts before this instant. */
  to?: number | undefined;
  where?: ((session: T) => boolean) | undefined;
  /** Oldest first instead of newest first. */
  ascending?: boolean;
}

/** The sessions that a question asks for, in order, made only when they are looked at. */
export interface Selection<T extends Traits> {
  readonly count: number;
  slice(offset: number, limit: number): Held<T>[];
  [Symbol.iterator](): Iterator<Held<T>>;
  /** How many of these stand before and including the given session; `undefined` where no such session exists. */
  through(id: string): number | undefined;
}

/** The truth about one service: its sessions, which a test may change at any time. */
export interface Book<T extends Traits> {
  /** All that are held, announced or not. */
  readonly size: number;
  /** No session that is held lasts longer (ms): what started earlier than this ago is over. */
  readonly longest: number;
  get(id: string): Held<T> | undefined;
  /** The session with this number, which parts of it (a participant's id) may carry. */
  numbered(index: number): Held<T> | undefined;
  numberOf(id: string): number | undefined;
  select(what?: Selecting<T>): Selection<T>;
  /** A new session: what is not given is made up around its start (now, unless given). */
  add(session?: Partial<Held<T>>): Held<T>;
  update(id: string, change: Partial<T> | ((session: Held<T>) => Partial<T>)): Held<T>;
  remove(id: string): boolean;
  /** Ends a session now, or at the instant given. */
  end(id: string, at?: number): Held<T>;
}

export function book<T extends Traits>(maker: Maker<T>, now: () => number): Book<T> {
  const { ids, starts, traits } = maker;
  let { longest } = maker;
  /** Numbers of the sessions, newest first; plain numbers, so that a million of them cost eight megabytes. */
  const order = Array.from(starts, (_, index) => index);
  const changed = new Map<number, Held<T>>();
  const named = new Map<string, number>();
  const gone = new Set<number>();
  let next = starts.length;

  const startOf = (index: number): number => changed.get(index)?.start ?? starts[index] ?? 0;
  const traitsOf = (index: number): T => changed.get(index) ?? traits(index, startOf(index));
  const sessionOf = (index: number): Held<T> =>
    changed.get(index) ?? { ...traits(index, startOf(index)), id: ids.of(index) };
  const exists = (index: number | undefined): index is number =>
    index !== undefined && index < next && !gone.has(index);

  function numberOf(id: string): number | undefined {
    const index = named.get(id) ?? ids.index(id);
    return exists(index) && (!changed.has(index) || changed.get(index)?.id === id) ? index : undefined;
  }

  /** How many of a list come before the place of (start, index) in it: newest first, ties by number. */
  function before(list: readonly number[], start: number, index: number): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = list[middle] as number; // low <= middle < high <= length
      const otherStart = startOf(other);
      if (otherStart > start || (otherStart === start && other < index)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const leave = (index: number): void => void order.splice(before(order, startOf(index), index), 1);
  const enter = (index: number): void => void order.splice(before(order, startOf(index), index), 0, index);

  function change(index: number, session: Held<T>): Held<T> {
    changed.set(index, session);
    longest = Math.max(longest, session.end - session.start);
    return session;
  }

  function must(id: string): number {
    const index = numberOf(id);
    if (index === undefined) throw new RangeError(`no session ${id}`);
    return index;
  }

  function update(id: string, patch: Partial<T> | ((session: Held<T>) => Partial<T>)): Held<T> {
    const index = must(id);
    const session = sessionOf(index);
    leave(index);
    const updated = change(index, { ...session, ...(typeof patch === 'function' ? patch(session) : patch), id });
    enter(index);
    return updated;
  }

  function select({ from, to, where, ascending = false }: Selecting<T> = {}): Selection<T> {
    const first = to === undefined ? 0 : before(order, to, Number.POSITIVE_INFINITY);
    const last = from === undefined ? order.length : before(order, from, Number.POSITIVE_INFINITY);
    const chosen = where ? order.slice(first, last).filter(index => where(traitsOf(index))) : undefined;
    const count = chosen ? chosen.length : Math.max(0, last - first);
    const at = (place: number): Held<T> => {
      const position = ascending ? count - 1 - place : place;
      return sessionOf((chosen ? chosen[position] : order[first + position]) as number); // 0 <= place < count
    };
    const slice = (offset: number, limit: number): Held<T>[] => {
      const length = Math.max(0, Math.min(limit, count - offset));
      return Array.from({ length }, (_, n) => at(offset + n));
    };
    return {
      count,
      slice,
      *[Symbol.iterator]() {
        for (let place = 0; place < count; place += 1) yield at(place);
      },
      through(id) {
        const index = numberOf(id);
        if (index === undefined) return undefined;
        const newer = chosen ? before(chosen, startOf(index), index) : before(order, startOf(index), index) - first;
        const inside = chosen ? chosen[newer] === index : newer >= 0 && newer < count;
        const standing = Math.min(count, Math.max(0, newer));
        return ascending ? count - standing : standing + (inside ? 1 : 0);
      },
    };
  }

  return {
    get size() {
      return order.length;
    },
    get longest() {
      return longest;
    },
    get(id) {
      const index = numberOf(id);
      return index === undefined ? undefined : sessionOf(index);
    },
    numbered: index => (exists(index) ? sessionOf(index) : undefined),
    numberOf,
    select,
    add(session = {}) {
      const index = next;
      const id = session.id ?? ids.of(index);
      if (numberOf(id) !== undefined) throw new RangeError(`there is a session ${id} already`);
      next += 1;
      named.set(id, index);
      const added = change(index, { ...traits(index, session.start ?? now()), ...session, id });
      enter(index);
      return added;
    },
    update,
    remove(id) {
      const index = numberOf(id);
      if (index === undefined) return false;
      leave(index);
      gone.add(index);
      changed.delete(index);
      named.delete(id);
      return true;
    },
    end: (id, at = now()) => update(id, { end: at } as Partial<T>), // T has an end, whatever else it has
  };
}
