import assert from 'node:assert/strict';
import { systemTimer, type Timer } from '../../../src/http/timer.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { PROVIDER_IDS, type ProviderId } from '../../../src/session/connection.ts';
import type { Stopped } from '../../../src/session/coverage.ts';
import type { Problem } from '../../../src/session/problem.ts';
import { type Fault, retryAfter } from '../../../src/simulator/faults.ts';
import { exploreSimulator, find, idOf, SETTINGS } from './explore.ts';

/** Pauses between tries pass at once; all other waiting is real, and short by the limits below. */
const hurried: Timer = {
  now: systemTimer.now,
  sleep: (ms, signal) => systemTimer.sleep(ms > 500 && ms < 10_000 ? 1 : ms, signal),
};
const limits = { connectMs: 2000, headersMs: 2000, idleMs: 2000, bodyBytes: 3_000_000 };

interface Expectation {
  fault: Fault | readonly Fault[];
  /** The codes that may be told to the person; none: the load comes to its end in spite of it. */
  problem?: readonly Problem['code'][];
  stopped?: Stopped;
}

const MATRIX: Record<string, Expectation> = {
  'wrong key': { fault: { kind: 'status', code: 401 }, problem: ['unauthorized'] },
  'no permission': { fault: { kind: 'status', code: 403 }, problem: ['forbidden'] },
  'wrong workspace': { fault: { kind: 'status', code: 404 }, problem: ['not-found'] },
  'refused as malformed': { fault: { kind: 'status', code: 422 }, problem: ['rejected'] },
  'server error': { fault: { kind: 'status', code: 500 }, problem: ['server-error'] },
  'service unavailable': { fault: { kind: 'status', code: 503 }, problem: ['server-error'] },
  'too many requests': { fault: retryAfter(600), problem: ['rate-limited'], stopped: 'budget' },
  'no answer': { fault: { kind: 'silence' }, problem: ['timeout'] },
  'connection reset': { fault: { kind: 'reset' }, problem: ['unreachable', 'refused'] },
  'stalls after half': { fault: { kind: 'stall' }, problem: ['timeout'] },
  'breaks after half': { fault: { kind: 'cut' }, problem: ['unreachable', 'broken-json'] },
  'half an answer': { fault: { kind: 'truncate' }, problem: ['broken-json'] },
  'sign-in page of a captive portal': { fault: { kind: 'html' }, problem: ['not-json'] },
  'success: false with status 200': {
    fault: { kind: 'success-false' },
    problem: ['service-said-no', 'unexpected-shape'],
  },
  'a body above the limit': { fault: { kind: 'huge', bytes: 4_000_000 }, problem: ['too-large'] },
  'a body that never ends': { fault: { kind: 'endless' }, problem: ['too-large', 'timeout'] },
  'redirect to another origin': { fault: { kind: 'redirect', to: 'http://127.0.0.2:9/' }, problem: ['redirect'] },
  'byte order mark': { fault: { kind: 'bom' } },
  'bytes that are no UTF-8': { fault: { kind: 'invalid-utf8' } },
  'duplicate keys': { fault: { kind: 'duplicate-keys' } },
  gzip: { fault: { kind: 'encoding', name: 'gzip' } },
  brotli: { fault: { kind: 'encoding', name: 'br' } },
  zstd: { fault: { kind: 'encoding', name: 'zstd' } },
  'null in place of a record': { fault: { kind: 'mutate', change: () => null } },
};

/** Two halves, so that each service is once among those that misbehave and once among those that must not notice. */
const HALVES: readonly (readonly ProviderId[])[] = [
  ['digitalSamba', 'hyra', 'placio'],
  ['prplManagement', 'series'],
];

describe('a service that misbehaves', function () {
  this.timeout(120_000);

  for (const [name, expectation] of Object.entries(MATRIX)) {
    it(`${name}: is told, keeps what is held, leaves the others alone, and mends itself`, async () => {
      await Promise.all(HALVES.map(half => misbehaving(half, expectation)));
    });
  }
});

async function misbehaving(
  providers: readonly ProviderId[],
  { fault, problem: problems, stopped = 'error' }: Expectation,
): Promise<void> {
  const it = await exploreSimulator({ sessions: 40 }, SETTINGS, {
    transport: undiciTransport({ strictSSL: true, environment: {} }, { limits }),
    pace: { timer: hurried, random: () => 0, patienceMs: 20_000 },
  });
  const { explorer, simulator } = it;
  const ids = providers.map(idOf);
  const statusOf = (id: string) => explorer.connections().find(each => each.connection.id === id);
  const keys = async () => (await find(explorer, '')).map(session => session.key);
  try {
    await explorer.refresh();
    const held = await keys();
    for (const id of PROVIDER_IDS.map(idOf))
      assert.ok(
        held.some(key => key.startsWith(`${id}/`)),
        id,
      );

    for (const provider of providers) simulator.faults.set(provider, fault);
    const coverages = await explorer.refresh();
    const kept = new Set(await keys());
    assert.deepEqual(
      held.filter(key => !kept.has(key)),
      [],
      'rows were lost',
    );
    for (const { connectionId: id, complete, problem, fetchedAt, ...coverage } of coverages) {
      const said = `${id}: ${JSON.stringify(problem)}`;
      if (!ids.includes(id) || !problems) {
        assert.equal(complete, true, said);
        continue;
      }
      assert.equal(complete, false, said);
      assert.equal(coverage.stopped, stopped, said);
      assert.ok(problem && problems.includes(problem.code), said);
      assert.ok(fetchedAt, `${id} forgot when it last succeeded`);
      assert.equal(statusOf(id)?.stale, stopped === 'error', `${id}: stale`);
    }

    for (const provider of providers) simulator.faults.set(provider, undefined);
    // A budget that was closed opens by itself; other tests look at that with a clock of their own.
    if (stopped === 'budget') return;
    for (const { connectionId, complete, problem } of await explorer.refresh()) {
      assert.equal(complete, true, `${connectionId} does not mend: ${JSON.stringify(problem)}`);
      assert.equal(statusOf(connectionId)?.state, 'ready');
    }
  } finally {
    await it.close();
  }
}
