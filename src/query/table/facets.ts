import { STATUSES } from '../../session/session.ts';
import type { Choice, Facet, Facets } from '../selection.ts';
import { FAILS, namesOf, SINGLE } from './conditions.ts';
import type { Names } from './names.ts';
import { ranked } from './ranking.ts';
import { BLOCK } from './scan.ts';
import { flagsIn, type Sessions } from './sessions.ts';

/** How services and connections are called, by id. */
export interface Called {
  providerLabel(id: string): string;
  connectionLabel(id: string): string;
}

const compareLabels = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Most frequent first, then by label. */
export const byCount = (a: Choice, b: Choice): number =>
  b.count - a.count || compareLabels(a.label, b.label) || compareLabels(a.value, b.value);

/**
 * Counts every choice of some facets under the other facets' terms: a row counts for a facet when it fails at most that
 * facet's own. `asked`: the facets that the query speaks of.
 */
export function* countFacets<F extends Facet>(
  sessions: Sessions,
  fails: Uint16Array,
  { names, asked, called }: { names: readonly F[]; asked: ReadonlySet<Facet>; called: Called },
): Generator<void, Facets<F>> {
  const facets = {} as Facets<F>;
  /** By the reason that they may have to fail: none for most facets. */
  const counted = new Map<number, Uint32Array>();
  for (const name of names) {
    const own = asked.has(name) ? FAILS[name] : 0;
    const rows = counted.get(own) ?? (yield* failingOnly(fails, own));
    counted.set(own, rows);
    facets[name] = yield* choicesOf(sessions, rows, name, called);
  }
  return facets;
}

/** The rows that have no other reason to fail than this one, if any; in the order in which they lie in memory. */
function* failingOnly(fails: Uint16Array, reason: number): Generator<void, Uint32Array> {
  const rows = new Uint32Array(fails.length);
  let total = 0;
  for (let from = 0; from < fails.length; from += BLOCK) {
    for (let row = from; row < Math.min(from + BLOCK, fails.length); row++) {
      rows[total] = row;
      // One where no other reason is left, without a branch: nothing foretells which rows are found.
      total += (((fails[row] ?? 0) & ~reason) - 1) >>> 31;
    }
    yield;
  }
  return rows.subarray(0, total);
}

function* choicesOf(sessions: Sessions, rows: Uint32Array, facet: Facet, called: Called): Generator<void, Choice[]> {
  const counts = new Uint32Array(countOfNumbers(sessions, facet));
  if (facet === 'attendee') yield* tallyAttendees(sessions, rows, counts);
  else yield* tally(sessions.columns[SINGLE[facet]], rows, counts);
  if (facet === 'provider' || facet === 'connection' || facet === 'status' || facet === 'flag')
    return labelChoices(sessions, facet, counts, called);
  const names = namesOf(sessions, facet);
  names.labelRanking = yield* ranked(names.labels, names.labelRanking, compareLabels);
  return named(names, facet === 'attendee' ? counts : perChoice(names, counts), names.labelRanking.sorted);
}

/** Counts by number in a column. */
function* tally(column: Uint32Array, rows: Uint32Array, counts: Uint32Array): Generator<void> {
  for (let from = 0; from < rows.length; from += BLOCK) {
    for (let at = from; at < Math.min(from + BLOCK, rows.length); at++) count(counts, column[rows[at] ?? 0]);
    yield;
  }
}

function count(counts: Uint32Array, number = 0): void {
  counts[number] = (counts[number] ?? 0) + 1;
}

