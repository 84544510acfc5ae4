// Very many sessions in one connection, from the answers to the next start, in plain Node. A service answers at once, page by page.
//
//   node test/bench/one-connection.ts [sessions]
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '../../src/http/transport.ts';
import { EVERYTHING } from '../../src/query/query.ts';
import type { Connection } from '../../src/session/connection.ts';
import type { ConfigurableExplorer } from '../../src/sync/create-explorer.ts';
import { pictureThread } from '../../src/sync/picture-thread.ts';
import { explore, SETTINGS } from '../unit/sync/explore.ts';
import { memory, watchBlocks } from './clock.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const PAGE = 100;
const NOW = Date.now();
const VERSION = '0.0.0';
const connection: Connection = { id: 'many', provider: 'digitalSamba', teamId: 'team' };

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The newest first; a session each 25 s. */
function row(n: number) {
  const start = new Date(NOW - n * 25_000).toISOString().slice(0, 19).replace('T', ' ');
  const end = new Date(NOW - n * 25_000 + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    id: idOf(n),
    start_time: start,
    end_time: end,
    room_id: `room-${n % 500}`,
    room_external_id: null,
    description: `Team training number ${n}`,
    friendly_url: `Room${n % 500}`,
    room_is_deleted: false,
    participants_max: 200,
    participants_live: 0,
    participants_total: n % 40,
    live: false,
  };
}

const service: Transport = {
  async fetch({ url }) {
    const after = url.searchParams.get('after');
    const from = after === null ? 0 : Number(after.slice(-12)) + 1;
    const live = url.searchParams.has('live');
    const rows = live ? [] : Array.from({ length: Math.min(PAGE, count - from) }, (_, at) => row(from + at));
    const text = JSON.stringify({ total_count: live ? 0 : count, data: rows });
    await new Promise(setImmediate);
    return {
      ok: true,
      value: {
        status: 200,
        headers: { 'content-type': 'application/json', 'x-ratelimit-limit': '100000000' },
        read: async () => ({ ok: true, value: { parts: [text], bytes: text.length } }),
        discard() {},
      },
    };
  },
  close: async () => {},
};

const folder = mkdtempSync(join(tmpdir(), 'session-many-'));
const thread = pictureThread(new URL('../../src/sync/picture.worker.ts', import.meta.url));
let drawn: Promise<void> = Promise.resolve();
const picture = {
  version: VERSION,
  draw(sharing: readonly string[]) {
    drawn = thread.draw({ folder, version: VERSION, sharing });
    return drawn;
  },
};

async function open(): Promise<ConfigurableExplorer> {
  const explorer = explore({
    keys: new Map([[connection.id, 'a-key-of-no-interest']]),
    folder,
    settings: { ...SETTINGS, historyDays: 3650 },
    transport: service,
    picture,
  });
  await explorer.configure([{ connection }]);
  return explorer;
}

const idle = await memory();
async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const stop = watchBlocks();
  const begun = performance.now();
  await work();
  const took = performance.now() - begun;
  const { cpu, wall } = stop();
  const { used } = await memory();
  console.log(
    `${what.padEnd(24)} ${took.toFixed(0).padStart(7)} ms · longest block ${cpu.toFixed(0)} ms of processor time, ${wall.toFixed(0)} ms · ${(used - idle.used).toFixed(0)} MB above idle`,
  );
}

try {
  let explorer = await open();
  await measure('load', async () => console.log(JSON.stringify(await explorer.refresh())));
  await measure('search', () => explorer.search(EVERYTHING));
  await measure('refresh, nothing new', () => explorer.refresh());
  await measure('picture drawn beside it', () => drawn);
  await measure('close', () => explorer.dispose());
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.log(`${(size / 1e6).toFixed(0)} MB on disk`);
  explorer = await open();
  await measure('start from the picture', async () => {
    const { selection } = await explorer.search(EVERYTHING);
    if (selection.total !== count) throw new Error(`${selection.total} sessions`);
  });
  await measure('clearCache', () => explorer.clearCache());
  await measure('close', () => explorer.dispose());
  console.log(readdirSync(folder).map(name => `${name} ${statSync(join(folder, name)).size}`));
} finally {
  await thread.stop();
  rmSync(folder, { recursive: true, force: true });
}
