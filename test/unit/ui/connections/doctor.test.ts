import assert from 'node:assert/strict';
import '../vscode.ts';
import { createRedactor } from '../../../../src/http/redact.ts';
import type { Transport, TransportAnswer } from '../../../../src/http/transport.ts';
import { providerOf } from '../../../../src/providers/registry.ts';
import type { Connection } from '../../../../src/session/connection.ts';
import { failed, ok, type Problem, type Result } from '../../../../src/session/problem.ts';
import { createServices, type Examination } from '../../../../src/sync/services.ts';
import type { Finding, Route, Subject } from '../../../../src/ui/connections/doctor.ts';
import { NOW, ZONE } from '../world.ts';

const { diagnose, report } = await import('../../../../src/ui/connections/doctor.ts');

const connection: Connection = { id: 'my-series', provider: 'series' };
const KEY = 'k3y-of-series';

/** A network that answers as it is told, and the trial of a connection over it. */
function examined(
  answer: Partial<TransportAnswer> & { text?: string } = {},
  { problem, key = ok(KEY) }: { problem?: Problem; key?: Result<string> } = {},
): Promise<Examination> {
  const { text = '{"success":true,"data":{"Sessions":[]}}', status = 200, headers = {} } = answer;
  const transport: Transport = {
    async fetch() {
      if (problem) return { ok: false, problem, sent: true };
      return {
        ok: true,
        value: { status, headers, read: async () => ok({ parts: [text], bytes: text.length }), discard() {} },
      };
    },
    async close() {},
  };
  const services = createServices({
    provider: providerOf,
    readKey: async () => key,
    transport: () => transport,
    redact: createRedactor(() => [KEY]),
    version: '0.0.0',
    log() {},
  });
  // Retries of a failing service pause for seconds; the first answer is all that is needed here.
  const signal = problem || status >= 500 ? AbortSignal.timeout(50) : new AbortController().signal;
  return services.examine(connection, signal);
}

const subject = (examination: Examination, some: Partial<Subject> = {}): Subject => ({
  connection,
  label: 'Series',
  origin: 'https://api.series.hr',
  examination,
  route: { strict: true, byHost: false },
  drift: 0,
  display: { timeZone: ZONE, locale: 'en-GB', now: NOW },
  ...some,
});

const verdicts = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]));

const textOf = (findings: readonly Finding[], name: string): string =>
  findings.find(finding => finding.name === name)?.text ?? assert.fail(`no ${name}`);

