import { PROVIDER_IDS } from '../../../src/session/connection.ts';
import type { Book, Traits } from '../../../src/simulator/book.ts';
import { type Fault, retryAfter } from '../../../src/simulator/faults.ts';
import { between, type Draw, pick } from '../../../src/simulator/random.ts';
import type { Simulator } from '../../../src/simulator/server.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { idOf } from '../sync/explore.ts';
import type { CountedTransport } from './counted.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Two windows of the editor on one store, and the services that they look at. */
export interface Stage {
  simulator: Simulator;
  windows: ConfigurableExplorer[];
  network: CountedTransport;
  now(): number;
  /** Closes a window and opens it anew. */
  reopen(window: number): Promise<void>;
  /** What somebody waits for; all of it must come. */
  asked: Promise<unknown>[];
}

/** Ways to misbehave that pass, one answer or some. The slow ones wait for real. */
const FAULTS: readonly Fault[] = [
  { kind: 'status', code: 500 },
  { kind: 'status', code: 502 },
  { kind: 'status', code: 401 },
  { kind: 'status', code: 404 },
  retryAfter(7),
  retryAfter(45, 503),
  retryAfter(130),
  { kind: 'html' },
  { kind: 'success-false' },
  { kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'truncate' },
  { kind: 'bom' },
  { kind: 'encoding', name: 'zstd' },
  { kind: 'ignore-page' },
  { kind: 'repeat-last-page' },
  { kind: 'page-shrinks', to: 7 },
  { kind: 'mutate', change: record => (JSON.stringify(record).length % 5 === 0 ? null : record) },
];
const SLOW: readonly Fault[] = [{ kind: 'silence' }, { kind: 'stall' }];

/** Whatever comes next: to the services, their lists, the network, or from the person at either window. */
export async function happen(stage: Stage, draw: Draw, slow: boolean): Promise<void> {
  const { simulator, windows, network, asked } = stage;
  const provider = pick(draw, PROVIDER_IDS);
  const at = between(draw, 0, windows.length - 1);
  const window = windows[at];
  if (!window) return;
  const one = draw() < 0.5 ? idOf(provider) : undefined;
  const kind = draw();
  if (kind < 0.3)
    simulator.faults.set(provider, pick(draw, slow && draw() < 0.05 ? SLOW : FAULTS), { times: between(draw, 1, 8) });
  else if (kind < 0.4) simulator.faults.set(provider, undefined);
  else if (kind < 0.65) change(simulator.world[provider] as unknown as Book<Traits>, stage.now(), draw);
  else if (kind < 0.78) asked.push(window.refresh(one));
  else if (kind < 0.83) window.cancel(one);
  else if (kind < 0.9) window.watch(draw() < 0.7);
  else if (kind < 0.92) asked.push(window.loadOlder(idOf(provider)));
  else if (kind < 0.95) network.online = !network.online;
  else if (kind < 0.97) await stage.reopen(at);
}

/** A session comes, goes, moves or ends: one that a refresh looks at, since older ones are read anew each six hours only. */
function change(book: Book<Traits>, now: number, draw: Draw): void {
  // Placio's wall clocks have no seconds.
  const start = Math.floor((now + (draw() - 0.6) * 10 * HOUR) / MINUTE) * MINUTE;
  const near = [...book.select({ from: now - 18 * HOUR, to: now + 48 * HOUR })];
  const chosen = near.length > 0 ? pick(draw, near) : undefined;
  const kind = draw();
  if (kind < 0.4 || !chosen) book.add({ start, end: start + HOUR });
  else if (kind < 0.6) book.remove(chosen.id);
  else if (kind < 0.8) book.update(chosen.id, { start: chosen.start + 600_000, end: chosen.end + 600_000 });
  else if (chosen.start < now && now < chosen.end) book.end(chosen.id);
}
