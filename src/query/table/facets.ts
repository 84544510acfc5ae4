import { PROVIDER_IDS, type ProviderId } from '../../session/connection.ts';
import { STATUSES } from '../../session/session.ts';
import { type Choice, FACETS, type Facet, type Facets } from '../selection.ts';
import { FAILS, namesOf, SINGLE } from './conditions.ts';
import type { Names } from './names.ts';
import { BLOCK } from './scan.ts';
import { flagsIn, type Sessions } from './sessions.ts';

/** How the services are called. */
const PROVIDER_LABELS: Readonly<Record<ProviderId, string>> = {
  digitalSamba: 'Digital Samba',
  hyra: 'Hyra',
  placio: 'Placio',
  prplManagement: 'prplManagement',
  series: 'Series',
};
export const providerLabel = (id: string): string =>
  PROVIDER_IDS.find(known => known === id) ? PROVIDER_LABELS[id as ProviderId] : id;

/** Most frequent first, then by label. */
export const byCount = (a: Choice, b: Choice): number =>
  b.count - a.count || (a.label < b.label ? -1 : a.label > b.label ? 1 : a.value < b.value ? -1 : 1);

/**
 * Counts every choice under the other facets' terms: a row counts for a facet when it fails at most that facet's own.
 * Numbers are counted here, and words are made of them when a facet is looked at.
 */
export function* countFacets(
  sessions: Sessions,
  fails: Uint16Array,
  connectionLabel: (id: string) => string,
): Generator<void, Facets> {
  const tallies = {} as Record<Facet, Uint32Array>;
  for (const facet of FACETS) {
    tallies[facet] =
      facet === 'attendee' ? yield* tallyAttendees(sessions, fails) : yield* tally(sessions, fails, facet);
  }
  const facets = {} as Facets;
  for (const facet of FACETS) {
    let made: Choice[] | undefined;
    const get = (): Choice[] => {
      made ??= choices(sessions, facet, tallies[facet], connectionLabel);
      return made;
    };
    Object.defineProperty(facets, facet, { get, enumerable: true });
  }
  return facets;
}

function* tally(sessions: Sessions, fails: Uint16Array, facet: keyof typeof SINGLE): Generator<void, Uint32Array> {
  const column = sessions.columns[SINGLE[facet]];
  const counts = new Uint32Array(countOfNumbers(sessions, facet));
  const own = FAILS[facet];
  for (let from = 0; from < fails.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, fails.length);
    for (let row = from; row < to; row++) {
      const reasons = fails[row];
      if (reasons === 0 || reasons === own) {
        const number = column[row] ?? 0;
        counts[number] = (counts[number] ?? 0) + 1;
      }
    }
    yield;
  }
  return counts;
}

function countOfNumbers(sessions: Sessions, facet: keyof typeof SINGLE): number {
  switch (facet) {
    case 'provider':
      return sessions.providers.values.length;
    case 'connection':
      return sessions.connections.values.length;
    case 'status':
      return STATUSES.length;
    case 'flag':
      return sessions.flagSets.values.length;
    default:
      return namesOf(sessions, facet).entries.length;
  }
}

/** Counts choices, not people: a session in which one person is listed twice counts once. */
function* tallyAttendees(sessions: Sessions, fails: Uint16Array): Generator<void, Uint32Array> {
  const { columns, people } = sessions;
  const { data: company } = sessions.company;
  const { data: own } = people.own;
  const counts = new Uint32Array(people.values.length);
  const lastRow = new Uint32Array(people.values.length);
  const count = (choice: number, row: number): void => {
    if (lastRow[choice] === row + 1) return;
    lastRow[choice] = row + 1;
    counts[choice] = (counts[choice] ?? 0) + 1;
  };
  for (let from = 0; from < fails.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, fails.length);
    for (let row = from; row < to; row++) {
      const at = columns.company[row] ?? 0;
      if (at === 0 || (fails[row] !== 0 && fails[row] !== FAILS.attendee)) continue;
      const first = at + 2 + (company[at] ?? 0);
      const end = first + (company[at + 1] ?? 0);
      for (let one = first; one < end; one++) {
        const person = company[one] ?? 0;
        count(own[person] ?? 0, row);
        if (people.also.size > 0) for (const choice of people.also.get(person) ?? []) count(choice, row);
      }
    }
    yield;
  }
  return counts;
}

function choices(
  sessions: Sessions,
  facet: Facet,
  counts: Uint32Array,
  connectionLabel: (id: string) => string,
): Choice[] {
  switch (facet) {
    case 'provider':
      return listed(sessions.providers.values, counts, providerLabel);
    case 'connection':
      return listed(sessions.connections.values, counts, connectionLabel);
    case 'status':
      return listed(STATUSES, counts, status => status);
    case 'flag': {
      const perFlag = new Uint32Array(sessions.flags.values.length);
      for (const [set, flags] of sessions.flagSets.values.entries()) {
        for (const flag of flagsIn(flags)) perFlag[flag] = (perFlag[flag] ?? 0) + (counts[set] ?? 0);
      }
      return listed(sessions.flags.values, perFlag, flag => flag);
    }
    case 'attendee':
      return named(sessions.people, counts);
    default:
      return named(namesOf(sessions, facet), perChoice(namesOf(sessions, facet), counts));
  }
}

/** Every choice's count out of its entries': a session has one entry, so sums count no session twice. */
function perChoice(names: Names, counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(names.values.length);
  for (let entry = 1; entry < counts.length; entry++) {
    const count = counts[entry] ?? 0;
    if (count === 0) continue;
    for (const choice of [names.own.data[entry] ?? 0, ...(names.also.get(entry) ?? [])]) {
      sums[choice] = (sums[choice] ?? 0) + count;
    }
  }
  return sums;
}

const listed = (values: readonly string[], counts: Uint32Array, labelOf: (value: string) => string): Choice[] =>
  values
    .map((value, number) => ({ value, label: labelOf(value), count: counts[number] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort(byCount);

function named({ values, labels }: Names, counts: Uint32Array): Choice[] {
  const choices: Choice[] = [];
  for (let choice = 0; choice < counts.length; choice++) {
    const count = counts[choice] ?? 0;
    if (count > 0) choices.push({ value: values[choice] ?? '', label: labels[choice] ?? '', count });
  }
  return choices.sort(byCount);
}
