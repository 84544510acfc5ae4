import assert from 'node:assert/strict';
import { autoTransport } from '../../../src/http/auto-transport.ts';
import type { Transport, TransportResult } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import type { Problem } from '../../../src/session/problem.ts';
import { closeServers, serve, serveProxy, serveRaw } from './loopback.ts';

const never = new AbortController().signal;

const answered: TransportResult = {
  ok: true,
  value: { status: 200, headers: {}, read: () => Promise.reject(new Error('not read here')), discard: () => {} },
};
const failure = (problem: Problem, sent = false): TransportResult => ({ ok: false, problem, sent });

/** A transport that answers from a list, the last answer again and again. */
function scripted(...results: TransportResult[]): Transport & { asked: number } {
  const transport = {
    asked: 0,
    fetch: async () => {
      const result = results[Math.min(transport.asked, results.length - 1)];
      transport.asked++;
      if (!result) throw new Error('nothing to answer');
      return result;
    },
    close: async () => {},
  };
  return transport;
}

const ask = (transport: Transport, url = 'https://a.example/') =>
  transport.fetch({ url: new URL(url), headers: {}, signal: never });

describe('auto transport', () => {
  afterEach(closeServers);

  const noWay: Problem[] = [
    { code: 'dns', host: 'h' },
    { code: 'refused', host: 'h' },
    { code: 'unreachable', host: 'h', detail: 'ENETUNREACH' },
    { code: 'certificate', host: 'h', detail: 'CERT_HAS_EXPIRED' },
    { code: 'proxy', detail: 'answered', status: 407 },
    { code: 'timeout', phase: 'connect', seconds: 10 },
  ];
  for (const problem of noWay) {
    it(`goes through the editor on ${problem.code}, and remembers that for the origin alone`, async () => {
      const ours = scripted(failure(problem));
      const host = scripted(answered);
      const auto = autoTransport(ours, host);
      assert.equal((await ask(auto)).ok, true);
      assert.equal((await ask(auto)).ok, true);
      assert.deepEqual([ours.asked, host.asked], [1, 2]);
      await ask(auto, 'https://b.example/');
      assert.equal(ours.asked, 2);
    });
  }

  it('stays with ours where a request may have arrived, or was cancelled', async () => {
    for (const result of [
      answered,
      failure({ code: 'unreachable', host: 'h', detail: 'ECONNRESET' }, true),
      failure({ code: 'timeout', phase: 'headers', seconds: 20 }, true),
      failure({ code: 'cancelled' }),
    ]) {
      const host = scripted(answered);
      assert.equal(await ask(autoTransport(scripted(result), host)), result);
      assert.equal(host.asked, 0);
    }
  });

  it('tells the more exact of two failures', async () => {
    const dns = failure({ code: 'dns', host: 'h' });
    const vague = failure({ code: 'unreachable', host: 'h', detail: 'unknown' }, true);
    const exact = failure({ code: 'certificate', host: 'h', detail: 'x' }, true);
    assert.equal(await ask(autoTransport(scripted(dns), scripted(vague))), dns);
    assert.equal(await ask(autoTransport(scripted(dns), scripted(exact))), exact);
  });

  it('comes back to ours when the editor gets no answer any more', async () => {
    const ours = scripted(failure({ code: 'dns', host: 'h' }), answered);
    const host = scripted(answered, failure({ code: 'dns', host: 'h' }));
    const auto = autoTransport(ours, host);
    assert.equal((await ask(auto)).ok, true);
    assert.equal((await ask(auto)).ok, false);
    assert.equal((await ask(auto)).ok, true);
    assert.deepEqual([ours.asked, host.asked], [2, 2]);
  });

  it("finds the way through a proxy that only the editor's fetch knows", async () => {
    const service = await serve((_request, response) => response.end('inside'), { tls: true });
    const proxy = await serveProxy({ 'sessions.example': service.port });
    const direct = undiciTransport({ strictSSL: false, environment: {} });
    const editor = undiciTransport({ strictSSL: false, environment: {}, proxy: proxy.uri });
    const auto = autoTransport(direct, editor);
    const answer = await ask(auto, 'https://sessions.example/');
    assert.ok(answer.ok);
    const body = await answer.value.read();
    assert.equal(body.ok && body.value.parts.join(''), 'inside');
    await auto.close();
  });

  it('asks once where a service resets the connection after the request', async () => {
    let arrived = 0;
    const port = await serveRaw(socket =>
      socket.once('data', () => {
        arrived++;
        socket.resetAndDestroy();
      }),
    );
    const host = scripted(answered);
    const ours = undiciTransport({ strictSSL: true, environment: {} });
    const answer = await ask(autoTransport(ours, host), `http://127.0.0.1:${port}/`);
    assert.deepEqual([answer.ok, arrived, host.asked], [false, 1, 0]);
    await ours.close();
  });
});