/** Counts choices, not people: a session in which one person is listed twice counts once. */
function* tallyAttendees(
  { columns, people, company: { data: company } }: Sessions,
  rows: Uint32Array,
  counts: Uint32Array,
): Generator<void> {
  const { data: own } = people.own;
  /** By choice: the last row (from 1) that it was counted for. */
  const lastRow = new Uint32Array(counts.length);
  const countOnce = (choice: number, row: number): void => {
    if (lastRow[choice] === row + 1) return;
    lastRow[choice] = row + 1;
    count(counts, choice);
  };
  for (let from = 0; from < rows.length; from += BLOCK) {
    for (let place = from; place < Math.min(from + BLOCK, rows.length); place++) {
      const row = rows[place] ?? 0;
      const at = columns.company[row] ?? 0;
      if (at === 0) continue;
      const first = at + 2 + (company[at] ?? 0);
      const end = first + (company[at + 1] ?? 0);
      for (let one = first; one < end; one++) {
        const person = company[one] ?? 0;
        countOnce(own[person] ?? 0, row);
        if (people.also.size > 0) for (const choice of people.also.get(person) ?? []) countOnce(choice, row);
      }
    }
    yield;
  }
}

function countOfNumbers(sessions: Sessions, facet: Facet): number {
  switch (facet) {
    case 'provider':
      return sessions.providers.values.length;
    case 'connection':
      return sessions.connections.values.length;
    case 'status':
      return STATUSES.length;
    case 'flag':
      return sessions.flagSets.values.length;
    case 'attendee':
      return sessions.people.values.length;
    default:
      return namesOf(sessions, facet).entries.length;
  }
}

function labelChoices(
  sessions: Sessions,
  facet: 'provider' | 'connection' | 'status' | 'flag',
  counts: Uint32Array,
  called: Called,
): Choice[] {
  switch (facet) {
    case 'provider':
      return listed(sessions.providers.values, counts, called.providerLabel);
    case 'connection':
      return listed(sessions.connections.values, counts, called.connectionLabel);
    case 'status':
      return listed(STATUSES, counts, status => status);
    case 'flag': {
      const perFlag = new Uint32Array(sessions.flags.values.length);
      for (const [set, flags] of sessions.flagSets.values.entries()) {
        for (const flag of flagsIn(flags)) perFlag[flag] = (perFlag[flag] ?? 0) + (counts[set] ?? 0);
      }
      return listed(sessions.flags.values, perFlag, flag => flag);
    }
  }
}

/** Every choice's count out of its entries': a session has one entry, so sums count no session twice. */
function perChoice(names: Names, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(names.values.length);
  for (let entry = 1; entry < counts.length; entry++) {
    const count = counts[entry] ?? 0;
    if (count === 0) continue;
    const own = names.own.data[entry] ?? 0;
    sums[own] = (sums[own] ?? 0) + count;
    if (names.also.size > 0)
      for (const choice of names.also.get(entry) ?? []) sums[choice] = (sums[choice] ?? 0) + count;
  }
  return sums;
}

const listed = (values: readonly string[], counts: Uint32Array, labelOf: (value: string) => string): Choice[] =>
  values
    .map((value, number) => ({ value, label: labelOf(value), count: counts[number] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort(byCount);

/** There may be a hundred thousand people, already in the order of their labels: they are put into place by count. */
function named({ values, labels }: Names, counts: Uint32Array, byLabel: Uint32Array): Choice[] {
  let [most, used] = [0, 0];
  for (const count of counts) {
    if (count > most) most = count;
    if (count > 0) used++;
  }
  // By count: where the next choice with it belongs, the highest count first.
  const places = new Uint32Array(most + 2);
  for (const count of counts) if (count > 0) places[count] = (places[count] ?? 0) + 1;
  for (let count = most, place = 0; count > 0; count--) {
    const alike = places[count] ?? 0;
    places[count] = place;
    place += alike;
  }
  const order = new Uint32Array(used);
  for (let at = 0; at < byLabel.length; at++) {
    const choice = byLabel[at] ?? 0;
    const count = counts[choice] ?? 0;
    if (count === 0) continue;
    const place = places[count] ?? 0;
    places[count] = place + 1;
    order[place] = choice;
  }
  const choices: Choice[] = [];
  for (let place = 0; place < used; place++) {
    const choice = order[place] ?? 0;
    choices.push({ value: values[choice] ?? '', label: labels[choice] ?? '', count: counts[choice] ?? 0 });
  }
  return choices;
}
