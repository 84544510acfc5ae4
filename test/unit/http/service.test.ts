import assert from 'node:assert/strict';
import { createBudget } from '../../../src/http/budget.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import { openService, type RequestLine, type Service, type ServiceOptions, textOf } from '../../../src/http/service.ts';
import { createServiceClock } from '../../../src/http/service-clock.ts';
import { systemTimer } from '../../../src/http/timer.ts';
import type { Transport, TransportRequest, TransportResult } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { failed, ok, type Problem } from '../../../src/session/problem.ts';
import { type FakeTimer, fakeTimer, settled } from './fake-timer.ts';
import { closeServers, serve } from './loopback.ts';

const ORIGIN = 'https://a.example';
const KEY = 'the-secret-key';

type Reply = TransportResult | ((request: TransportRequest) => Promise<TransportResult>);

const answer = (status: number, headers: Record<string, string> = {}, ...parts: string[]): TransportResult => ({
  ok: true,
  value: { status, headers, read: async () => ok(bodyOf(parts.length > 0 ? parts : ['{}'])), discard: () => {} },
});
const bodyOf = (parts: string[]) => ({ parts, bytes: parts.join('').length });
const failure = (problem: Problem): TransportResult => ({ ok: false, problem, sent: true });
const reset: Problem = { code: 'unreachable', host: 'a.example', detail: 'ECONNRESET' };

/** Never answers; ends when it is cancelled. */
const silence = ({ signal }: TransportRequest): Promise<TransportResult> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve(failure({ code: 'cancelled' }))));