describe('the test of a connection', () => {
  it('finds all good where it is, with what was seen', async () => {
    const date = new Date(Date.now()).toUTCString();
    const findings = diagnose(subject(await examined({ headers: { date } })));
    assert.deepEqual(new Set(Object.values(verdicts(findings))), new Set(['good']));
    assert.equal(textOf(findings, 'Address'), 'https://api.series.hr');
    assert.match(textOf(findings, 'Answer'), /^200 in \d+ ms$/);
    assert.equal(textOf(findings, 'Rate budget'), '600 requests a minute');
  });

  it('finds the step at which it fails: those before are good, those after were not tried', () => {
    const steps = ['Address', 'Key', 'Proxy', 'Name (DNS)', 'Connection', 'Certificate (TLS)', 'Answer', 'Shape'];
    const host = 'api.series.hr';
    const cases: [step: string, Problem][] = [
      ['Proxy', { code: 'proxy', detail: 'answered', status: 407 }],
      ['Name (DNS)', { code: 'dns', host }],
      ['Connection', { code: 'refused', host }],
      ['Connection', { code: 'unreachable', host, detail: 'EHOSTUNREACH' }],
      ['Connection', { code: 'timeout', phase: 'connect', seconds: 10 }],
      ['Certificate (TLS)', { code: 'certificate', host, detail: 'CERT_HAS_EXPIRED' }],
      ['Answer', { code: 'timeout', phase: 'headers', seconds: 20 }],
      ['Answer', { code: 'unauthorized', status: 401 }],
      ['Answer', { code: 'redirect', to: 'https://elsewhere.example' }],
      ['Answer', { code: 'server-error', status: 503 }],
      ['Shape', { code: 'not-json', contentType: 'text/html' }],
      ['Shape', { code: 'broken-json', at: 7 }],
      ['Shape', { code: 'unexpected-shape', path: 'data.Sessions' }],
    ];
    const request = { method: 'GET', path: '/', outcome: 200, ms: 1, bytes: 1, try: 1 } as const;
    for (const [step, problem] of cases) {
      const found = verdicts(diagnose(subject({ problem, requests: [request], perMinute: 600, pausedUntil: 0 })));
      const at = steps.indexOf(step);
      for (const [index, name] of steps.entries())
        assert.equal(found[name], index < at ? 'good' : index === at ? 'bad' : 'untried', `${problem.code}: ${name}`);
    }
  });

  it('says what the service said of the key', async () => {
    const findings = diagnose(subject(await examined({ status: 401, text: '{"message":"Invalid API key"}' })));
    assert.equal(verdicts(findings).Answer, 'bad');
    assert.match(textOf(findings, 'Answer'), /does not accept the key \(401\).*“\u2068Invalid API key\u2069”/);
  });

  it('tries nothing without a key or an address', async () => {
    const keyless = diagnose(subject(await examined({}, { key: failed({ code: 'needs-key' }) })));
    assert.deepEqual([verdicts(keyless).Address, verdicts(keyless).Key], ['good', 'bad']);
    assert.equal(verdicts(keyless)['Name (DNS)'], 'untried');
    const some: Partial<Connection> = { provider: 'placio', workspaceId: 'w' };
    const problem: Problem = { code: 'invalid-connection', reason: 'base-url-missing', field: 'baseUrl' };
    const homeless: Examination = { problem, requests: [], perMinute: 0, pausedUntil: 0 };
    const found = verdicts(diagnose(subject(homeless, { connection: { ...connection, ...some }, origin: undefined })));
    assert.equal(found.Address, 'bad');
    for (const name of ['Key', 'Proxy', 'Name (DNS)', 'Answer', 'Clock', 'Rate budget'])
      assert.equal(found[name], 'untried', name);
  });

  it('calls nothing good that only a request could prove, where none was sent', () => {
    const problem: Problem = { code: 'rate-limited', resumeAt: NOW + 90_000, perMinute: 600 };
    const found = verdicts(diagnose(subject({ problem, requests: [], perMinute: 600, pausedUntil: NOW + 90_000 })));
    assert.deepEqual([found.Key, found['Name (DNS)'], found['Certificate (TLS)']], ['good', 'untried', 'untried']);
    assert.deepEqual([found.Answer, found['Rate budget']], ['bad', 'note']);
  });

  it("tells how far the service's clock is off, and that it cannot know without an answer that says", async () => {
    const ahead = async (seconds: number) => {
      const date = new Date(Date.now() + seconds * 1000).toUTCString();
      return diagnose(subject(await examined({ headers: { date } })));
    };
    assert.equal(verdicts(await ahead(0)).Clock, 'good');
    const far = await ahead(600);
    assert.equal(verdicts(far).Clock, 'note');
    assert.match(textOf(far, 'Clock'), /^the service is (599|600|601) s ahead/);
    assert.match(textOf(await ahead(-600), 'Clock'), /s behind/);
    assert.equal(verdicts(diagnose(subject(await examined()))).Clock, 'untried');
  });

  it('names the proxy, what is not encrypted, what is not verified, and differences in shape', async () => {
    const good = await examined();
    const through = (route: Partial<Route>, origin = 'https://api.series.hr') =>
      diagnose(subject(good, { route: { strict: true, byHost: false, ...route }, origin }));
    assert.equal(textOf(through({ proxy: 'proxy.example:8080' }), 'Proxy'), 'through proxy.example:8080');
    assert.equal(textOf(through({ proxy: 'proxy.example:8080' }), 'Name (DNS)'), 'looked up by the proxy');
    assert.equal(verdicts(through({ byHost: true })).Proxy, 'note');
    assert.equal(verdicts(through({ strict: false }))['Certificate (TLS)'], 'note');
    assert.equal(verdicts(through({}, 'http://127.0.0.1:80'))['Certificate (TLS)'], 'note');
    assert.equal(textOf(through({}, 'http://127.0.0.1:80'), 'Name (DNS)'), 'no name to look up');
    assert.equal(verdicts(diagnose(subject(good, { drift: 3 }))).Shape, 'note');
  });

  it('is read as text, a line and a verdict for each finding, without the key', async () => {
    const answered = await examined({ status: 403, text: `{"message":"key ${KEY}"}` });
    const seen = subject(answered);
    const text = report(diagnose(seen), seen);
    assert.match(text, /^Test of Series \(my-series\), Sat,? 22 Nov/);
    assert.equal(text.match(/^(✔ good|✘ bad|! note|– open) · .+: .+$/gm)?.length, 10);
    assert.ok(!text.includes(KEY), text);
  });
});
