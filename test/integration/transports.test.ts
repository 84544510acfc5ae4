import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Coverage } from '../../src/ui/api/api.ts';
import { closeServers, type LoopbackProxy, serveProxy } from '../unit/http/loopback.ts';
import { activated, connect, disconnect, EXTENSION, type Services, setting, startServices } from './services.ts';

/** The test certificate's name. No resolver knows it: what reaches it came through a proxy. */
const NAME = 'sessions.example';
const PASSWORD = 'person:pass word';

/** Sets one of VS Code's own settings for the person; `undefined` takes it away. */
const network = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);

const fixture = (name: string): string =>
  readFileSync(join(vscode.extensions.getExtension(EXTENSION)?.extensionPath ?? '', 'test/fixtures/tls', name), 'utf8');

/** The simulator behind TLS, and the headers of each request that came in. */
async function serveSecurely(target: string) {
  const heard: IncomingHttpHeaders[] = [];
  const tls = { key: fixture('test-only-key.pem'), cert: fixture('test-only-certificate.pem') };
  const server = createServer(tls, (request, response) => {
    heard.push(request.headers);
    const onward = ask(`${target}${request.url}`, { headers: request.headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    port: (server.address() as AddressInfo).port, // listening on TCP, so the address has a port
    async close() {
      const ended = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await ended;
    },
  };
}

describe('ways to the network', () => {
  let api: Awaited<ReturnType<typeof activated>>;
  let services: Services;
  let secure: Awaited<ReturnType<typeof serveSecurely>>;
  let proxy: LoopbackProxy;
  let locked: LoopbackProxy;
  const slots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map(name => Symbol.for(name));
  const dispatchers = (): unknown[] => slots.map(slot => Reflect.get(globalThis, slot));
  const atFirst = dispatchers();

  before(async () => {
    api = await activated();
    await disconnect(api);
    services = await startServices('way', { sessions: 40 });
    secure = await serveSecurely(services.simulator.url);
    proxy = await serveProxy({ [NAME]: secure.port });
    locked = await serveProxy({ [NAME]: secure.port }, PASSWORD);
    services.connections = services.connections.map(({ baseUrl = '', ...connection }) => ({
      ...connection,
      baseUrl: baseUrl.replace(services.simulator.url, `https://${NAME}`),
    }));
    await network('proxy', proxy.uri);
    await network('proxyStrictSSL', false);
    await connect(api, services);
  });

  after(async () => {
    await disconnect(api, 'http.transport');
    for (const name of ['proxy', 'proxyStrictSSL', 'noProxy', 'proxyAuthorization']) await network(name, undefined);
    await closeServers();
    await secure.close();
    await services.close();
  });

  afterEach(async () => {
    await network('proxy', proxy.uri);
    await network('proxyStrictSSL', false);
    for (const name of ['noProxy', 'proxyAuthorization']) await network(name, undefined);
  });

  const refused = (coverages: readonly Coverage[], sentence: RegExp): void => {
    for (const { connectionId, complete, problem = '' } of coverages) {
      assert.equal(complete, false, connectionId);
      assert.match(problem, sentence, connectionId);
    }
  };

  async function throughTheProxy(): Promise<void> {
    const asked = proxy.targets.length;
    for (const { connectionId, complete, problem } of await api.refresh())
      assert.ok(complete, `${connectionId}: ${problem}`);
    assert.ok(proxy.targets.length > asked);
    assert.deepEqual(new Set(proxy.targets), new Set([`${NAME}:443`]));
  }

  for (const transport of ['undici', 'host', 'auto']) {
    describe(transport, () => {
      before(() => setting('http.transport', transport));

      if (transport !== 'host') it('reaches services whose name only the proxy knows', throughTheProxy);

      it('trusts no certificate that nobody vouches for, and says so before a key is sent', async () => {
        await network('proxyStrictSSL', true);
        const heard = secure.heard.length;
        const coverages = await api.refresh();
        assert.equal(secure.heard.length, heard);
        refused(coverages, transport === 'host' ? /./ : /certificate/i);
      });

      it('says that the proxy wants a password', async () => {
        await network('proxy', locked.uri);
        const heard = secure.heard.length;
        refused(await api.refresh(), transport === 'host' ? /./ : /proxy/i);
        assert.equal(secure.heard.length, heard);
      });

      it('names no password of a proxy when it fails', async () => {
        await network('proxy', locked.uri.replace('//', '//someone:wrong%20word@'));
        for (const { problem = '' } of await api.refresh()) assert.doesNotMatch(problem, /wrong|someone/);
      });
    });
  }

  describe('undici', () => {
    before(() => setting('http.transport', 'undici'));

    it('tells the proxy the password that the settings hold', async () => {
      await network('proxy', locked.uri);
      await network('proxyAuthorization', `Basic ${Buffer.from(PASSWORD).toString('base64')}`);
      for (const { connectionId, complete, problem } of await api.refresh())
        assert.ok(complete, `${connectionId}: ${problem}`);
    });

    it('goes past the proxy where http.noProxy says so', async () => {
      await network('noProxy', [NAME]);
      const asked = proxy.targets.length;
      refused(await api.refresh(), new RegExp(NAME));
      assert.equal(proxy.targets.length, asked);
    });
  });

  describe('auto', () => {
    before(() => setting('http.transport', 'auto'));

    it("asks through the editor's fetch what it cannot reach itself, with the key and all", async () => {
      const editors = globalThis.fetch;
      const asked: string[] = [];
      globalThis.fetch = async (input, init) => {
        const url = new URL(String(input));
        if (url.hostname !== NAME) return editors(input, init);
        asked.push(url.href);
        return editors(url.href.replace(`https://${NAME}`, services.simulator.url), init);
      };
      try {
        await network('noProxy', [NAME]);
        const coverages = await api.refresh();
        for (const { connectionId, complete, problem } of coverages) assert.ok(complete, `${connectionId}: ${problem}`);
        assert.ok(asked.length >= coverages.length);
      } finally {
        globalThis.fetch = editors;
      }
    });
  });

  // Last, since connections stay open that were trusted once.
  describe('host', () => {
    before(() => setting('http.transport', 'host'));

    it('reaches services whose name only the proxy knows', async () => {
      // In this VS Code the editor's fetch heeds no http.proxyStrictSSL and has its own list of authorities; Node can be told.
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      try {
        await throughTheProxy();
      } finally {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      }
    });
  });

  describe('all of them', () => {
    it("leave the dispatcher of other extensions' fetch alone", () => {
      const now = dispatchers();
      for (const [at, slot] of slots.entries()) assert.equal(now[at], atFirst[at], String(slot));
    });

    it('send the keys to the services alone', () => {
      assert.ok(secure.heard.length > 20);
      for (const headers of secure.heard) assert.ok(headers.authorization ?? headers.apikey, headers.host);
      for (const { headersSeen } of services.simulator.log) assert.ok(!headersSeen.includes('proxy-authorization'));
    });
  });
});
