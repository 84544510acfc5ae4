import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/http/proxy.ts';
import { LIMITS, type Transport } from '../../../src/http/transport.ts';
import { type NetworkSettings, undiciTransport } from '../../../src/http/undici-transport.ts';
import type { Problem } from '../../../src/session/problem.ts';
import { closedPort, closeServers, serve, serveProxy, serveRaw } from './loopback.ts';

describe('proxyFor', () => {
  const environment = {
    HTTPS_PROXY: 'http://env-secure:1',
    http_proxy: 'env-plain:2',
    NO_PROXY: 'spared.example, .in',
  };

  const chosen = (url: string, settings: Partial<NetworkSettings> = {}) =>
    proxyFor(new URL(url), { environment: {}, ...settings });

  it('takes the setting before the environment', () => {
    assert.equal(chosen('https://a.example/', { proxy: 'http://set:3', environment }), 'http://set:3');
    assert.equal(chosen('https://spared.example/', { proxy: 'http://set:3', environment }), 'http://set:3');
  });

  it('takes the environment in either case, by scheme, and adds a missing scheme', () => {
    assert.equal(chosen('https://a.example/', { environment }), 'http://env-secure:1');
    assert.equal(chosen('http://a.example/', { environment }), 'http://env-plain:2');
    assert.equal(chosen('https://a.example/', { environment: { http_proxy: 'p:2' } }), 'http://p:2');
    assert.equal(chosen('https://a.example/'), undefined);
  });

  it('spares what the environment spares', () => {
    assert.equal(chosen('https://spared.example/', { environment }), undefined);
    assert.equal(chosen('https://www.spared.example/', { environment }), undefined);
    assert.equal(chosen('https://x.in/', { environment }), undefined);
    assert.equal(chosen('https://notspared.example/', { environment }), 'http://env-secure:1');
  });

  const rules: [rule: string, url: string, spared: boolean][] = [
    ['*', 'https://a.example/', true],
    ['a.example', 'https://a.example/', true],
    ['A.Example', 'https://a.example./', true],
    ['a.example', 'https://b.a.example/', true],
    ['a.example', 'https://ba.example/', false],
    ['.a.example', 'https://a.example/', true],
    ['*.a.example', 'https://a.example/', false],
    ['*.a.example', 'https://b.a.example/', true],
    ['a.example:443', 'https://a.example/', true],
    ['a.example:444', 'https://a.example/', false],
    ['a.example:80', 'http://a.example/', true],
    ['10.0.0.0/8', 'https://10.20.30.40/', true],
    ['10.0.0.0/8', 'https://11.20.30.40/', false],
    ['fd00::/8', 'https://[fd12::1]/', true],
    ['[fd12::1]:443', 'https://[fd12::1]/', true],
    ['fd12::1', 'https://[fd12::1]/', true],
    ['fd12::1', 'https://[fd12::2]/', false],
    ['10.0.0.0/99', 'https://10.0.0.1/', false],
    ['', 'https://a.example/', false],
    [':443', 'https://a.example/', false],
  ];
  for (const [rule, url, spared] of rules) {
    it(`noProxy "${rule}" ${spared ? 'spares' : 'does not spare'} ${url}`, () => {
      assert.equal(chosen(url, { proxy: 'http://p:1', noProxy: [rule] }), spared ? undefined : 'http://p:1');
    });
  }

  it('never sends loopback through a proxy', () => {
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
      assert.equal(chosen(`http://${host}:8080/`, { proxy: 'http://p:1', environment }), undefined);
    }
    assert.equal(chosen('http://127.0.0.1.example/', { proxy: 'http://p:1' }), 'http://p:1');
  });
});

