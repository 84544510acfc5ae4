import { parseQuery } from '../../src/query/parse.ts';
import { FACETS } from '../../src/query/selection.ts';
import type { SessionIndex } from '../../src/query/session-index.ts';
import type { SessionEntry } from '../../src/session/session.ts';
import { percentile, threadTime } from './clock.ts';
import { NOW } from './wire.ts';

/** What a person types and chooses, letter by letter in part, over what the simulator tells. */
const QUERIES = [
  '',
  't',
  'tr',
  'training',
  'front desk',
  '"cabin crew training"',
  'evening shi',
  'متابعة',
  'session_17',
  'status:live,upcoming',
  '-status:completed host:me',
  'provider:hyra after:-30d before:+7d',
  'on:today status:upcoming',
  'kind:Training -flag:delayed',
  'host:1* min-participants:3',
  'provider:placio,series weekday:mon',
  'training sort:participants',
  'weekly sort:start',
];
const ROUNDS = 12;

export interface QueryTimes {
  /** ms of processor time of the thread that answers. */
  p50: number;
  p95: number;
  p99: number;
  /** p95 without the facets: what the tree asks, its views, and each keystroke. */
  alone: number;
}

/** Times query, all facets and the first page. The present differs each time: no answer is one that was kept. */
export async function timeQueries(index: SessionIndex, rounds = ROUNDS): Promise<QueryTimes> {
  const times: number[] = [];
  const alone: number[] = [];
  await answer(index, 'sort:title', 0);
  for (const text of QUERIES) {
    for (let round = 1; round <= rounds; round++) {
      const [found, counted] = await answer(index, text, round);
      alone.push(found);
      times.push(counted);
    }
  }
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    alone: percentile(alone, 0.95),
  };
}

/** How long it took until the first page was there, and until all facets were too. */
async function answer(index: SessionIndex, text: string, round: number): Promise<[found: number, counted: number]> {
  const begun = threadTime();
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  const reading = { timeZone: 'Europe/Berlin', now: NOW, me: ['1000017', String(round)] };
  const { selection, facets } = await index.search(parsed.query, reading);
  selection.keys(0, 50);
  const found = threadTime() - begun;
  await facets(FACETS);
  return [found, threadTime() - begun];
}

/** The same sessions once more under other ids, some hours later. */
export function* again(entries: readonly SessionEntry[], time: number): Generator<SessionEntry> {
  for (const { session, ...entry } of entries) {
    const id = `${session.id}-${time}`;
    const start = session.start && new Date(Date.parse(session.start) + time * 5 * 3_600_000).toISOString();
    yield { ...entry, session: { ...session, id, key: `${session.connectionId}/${id}`, ...(start ? { start } : {}) } };
  }
}
