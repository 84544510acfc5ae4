import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { closeServers, serve } from './loopback.ts';

const run = promisify(execFile);

/** Runs a module's text in a fresh Node, in which nothing of undici was loaded. */
async function inChild(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env: { ...process.env, ...env },
  });
  return stdout.trim();
}

const ask = (url: URL) => `
  const { undiciTransport } = await import('./src/http/undici-transport.ts');
  const transport = undiciTransport({ strictSSL: true, environment: {} });
  const answer = await transport.fetch({ url: new URL('${url}'), headers: {}, signal: new AbortController().signal });
  const outcome = answer.ok ? (await answer.value.read()).value.parts.join('') : answer.problem.code;
  await transport.close();
`;

describe('undici transport and certificates', () => {
  afterEach(closeServers);

  it('accepts a self-signed certificate where strictSSL is off', async () => {
    const { url } = await serve((_request, response) => response.end('trusted'), { tls: true });
    const own = undiciTransport({ strictSSL: false, environment: {} });
    const answer = await own.fetch({ url, headers: {}, signal: new AbortController().signal });
    assert.ok(answer.ok);
    const body = await answer.value.read();
    assert.equal(body.ok && body.value.parts.join(''), 'trusted');
    await own.close();
  });

  it("trusts the machine's store and NODE_EXTRA_CA_CERTS", async () => {
    const { url } = await serve((_request, response) => response.end('trusted'), { tls: true });
    const pem = fileURLToPath(new URL('../../fixtures/tls/test-only-certificate.pem', import.meta.url));
    const script = `${ask(url)} console.log(outcome);`;
    assert.equal(await inChild(script), 'certificate');
    assert.equal(await inChild(script, { NODE_EXTRA_CA_CERTS: pem }), 'trusted');
    // Only where the store is OpenSSL's can a variable name another one.
    if (process.platform === 'linux') assert.equal(await inChild(script, { SSL_CERT_FILE: pem }), 'trusted');
  }).timeout(20_000);
});

describe('undici kept private', () => {
  afterEach(closeServers);

  it("leaves the process-wide dispatcher alone, so that other extensions' fetch is their own", async () => {
    const { url } = await serve((_request, response) => response.end('x'));
    const seen = await inChild(`
      const slots = () => ['1', '2'].map(version => globalThis[Symbol.for('undici.globalDispatcher.' + version)]);
      const before = slots();
      ${ask(url)}
      console.log(JSON.stringify([outcome, before.map(String), slots().map((slot, index) => slot === before[index])]));
    `);
    assert.deepEqual(JSON.parse(seen), ['x', ['undefined', 'undefined'], [true, true]]);
  }).timeout(20_000);

  it('is not loaded before the first request', async () => {
    const loaded = await inChild(`
      import { createRequire } from 'node:module';
      const { undiciTransport } = await import('./src/http/undici-transport.ts');
      undiciTransport({ strictSSL: true, environment: {} });
      console.log(Object.keys(createRequire(process.cwd() + '/x.js').cache).filter(path => path.includes('undici')).length);
    `);
    assert.equal(loaded, '0');
  });
});