describe('undici transport through a proxy', () => {
  const never = new AbortController().signal;
  const NAME = 'sessions.example';
  let own: Transport | undefined;

  afterEach(async () => {
    await own?.close();
    await closeServers();
  });

  const get = async (
    url: string,
    settings: Partial<NetworkSettings>,
  ): Promise<{ text?: string; problem?: Problem }> => {
    own = undiciTransport(
      { strictSSL: false, environment: {}, ...settings },
      { limits: { ...LIMITS, connectMs: 500, headersMs: 500 } },
    );
    const answer = await own.fetch({ url: new URL(url), headers: { apikey: 'secret-of-the-service' }, signal: never });
    if (!answer.ok) return { problem: answer.problem };
    const body = await answer.value.read();
    return body.ok ? { text: body.value.parts.join('') } : { problem: body.problem };
  };

  it('reaches a name that only the proxy can resolve, over TLS and plain', async () => {
    const service = await serve((request, response) => response.end(`${request.headers.host} ${request.url}`), {
      tls: true,
    });
    const plain = await serve((request, response) => response.end(`${request.headers.host} ${request.url}`));
    const proxy = await serveProxy({ [NAME]: service.port });
    assert.deepEqual(await get(`https://${NAME}/a?b`, { proxy: proxy.uri }), { text: `${NAME} /a?b` });
    assert.deepEqual(proxy.targets, [`${NAME}:443`]);
    await own?.close();
    const forward = await serveProxy({ [NAME]: plain.port });
    assert.deepEqual(await get(`http://${NAME}/a`, { environment: { http_proxy: forward.uri } }), {
      text: `${NAME} /a`,
    });
  });

  it('tells the certificate of the service apart from the proxy', async () => {
    const service = await serve((_request, response) => response.end('x'), { tls: true });
    const proxy = await serveProxy({ [NAME]: service.port });
    const { problem } = await get(`https://${NAME}/`, { proxy: proxy.uri, strictSSL: true });
    assert.deepEqual(problem, { code: 'certificate', host: NAME, detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    assert.deepEqual(service.seen, []);
  });

  it('says that the proxy wants a password, and gives it where there is one', async () => {
    const service = await serve((_request, response) => response.end('in'), { tls: true });
    const plain = await serve((_request, response) => response.end('in'));
    const proxy = await serveProxy({ [NAME]: service.port, 'plain.example': plain.port }, 'me:pass word');
    const wanted = { problem: { code: 'proxy', detail: 'answered', status: 407 } };
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: proxy.uri }), wanted);
    await own?.close();
    assert.deepEqual(await get('http://plain.example/', { proxy: proxy.uri }), wanted);
    await own?.close();
    assert.deepEqual([...service.seen, ...plain.seen], []);
    const withPassword = proxy.uri.replace('//', '//me:pass%20word@');
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: withPassword }), { text: 'in' });
    await own?.close();
    const proxyAuthorization = `Basic ${Buffer.from('me:pass word').toString('base64')}`;
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: proxy.uri, proxyAuthorization }), { text: 'in' });
  });

  it('says so when the proxy cannot reach the service, or cannot be reached', async () => {
    const proxy = await serveProxy({});
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: proxy.uri }), {
      problem: { code: 'proxy', detail: 'answered', status: 502 },
    });
    const port = await closedPort();
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: `http://127.0.0.1:${port}` }), {
      problem: { code: 'proxy', detail: 'ECONNREFUSED' },
    });
    assert.deepEqual(await get(`https://${NAME}/`, { proxy: 'http://no-such-proxy.invalid:1' }), {
      problem: { code: 'proxy', detail: 'ENOTFOUND' },
    });
    const resetting = await serveRaw(socket => socket.once('data', () => socket.resetAndDestroy()));
    assert.equal((await get(`https://${NAME}/`, { proxy: `http://127.0.0.1:${resetting}` })).problem?.code, 'proxy');
    assert.equal((await get(`https://${NAME}/`, { proxy: 'nonsense://127.0.0.1:1' })).problem?.code, 'proxy');
    assert.equal((await get(`https://${NAME}/`, { proxy: 'http://' })).problem?.code, 'proxy');
  });

  it('does not wait for ever for a proxy that says nothing', async () => {
    const silent = await serveRaw(() => {});
    const { problem } = await get(`https://${NAME}/`, { proxy: `http://127.0.0.1:${silent}` });
    assert.equal(problem?.code, 'timeout');
  });

  it('goes straight to what noProxy names', async () => {
    const proxy = await serveProxy({});
    const { problem } = await get(`http://${NAME}.invalid/`, { proxy: proxy.uri, noProxy: ['.invalid'] });
    assert.deepEqual(problem, { code: 'dns', host: `${NAME}.invalid` });
    assert.deepEqual(proxy.targets, []);
  });
});
