import assert from 'node:assert/strict';
import { systemTimer } from '../../../src/http/timer.ts';
import type { Transport, TransportRequest, TransportResult } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { failed, ok, type Problem } from '../../../src/session/problem.ts';
import { closeServers, serve } from './loopback.ts';
import { answer, failure, ORIGIN, reset, scriptedService, silence } from './scripted-service.ts';

describe('a service that does not answer, or not now', () => {
  let { timer, sent, log, open, get } = scriptedService();
  beforeEach(() => {
    ({ timer, sent, log, open, get } = scriptedService());
  });

  for (const status of [429, 502, 503, 504]) {
    it(`tries ${status} three times and returns the last answer`, async () => {
      const service = open([answer(status)]);
      assert.deepEqual(await get(service), ok({ status, headers: {}, body: ['{}'] }));
      assert.equal(service.requests, 3);
      assert.deepEqual(
        log.map(line => [line.outcome, line.try]),
        [
          [status, 1],
          [status, 2],
          [status, 3],
        ],
      );
    });
  }

  for (const status of [200, 400, 401, 403, 404, 422, 500]) {
    it(`asks once where the answer is ${status}`, async () => {
      const service = open([answer(status)]);
      assert.equal((await get(service)).ok, true);
      assert.equal(service.requests, 1);
    });
  }

  it('tries again after failed connections, and not after what another try cannot mend', async () => {
    const again: Problem[] = [
      reset,
      { code: 'dns', host: 'h' },
      { code: 'refused', host: 'h' },
      { code: 'timeout', phase: 'connect', seconds: 10 },
      { code: 'proxy', detail: 'ECONNREFUSED' },
    ];
    for (const problem of again) {
      const service = open([failure(problem), failure(problem), answer(200)]);
      assert.equal((await get(service)).ok, true, problem.code);
      assert.equal(service.requests, 3);
    }
    const once: Problem[] = [
      { code: 'certificate', host: 'h', detail: 'x' },
      { code: 'proxy', detail: 'answered', status: 407 },
      { code: 'too-large', limitMegabytes: 200 },
    ];
    for (const problem of once) {
      const service = open([failure(problem)]);
      assert.deepEqual(await get(service), failed(problem));
      assert.equal(service.requests, 1);
    }
  });

  it('pauses twice as long each time, with jitter', async () => {
    for (const [random, pauses] of [
      [0, [1000, 2000]],
      [0.999999, [500, 1000]],
    ] as const) {
      const at: number[] = [];
      const service = open(
        [
          async () => {
            at.push(timer.now());
            return failure(reset);
          },
        ],
        { random: () => random },
      );
      await get(service);
      assert.deepEqual(
        at.slice(1).map((time, index) => Math.round(time - (at[index] ?? 0))),
        pauses,
      );
    }
  });

  it('waits as Retry-After says, and tells until when', async () => {
    const waits: number[] = [];
    const start = timer.now();
    const service = open([answer(429, { 'retry-after': '40' }), answer(200)], {
      onWait: until => waits.push(until - start),
    });
    assert.equal((await get(service)).ok, true);
    assert.deepEqual(waits, [40_000]);
    assert.equal(service.requests, 2);
  });

  it('ends with rate-limited where the wait is longer than a minute, or does not end', async () => {
    const start = timer.now();
    const long = open([answer(429, { 'retry-after': '300' })]);
    assert.deepEqual(await get(long), failed({ code: 'rate-limited', resumeAt: start + 300_000, perMinute: 100 }));
    assert.equal(long.requests, 1);
    const justTooLong = open([answer(429, { 'retry-after': '61' })]);
    assert.equal((await get(justTooLong)).ok, false);
    assert.equal(justTooLong.requests, 1, 'the pause between tries is no part of the wait');
    const endless = open([answer(429, { 'retry-after': '40' })]);
    const result = await get(endless);
    assert.equal(!result.ok && result.problem.code, 'rate-limited');
    assert.equal(endless.requests, 3);
  });

  it('goes on with the new transport where the settings of the network change under way', async () => {
    const transports = [undiciTransport({ strictSSL: true, environment: {} })];
    const { url } = await serve((_request, response) => response.end('{}'));
    const service = open([], {
      origin: url.origin,
      transport: () => transports.at(-1) as Transport,
      timer: systemTimer,
    });
    assert.equal((await service.get(url)).ok, true);
    await transports[0]?.close();
    transports.push(undiciTransport({ strictSSL: true, environment: {} }));
    assert.equal((await service.get(url)).ok, true);
    assert.equal(service.requests, 2);
    await transports[1]?.close();
    await closeServers();
  });

  it('tries again what a closing transport ended, and calls it no timeout', async () => {
    const service = open([failure({ code: 'cancelled' }), answer(200)]);
    assert.equal((await get(service)).ok, true);
    assert.deepEqual(
      log.map(line => line.outcome),
      ['unreachable', 200],
    );
  });

  it('gives up on a silent service within a minute in all', async () => {
    const start = timer.now();
    const service = open([silence]);
    let ended = 0;
    const pending = service.get(new URL('/x', ORIGIN)).then(result => {
      ended = timer.now() - start;
      return result;
    });
    await timer.advance(120_000);
    assert.deepEqual(await pending, failed({ code: 'timeout', phase: 'headers', seconds: 55 }));
    assert.ok(ended <= 60_000, `${ended} ms`);
  });

  it('gives up within a minute when every try runs into its own limit', async () => {
    const start = timer.now();
    const slow = async ({ signal }: TransportRequest): Promise<TransportResult> => {
      await timer.sleep(30_000, signal);
      return signal.aborted
        ? failure({ code: 'cancelled' })
        : failure({ code: 'timeout', phase: 'headers', seconds: 30 });
    };
    const pending = open([slow])
      .get(new URL('/x', ORIGIN))
      .then(() => timer.now() - start);
    await timer.advance(120_000);
    assert.ok((await pending) <= 60_000);
  });

  it('gives up on a body that drips for ever', async () => {
    const dripping = async ({ signal }: TransportRequest): Promise<TransportResult> => ({
      ok: true,
      value: {
        status: 200,
        headers: {},
        read: () =>
          new Promise(resolve => signal.addEventListener('abort', () => resolve(failed({ code: 'cancelled' })))),
        discard: () => {},
      },
    });
    assert.deepEqual(await get(open([dripping])), failed({ code: 'timeout', phase: 'body', seconds: 55 }));
  });

  it('is cancelled under way, in a pause and in a wait', async () => {
    const cancelled = failed({ code: 'cancelled' });
    for (const replies of [[silence], [failure(reset)], [answer(429, { 'retry-after': '30' })]]) {
      const stop = new AbortController();
      const service = open(replies, { signal: stop.signal });
      const pending = service.get(new URL('/x', ORIGIN));
      await timer.advance(1500);
      stop.abort();
      assert.deepEqual(await pending, cancelled);
      const before = sent.length;
      assert.deepEqual(await service.get(new URL('/x', ORIGIN)), cancelled);
      assert.equal(sent.length, before);
      assert.deepEqual(timer.sleepers, []);
    }
  });
});