describe('service', () => {
  let timer: FakeTimer;
  let sent: TransportRequest[];
  let log: RequestLine[];
  let stop: AbortController;

  beforeEach(() => {
    timer = fakeTimer();
    sent = [];
    log = [];
    stop = new AbortController();
  });

  const open = (replies: Reply[], options: Partial<ServiceOptions> = {}): Service => {
    const transport: Transport = {
      fetch: async request => {
        sent.push(request);
        const reply = replies.length > 1 ? replies.shift() : replies[0];
        if (!reply) throw new Error('nothing to answer');
        return typeof reply === 'function' ? reply(request) : reply;
      },
      close: async () => {},
    };
    return openService({
      origin: ORIGIN,
      headers: { authorization: `Bearer ${KEY}` },
      version: '1.2.3',
      transport: () => transport,
      budget: createBudget({ perMinute: 100, timer }),
      clock: createServiceClock(timer.now),
      signal: stop.signal,
      redact: createRedactor(() => [KEY]),
      log: line => log.push(line),
      timer,
      random: () => 0,
      ...options,
    });
  };

  /** Asks, and lets as much time pass as it takes. */
  const get = async (service: Service, path = '/x', minutes = 5) => {
    const pending = service.get(new URL(path, ORIGIN));
    await timer.advance(minutes * 60_000);
    return pending;
  };

  it('asks with the key, the format and its own name, and returns any answer', async () => {
    const service = open([answer(418, { 'x-a': 'b' }, 'tea')]);
    assert.deepEqual(await get(service, '/x?y=1#z'), ok({ status: 418, headers: { 'x-a': 'b' }, body: ['tea'] }));
    assert.equal(sent[0]?.url.href, 'https://a.example/x?y=1');
    assert.deepEqual(sent[0]?.headers, {
      accept: 'application/json',
      'user-agent': 'session-explorer/1.2.3',
      authorization: `Bearer ${KEY}`,
    });
    assert.equal(service.requests, 1);
  });

  it('sends nothing to another origin, nor a key over plain HTTP beyond this machine', async () => {
    const service = open([answer(200)]);
    for (const url of ['https://b.example/', 'http://a.example/', 'https://a.example:444/', 'https://a.example.b/']) {
      assert.deepEqual(await service.get(new URL(url)), failed({ code: 'internal', detail: 'other-origin' }));
    }
    const plain = open([answer(200)], { origin: 'http://a.example' });
    assert.equal((await plain.get(new URL('http://a.example/'))).ok, false);
    assert.equal(sent.length, 0);
    assert.equal((await get(open([answer(200)]), 'https://me:pw@a.example//b.example/')).ok, true);
    assert.equal(sent[0]?.url.href, 'https://a.example//b.example/');
  });

  it('says of a key that no header can carry what is wrong with it, and tries nothing', async () => {
    for (const key of ['ключ', 'a\u200bb', 'a\nb', 'a\0b']) {
      const service = open([answer(200)], { headers: { authorization: `Bearer ${key}` } });
      assert.deepEqual(await get(service), failed({ code: 'unusable-key' }), JSON.stringify(key));
      assert.equal(service.requests, 0);
    }
    assert.equal((await get(open([answer(200)], { headers: { authorization: 'Bearer clé' } }))).ok, true);
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
      stop = new AbortController();
      const service = open(replies);
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

  it('follows redirects within the origin, each a request of the budget, up to three', async () => {
    const service = open([answer(302, { location: '/y?z' }), answer(307, { location: `${ORIGIN}/w` }), answer(200)]);
    assert.equal((await get(service)).ok, true);
    assert.deepEqual(
      sent.map(request => request.url.pathname + request.url.search),
      ['/x', '/y?z', '/w'],
    );
    assert.equal(service.requests, 3);
    const loop = open([answer(301, { location: '/x' })]);
    assert.deepEqual(await get(loop), failed({ code: 'redirect', to: ORIGIN }));
    assert.equal(loop.requests, 4);
  });

  it('follows none to another origin, and names no more than that', async () => {
    for (const [location, to] of [
      [`https://b.example/?key=${KEY}`, 'https://b.example'],
      ['http://a.example/x', 'http://a.example'],
      ['//b.example/x', 'https://b.example'],
      ['https://a.example@b.example/', 'https://b.example'],
    ] as const) {
      const service = open([answer(302, { location })]);
      assert.deepEqual(await get(service), failed({ code: 'redirect', to }));
      assert.equal(service.requests, 1);
    }
    assert.ok(sent.every(request => request.url.origin === ORIGIN));
  });

  it('takes a redirect that leads nowhere for an answer', async () => {
    assert.equal((await get(open([answer(302)]))).ok, true);
    assert.equal((await get(open([answer(302, { location: 'https://[' })]))).ok, true);
  });

  it('logs each request without the key', async () => {
    const service = open([failure(reset), answer(200, {}, '[1]')]);
    await get(service, `/x?token=abc&q=${KEY}`);
    const path = '/x?token=[redacted]&q=[redacted]';
    assert.deepEqual(log, [
      { method: 'GET', path, outcome: 'unreachable', ms: 0, bytes: 0, try: 1 },
      { method: 'GET', path, outcome: 200, ms: 0, bytes: 3, try: 2 },
    ]);
  });

  it('shows no refusal that repeats the key', async () => {
    for (const [status, text] of [
      [401, `{"message":"bad key ${KEY}"}`],
      [200, `{ "success" : false, "error": "bad key ${KEY}" }`],
    ] as const) {
      const got = await get(open([answer(status, {}, text)]));
      assert.equal(got.ok && textOf(got.value), text.replace(KEY, '[redacted]'));
    }
    // In two parts, as a long answer comes.
    const split = await get(open([answer(200, {}, `{"data":["${KEY.slice(0, 5)}`, `${KEY.slice(5)}"]}`)]));
    assert.ok(split.ok && !textOf(split.value).includes(KEY));
    const rows = `{"success":true,"data":[{"title":"x?token=1","success":false}]}`;
    const got = await get(open([answer(200, {}, rows)]));
    assert.equal(got.ok && textOf(got.value), rows);
  });

  it('reads the clock of the service', async () => {
    const service = open([answer(200, { date: new Date(timer.now() + 3_600_000).toUTCString() })]);
    assert.equal(service.now(), timer.now());
    await get(service);
    assert.equal(service.now(), timer.now() + 3_600_500);
  });

  it('turns what should not happen into a problem without the key', async () => {
    const service = open([
      async () => {
        throw new Error(`no luck with ${KEY}`);
      },
    ]);
    assert.deepEqual(await get(service), failed({ code: 'internal', detail: 'Error: no luck with [redacted]' }));
  });
});

describe('service over the wire', () => {
  afterEach(closeServers);

  it('sends nothing to the other server of a redirect, and all of it within the budget', async () => {
    const other = await serve((_request, response) => response.end('{}'));
    const { url, seen } = await serve((_request, response) =>
      response.writeHead(302, { location: other.url.href }).end(),
    );
    const transport = undiciTransport({ strictSSL: true, environment: {} });
    const service = openService({
      origin: url.origin,
      headers: { apikey: KEY },
      version: '0',
      transport: () => transport,
      budget: createBudget({ perMinute: 100, timer: systemTimer }),
      clock: createServiceClock(systemTimer.now),
      signal: new AbortController().signal,
      redact: createRedactor(() => [KEY]),
    });
    assert.deepEqual(await service.get(url), failed({ code: 'redirect', to: other.url.origin }));
    assert.equal(seen.length, 1);
    assert.equal(other.connections, 0);
    await transport.close();
    await settled();
  });
});
