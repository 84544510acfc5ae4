import assert from 'node:assert/strict';
import { createBudget } from '../../../src/http/budget.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import { openService, textOf } from '../../../src/http/service.ts';
import { createServiceClock } from '../../../src/http/service-clock.ts';
import { systemTimer } from '../../../src/http/timer.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { failed, ok } from '../../../src/session/problem.ts';
import { settled } from './fake-timer.ts';
import { closeServers, serve } from './loopback.ts';
import { answer, failure, KEY, ORIGIN, reset, scriptedService } from './scripted-service.ts';

describe('service', () => {
  let { timer, sent, log, open, get } = scriptedService();
  beforeEach(() => {
    ({ timer, sent, log, open, get } = scriptedService());
  });

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
