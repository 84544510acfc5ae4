import { createSessionIndex } from '../../src/query/session-index.ts';
import type { SessionEntry } from '../../src/session/session.ts';
import { gatherPuts } from '../../src/store/gathering.ts';
import { openStore } from '../../src/store/open.ts';
import { median, processTime, type Span, watchBlocks } from './clock.ts';
import { labelOf, read, replaying, type Wire } from './wire.ts';

/** What becomes of the same bytes, as multiples of what `JSON.parse` takes for them. */
export interface Throughput {
  service: string;
  sessions: number;
  megabytes: number;
  /** ms of processor time. */
  parse: number;
  /** Validated and normalised. */
  read: number;
  /** … and stored and indexed. */
  stored: number;
  longestBlock: Span;
}

const ROUNDS = 3;

/** Reads, stores (in `folder`) and indexes one connection's answers. */
export async function throughput(wire: Wire, folder: string): Promise<Throughput> {
  const texts = [...wire.answers.values()];
  const parse = await timed(async () => {
    for (const text of texts) JSON.parse(text);
  });
  const reading = await timed(async () => void (await read(wire, replaying(wire), async () => {})));
  const store = gatherPuts((await openStore({ folder })).store);
  const own = createSessionIndex();
  const stopWatching = watchBlocks();
  const begun = processTime();
  let sessions = 0;
  await read(wire, replaying(wire), async ({ records }) => {
    await store.gather(records);
    own.put(records);
    sessions += records.length;
  });
  // What is still gathered.
  await store.put([]);
  const storing = processTime() - begun;
  const longestBlock = stopWatching();
  await store.clear();
  await store.close();
  return {
    service: labelOf(wire.connection),
    sessions,
    megabytes: wire.size / 1e6,
    parse,
    read: reading / parse,
    stored: storing / parse,
    longestBlock,
  };
}

/** The median of some rounds, after one that is not counted. */
async function timed(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = processTime();
    await work();
    if (round > 0) times.push(processTime() - begun);
  }
  return median(times);
}

/** All sessions of some connections, as an index takes them. */
export async function entriesOf(wires: readonly Wire[]): Promise<SessionEntry[]> {
  const entries: SessionEntry[] = [];
  for (const wire of wires) {
    await read(wire, replaying(wire), async ({ records }) => {
      for (const { raw: _, ...entry } of records) entries.push(entry);
    });
  }
  return entries;
}
