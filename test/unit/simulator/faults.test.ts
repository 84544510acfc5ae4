import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { digits, type Fault, retryAfter, type When } from '../../../src/simulator/faults.ts';
import { type Asking, asking, NOON } from './asking.ts';

const LIST = '/sessions/list';

describe('simulator/faults', () => {
  let ask: Asking;
  beforeEach(async () => {
    ask = await asking({ sessions: 120 });
  });
  afterEach(() => ask.close());

  const set = (fault: Fault | readonly Fault[], when?: When): void => ask.simulator.faults.set('series', fault, when);
  const get = (path = LIST) => ask.get('series', path);
  const ids = (body: { data: { Sessions: { SessionId: string }[] } }): string[] =>
    body.data.Sessions.map(one => one.SessionId);

  /** The answer as it comes off the wire, before anything is decoded. */
  async function bytes(): Promise<{ head: string; body: Buffer }> {
    const { connect } = await import('node:net');
    const { baseUrl, key } = ask.connection('series');
    const url = new URL(baseUrl);
    const socket = connect(Number(url.port), url.hostname);
    socket.write(`GET ${url.pathname}${LIST} HTTP/1.0\r\napikey: ${key}\r\n\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    return { head: all.subarray(0, end).toString().toLowerCase(), body: all.subarray(end + 4) };
  }

  it('answers with a status, a body and headers, so many times', async () => {
    set({ kind: 'status', code: 503, body: { gone: true }, headers: { 'x-why': 'test' } }, { times: 2 });
    for (let n = 0; n < 2; n += 1) {
      const { status, body, headers } = await get();
      assert.deepEqual([status, body, headers.get('x-why')], [503, { gone: true }, 'test']);
    }
    assert.equal((await get()).status, 200);
  });

  it('goes through rules in turn, by path and query, and stops when told', async () => {
    set({ kind: 'status', code: 500 }, { times: 1 });
    ask.simulator.faults.add(
      'series',
      { kind: 'status', code: 502 },
      { when: (path, query) => path === LIST && query.get('page') === '2' },
    );
    assert.equal((await get()).status, 500);
    assert.equal((await get()).status, 200);
    assert.equal((await get(`${LIST}?page=2`)).status, 502);
    assert.equal((await ask.get('digitalSamba', '/api/v1/sessions')).status, 200);
    ask.simulator.faults.set('series', undefined);
    assert.equal((await get(`${LIST}?page=2`)).status, 200);
  });

  it('asks to come back after seconds or at a date', async () => {
    set(retryAfter(7));
    assert.equal((await get()).headers.get('retry-after'), '7');
    set(retryAfter(new Date(NOON), 503));
    const { status, headers } = await get();
    assert.deepEqual([status, headers.get('retry-after')], [503, 'Sun, 15 Mar 2026 12:00:00 GMT']);
  });

  it('sends a page, a redirect, or a no that looks like a yes', async () => {
    set({ kind: 'html' });
    const page = await get();
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /html/);
    set({ kind: 'redirect', to: 'http://127.0.0.2/' });
    const redirect = await get();
    assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, 'http://127.0.0.2/']);
    set({ kind: 'success-false' });
    const no = await get();
    assert.deepEqual([no.status, no.body.success], [200, false]);
  });

  it('cuts JSON short', async () => {
    const whole = await get();
    set({ kind: 'truncate' });
    const half = await get();
    assert.equal(half.status, 200);
    assert.equal(half.body, undefined);
    assert.ok(whole.text.startsWith(half.text));
  });

  it('breaks connections before or within an answer', async () => {
    for (const kind of ['reset', 'cut'] as const) {
      set({ kind });
      await assert.rejects(get());
    }
  });

  for (const kind of ['silence', 'stall', 'endless'] as const) {
    it(`does not finish (${kind}), and can be left and closed`, async () => {
      set({ kind });
      const { baseUrl, key } = ask.connection('series');
      const leaving = new AbortController();
      const asked = fetch(baseUrl + LIST, { headers: { apikey: key }, signal: leaving.signal });
      if (kind === 'silence') {
        while (ask.simulator.log.length === 0) await new Promise(setImmediate);
      } else {
        const reader = (await asked).body?.getReader();
        assert.ok((await reader?.read())?.value?.length);
        leaving.abort();
        await assert.rejects(async () => {
          for (;;) if ((await reader?.read())?.done) return;
        });
      }
      leaving.abort();
      if (kind === 'silence') await assert.rejects(asked);
    });
  }

  it('waits, but not for one who has left', async () => {
    set({ kind: 'delay', ms: 1 });
    assert.equal((await get()).status, 200);
    set({ kind: 'delay', ms: 3_600_000 });
    const asked = get();
    while (ask.simulator.log.length < 2) await new Promise(setImmediate);
    await Promise.all([assert.rejects(asked), ask.close()]);
  });

  it('sends bodies of any size that are still right', async () => {
    set({ kind: 'huge', bytes: 3_000_000 });
    const { text, body } = await get();
    assert.ok(text.length >= 3_000_000);
    assert.equal(body.success, true);
  });

  it('encodes, a huge body too', async () => {
    const decoders = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync };
    for (const name of ['gzip', 'br', 'zstd'] as const) {
      set([
        { kind: 'encoding', name },
        { kind: 'huge', bytes: 2_000_000 },
      ]);
      const { head, body } = await bytes();
      assert.match(head, new RegExp(`content-encoding: ${name}`));
      const text = decoders[name](body).toString();
      assert.ok(text.length >= 2_000_000 && body.length < 1_000_000);
      assert.equal(JSON.parse(text).success, true);
    }
  });

  it('marks its bytes, or sends some that are no UTF-8', async () => {
    set({ kind: 'bom' });
    assert.equal((await bytes()).body.subarray(0, 3).toString('hex'), 'efbbbf');
    set({ kind: 'invalid-utf8' });
    const { body } = await bytes();
    assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(body));
    assert.equal(JSON.parse(body.toString()).data.Sessions.length, 50);
  });

  it('repeats keys, the last one being right', async () => {
    const right = ids((await get()).body);
    set({ kind: 'duplicate-keys' });
    const { text, body } = await get();
    assert.match(text, /"SessionId":"not-this-one","SessionId":/);
    assert.deepEqual(ids(body), right);
  });

  it('numbers its sessions beyond what a double holds, and knows them by it', async () => {
    const [right] = ids((await get()).body);
    set({ kind: 'numeric-ids' });
    const { text } = await get();
    const number = /"SessionId":(\d+)/.exec(text)?.[1] ?? '';
    assert.notEqual(String(Number(number)), number);
    const one = await get(`/sessions/get/${number}`);
    assert.match(one.text, new RegExp(`"SessionId":${number},`));
    ask.simulator.faults.set('series', undefined);
    const { body } = await get(`/sessions/get/${right}`);
    assert.ok(one.text.includes(`"Scheduled":"${body.data.Scheduled}"`));
  });

  it('changes or drops records', async () => {
    let n = 0;
    const change = (record: unknown) => {
      n += 1;
      return n === 1 ? undefined : { ...(record as object), Extra: n, Host: digits('12345678901234567890') };
    };
    set({ kind: 'mutate', change });
    const { text, body } = await get();
    assert.equal(body.data.Sessions.length, 49);
    assert.match(text, /"Host":12345678901234567890,/);
    assert.equal(body.data.Sessions[0].Extra, 2);
  });

  it('ignores the page, or repeats the last one', async () => {
    const first = ids((await get()).body);
    const last = ids((await get(`${LIST}?page=3`)).body);
    set({ kind: 'ignore-page' });
    assert.deepEqual(ids((await get(`${LIST}?page=2`)).body), first);
    set({ kind: 'repeat-last-page' });
    assert.deepEqual(ids((await get(`${LIST}?page=3`)).body), last);
    assert.deepEqual(ids((await get(`${LIST}?page=4`)).body), last);
    assert.deepEqual(ids((await get(`${LIST}?page=9`)).body), last);
  });

  it('hands out shorter pages that still hold everything', async () => {
    set({ kind: 'page-shrinks', to: 33 });
    const found = new Set<string>();
    for (let page = 1; page <= 4; page += 1)
      for (const id of ids((await get(`${LIST}?page=${page}`)).body)) found.add(id);
    assert.equal(found.size, 120);
  });

  it('frees its port', async () => {
    const { port } = new URL(ask.simulator.url);
    await ask.close();
    const other = createServer().listen(Number(port), '127.0.0.1');
    await once(other, 'listening');
    other.close();
    await once(other, 'close');
    ask = await asking({ sessions: 1 });
  });
});
