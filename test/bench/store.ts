import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type SessionRecord, sessionKey } from '../../src/session/session.ts';
import { openStore } from '../../src/store/open.ts';

/**
 * The store by itself. Prints milliseconds, and their ratio to `JSON.parse` of the same records' wire text, which is the
 * budget's measure. `node test/bench/store.ts [sessions]`
 */
const count = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'session-store-bench-'));

const records = Array.from({ length: count }, (_, n): SessionRecord => {
  const id = `${(Math.imul(n, 2654435761) >>> 0).toString(16).padStart(8, '0')}-2f0c-4b7e-9d1a-${String(n).padStart(12, '0')}`;
  const start = new Date(1.7e12 + n * 60_000).toISOString();
  const end = new Date(1.7e12 + n * 60_000 + 3_600_000).toISOString();
  const host = { id: `host-${(n * 7) % 300}`, name: `Person number ${(n * 7) % 300}` };
  const place = { id: `room-${n % 50}`, name: `Room ${n % 50}` };
  const title = `Team training number ${n}`;
  return {
    session: {
      key: sessionKey('main', id),
      connectionId: 'main',
      provider: 'digitalSamba',
      id,
      title,
      status: n % 97 === 0 ? 'live' : 'completed',
      statusSource: 'reported',
      start,
      startSource: 'assumed-utc',
      end,
      endSource: 'assumed-utc',
      durationMinutes: 60,
      host,
      coHosts: [],
      place,
      kind: { id: `kind-${n % 8}`, name: `Kind ${n % 8}`, color: '#aabbcc' },
      participants: { live: n % 5, total: n % 40, peak: n % 12, capacity: 50 },
      flags: [],
    },
    attendees: [{ id: `person-${n % 400}`, name: `Attendee ${n % 400}` }],
    raw: {
      id,
      description: title,
      live: n % 97 === 0,
      start_time: start,
      end_time: end,
      room_id: place.id,
      friendly_url: `Room${n % 50}`,
      participants_live: n % 5,
      participants_total: n % 40,
      host: { ...host, thumbnail: `https://cdn.example.com/avatars/${n % 300}.png` },
      notes: 'A remark of the usual length that people leave beside a session. '.repeat(4),
    },
  };
});
const wire = JSON.stringify(records.map(record => record.raw));

const rows: [what: string, milliseconds: number, note: string][] = [];
const delay = monitorEventLoopDelay({ resolution: 1 });

async function measure(what: string, work: () => unknown, note: (milliseconds: number) => string = () => '') {
  await new Promise(resolve => setImmediate(resolve));
  delay.reset();
  delay.enable();
  const begun = performance.now();
  await work();
  const took = performance.now() - begun;
  await new Promise(resolve => setTimeout(resolve, 5));
  delay.disable();
  rows.push([what, took, `longest block ${(delay.max / 1e6).toFixed(0)} ms  ${note(took)}`]);
  return took;
}
const perSecond = (milliseconds: number) => `${Math.round(count / milliseconds).toLocaleString('en')}k rows/s`;

try {
  const parse = await measure(
    'JSON.parse of the wire text',
    () => JSON.parse(wire),
    () => `${(wire.length / 1e6).toFixed(0)} MB`,
  );
  const ratio = (milliseconds: number) =>
    `${(milliseconds / parse).toFixed(1)} x JSON.parse  ${perSecond(milliseconds)}`;
  const first = (await openStore({ folder })).store;
  await measure('put, all at once', () => first.put(records), ratio);
  await measure('put again, unchanged', () => first.put(records), ratio);
  await first.close();

  const second = (await openStore({ folder })).store;
  await measure(
    'entries after opening',
    async () => {
      for await (const slice of second.entries()) void slice.length;
    },
    perSecond,
  );
  const keys = records.filter((_, n) => n % Math.ceil(count / 100) === 0).map(record => record.session.key);
  await measure(`read of ${keys.length} keys`, () => second.read(keys));
  await measure('keys of the connection', () => second.keys('main'));
  await measure('put of 100 changed', () => second.put(records.slice(0, 100).map(record => ({ ...record, raw: 1 }))));
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  await measure('forget', () => second.forget('main'));
  await measure('clear', () => second.clear());
  await second.close();

  const pages = (await openStore({ folder })).store;
  await measure(
    'put, pages of 100',
    async () => {
      for (let from = 0; from < count; from += 100) await pages.put(records.slice(from, from + 100));
    },
    ratio,
  );
  await pages.close();
  const memory = (await openStore()).store;
  await measure('put in memory', () => memory.put(records), ratio);

  console.log(`${count.toLocaleString('en')} sessions, ${(size / 1e6).toFixed(0)} MB on disk`);
  for (const [what, took, note] of rows) console.log(`${what.padEnd(30)} ${took.toFixed(0).padStart(6)} ms  ${note}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
