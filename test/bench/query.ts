import { parseQuery } from '../../src/query/parse.ts';
import type { Reading } from '../../src/query/query.ts';
import { FACETS } from '../../src/query/selection.ts';
import { createSessionIndex, type SessionIndex } from '../../src/query/session-index.ts';
import { PROVIDER_IDS } from '../../src/session/connection.ts';
import { type SessionEntry, STATUSES } from '../../src/session/session.ts';

/**
 * Times query + all facets + first page, and weighs the index. Two kinds of data: `few` titles, as communities have
 * them, and `all` titles distinct, the worst that can come. Usage: `node --expose-gc test/bench/query.ts [sizes…]`.
 */

const READING: Reading = { timeZone: 'Europe/Berlin', now: Date.parse('2026-11-22T10:00:00Z'), me: ['1000017'] };
const DAY = 86_400_000;
const PUT_AT_ONCE = 1000;
const ROUNDS = 12;

const QUERIES = [
  '',
  't',
  'tr',
  'training',
  'weekly train',
  '"weekly training"',
  '4711',
  'sess-00047',
  'jane',
  'status:live,upcoming',
  '-status:completed host:me',
  'provider:hyra after:-30d before:+7d',
  'on:today status:completed kind:Consultation',
  'place:"Room 7" -flag:delayed',
  'attendee:1000042 training',
  'host:Jane* min-participants:5',
  'training sort:participants',
  'weekly sort:start',
];

/** With `CPU=1` this thread's processor time, for machines that are busy with other things. */
const clock = (): number => {
  if (!process.env.CPU) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** A small generator of its own, so that each run sees the same data. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function* sessions(count: number, distinct: boolean): Generator<SessionEntry> {
  const next = random(count);
  const pick = (limit: number): number => Math.floor(next() * limit);
  const words = [
    'Weekly',
    'Training',
    'Interview',
    'Shift',
    'Tryout',
    'Check-up',
    'Patrol',
    'Webinar',
    'جلسة',
    'Meeting',
  ];
  const word = (): string => words[pick(words.length)] ?? '';
  const person = (limit: number) => {
    const number = pick(limit);
    return {
      id: String(1_000_000 + number),
      name: `user_${number}`,
      displayName: `${number % 9 ? 'Sam' : 'Jane'} ${number}`,
    };
  };
  const titles = Array.from({ length: 400 }, (_, n) => `${word()} ${word()} ${n}`);
  for (let n = 0; n < count; n++) {
    const provider = PROVIDER_IDS[n % PROVIDER_IDS.length] ?? 'hyra';
    const connectionId = `demo-${provider.toLowerCase()}`;
    const [room, client] = [pick(50), pick(5000)];
    const id = `sess-${String(n).padStart(8, '0')}-${pick(1e6)}`;
    const past = next() < 0.95;
    yield {
      session: {
        key: `${connectionId}/${id}`,
        connectionId,
        provider,
        id,
        title: distinct ? `${word()} ${word()} #${n}` : (titles[pick(titles.length)] ?? ''),
        status: past ? (STATUSES[2 + pick(3)] ?? 'completed') : (STATUSES[pick(2)] ?? 'live'),
        statusSource: 'reported',
        start: new Date(READING.now + Math.floor((past ? -next() * 700 : next() * 30) * DAY)).toISOString(),
        host: person(2000),
        coHosts: n % 4 ? [] : [person(2000)],
        place: { id: `room-${room}`, name: `Room ${room}` },
        kind: { name: ['Consultation', 'Training', 'Consultation, Massage'][pick(3)] ?? '' },
        client: { id: `c${client}`, name: `Client ${client}` },
        participants: { total: pick(40) },
        flags: n % 10 ? [] : ['delayed'],
      },
      attendees: Array.from({ length: pick(6) }, () => person(20_000)),
    };
  }
}

function load(count: number, distinct: boolean): SessionIndex {
  const index = createSessionIndex();
  let batch: SessionEntry[] = [];
  for (const entry of sessions(count, distinct)) {
    if (batch.push(entry) < PUT_AT_ONCE) continue;
    index.put(batch);
    batch = [];
  }
  index.put(batch);
  return index;
}

const heap = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
};

async function time(index: SessionIndex, text: string, now: number): Promise<number> {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  const begun = clock();
  // Another present each time: an answer that was kept would be no measurement.
  const { selection, facets } = await index.search(parsed.query, { ...READING, me: [...READING.me, String(now)] });
  selection.keys(0, 50);
  await facets(FACETS);
  return clock() - begun;
}

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.ceil(sorted.length * share) - 1] ?? NaN).toFixed(1);

for (const count of process.argv
  .slice(2)
  .map(Number)
  .concat(process.argv.length > 2 ? [] : [1000, 10_000, 100_000, 1_000_000])) {
  for (const distinct of [false, true]) {
    const before = heap();
    const begun = clock();
    const index = load(count, distinct);
    const loading = clock() - begun;
    const weight = heap() - before;
    const first = await time(index, '', 0);
    const byTitle = await time(index, 'sort:title', 0);
    const all: number[] = [];
    for (const text of QUERIES) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) times.push(await time(index, text, round + 1));
      times.sort((a, b) => a - b);
      all.push(...times);
      if (process.env.EACH)
        console.log(
          `    ${at(times, 0.01).padStart(7)} ${at(times, 0.5).padStart(7)} ${at(times, 0.95).padStart(7)}  ${text}`,
        );
    }
    all.sort((a, b) => a - b);
    console.log(
      `${String(count).padStart(8)} ${distinct ? 'all' : 'few'} titles: p50 ${at(all, 0.5)} p95 ${at(all, 0.95)} p99 ${at(all, 0.99)} ms` +
        ` · first ${first.toFixed(0)} ms, first by title ${byTitle.toFixed(0)} ms · put ${((loading * 1000) / count).toFixed(1)} µs/session · ${weight.toFixed(0)} MB`,
    );
    index.clear();
  }
}
