import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { Page } from '../../../src/providers/provider.ts';
import { providerOf } from '../../../src/providers/registry.ts';
import type { SessionRecord } from '../../../src/session/session.ts';
import { type Draw, draws, pick } from '../../../src/simulator/random.ts';
import { type LoadOutcome, load } from '../../../src/sync/load.ts';
import { connectionTo, fakeService, html, NOW, planned } from '../providers/fake-service.ts';
import { expected } from './expected.ts';
import { textOf } from './hostile.ts';
import { damaged, mutated } from './mutate.ts';
import { SERVICES, type Service } from './services.ts';
import { assertSound, assertSoundDetail, assertSoundDrift } from './sound.ts';

/** Payloads a provider; the seed is the payload's number, so that each can be had again alone. */
const PAYLOADS = process.env.SESSION_EXPLORER_FULL ? 100_000 : 2_000;
/** Services that speak in several shapes share them. */
const payloadsOf = ({ provider }: Service): number =>
  PAYLOADS / SERVICES.filter(other => other.provider === provider).length;
/** Far more than reading a list of this length may take; a load that asks on and on is one that hangs. */
const MOST_REQUESTS = 40;
/** What stands in the examples about people; none of it may be told by drift. */
const PRIVATE = [
  'John Doe',
  'john_doe',
  'jane_smith',
  'Jane Smith',
  'Dr. Smith',
  'builderman',
  'Penicillin',
  '714760171',
];

const answer = (text: string) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: [text] });

/** A list in which something is wrong, as text. */
function listText(service: Service, draw: Draw): string {
  const near = (payload: unknown) =>
    service.rows.reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], payload);
  const text = textOf(mutated(pick(draw, service.lists), draw, near));
  return draw() < 0.04 ? damaged(text, draw) : text;
}

/** Reads a list as sync does. The first page is the payload; behind it is nothing. */
async function read(service: Service, text: string) {
  const provider = providerOf(service.provider);
  // A connection of its own: adapters remember what a server could not do.
  const connection = connectionTo(service.provider, { baseUrl: 'https://api.example.test/base' });
  const records = new Map<string, SessionRecord>();
  const pages: Page[] = [];
  let given = false;
  const scripted = fakeService((url, n) => {
    assert.ok(n <= MOST_REQUESTS, 'it asks and asks');
    assert.equal(url.origin, 'https://api.example.test');
    assert.ok(url.pathname.startsWith('/base/'), url.pathname);
    if (service.lacks?.test(url.pathname)) return html(404);
    if (given) return answer(textOf(service.empty));
    given = true;
    return answer(text);
  });
  const scopes = planned(provider, connection, service.intent);
  const outcome = await load(scopes, scripted, {
    async page(page) {
      pages.push(page);
      for (const record of page.records) records.set(record.session.id, record);
    },
    missing: async () => [],
    async gone() {},
  });
  return { provider, connection, records, pages, outcome };
}

function assertNothingLost(
  service: Service,
  text: string,
  records: ReadonlyMap<string, unknown>,
  outcome: LoadOutcome,
) {
  const wanted = expected(text, service);
  if (!wanted.list) {
    assert.ok(outcome.problem, 'an answer without a list is told');
    assert.notEqual(outcome.stopped, 'end');
    assert.deepEqual([...records.keys()], []);
    return;
  }
  assert.deepEqual(new Set(records.keys()), wanted.ids, 'every readable row comes out, and no other');
  assert.equal(outcome.unreadable, wanted.unreadable, 'what cannot be read is counted');
}

async function assertDetails(
  service: Service,
  { provider, connection, records }: Awaited<ReturnType<typeof read>>,
  draw: Draw,
) {
  const endings = Object.keys(service.details);
  for (const record of [...records.values()].slice(0, 2)) {
    const scripted = fakeService((url, n) => {
      assert.ok(n <= MOST_REQUESTS, 'it asks and asks');
      assert.ok(url.href.startsWith('https://api.example.test/base/'), url.href);
      const ending = endings.find(name => name !== '' && url.pathname.endsWith(name)) ?? '';
      const text = textOf(mutated(service.details[ending], draw, payload => payload));
      return answer(draw() < 0.04 ? damaged(text, draw) : text);
    });
    const about = draw() < 0.5 ? { host_quota: 3 } : 'nothing of the kind';
    const detail = await provider.detail(connection, record, about, scripted);
    if (detail.ok) assertSoundDetail(detail.value, record.session);
  }
}

function assertUsable({ provider, connection, records, pages }: Awaited<ReturnType<typeof read>>): void {
  for (const page of pages) assertSoundDrift(page.drift, PRIVATE);
  for (const record of records.values()) {
    assertSound(record);
    assert.equal(provider.reread(connection, record.raw, NOW)?.session.id, record.session.id);
    assert.ok(provider.curlUrl(connection, record.session).href.startsWith('https://api.example.test/base/'));
    const withDomain = { ...connection, teamDomain: 'acme' };
    const link = provider.link?.(withDomain, record.session, record.raw);
    if (link !== undefined) assert.equal(new URL(link).origin, 'https://acme.digitalsamba.com');
  }
}

describe('mutated payloads', function () {
  this.timeout(3_600_000);

  for (const [place, service] of SERVICES.entries()) {
    it(`${service.name}: ${payloadsOf(service)} lists and details lose no readable row, throw nothing and end`, async () => {
      for (let n = 0; n < payloadsOf(service); n += 1) {
        const draw = draws(place, n);
        const text = listText(service, draw);
        try {
          const result = await read(service, text);
          assertNothingLost(service, text, result.records, result.outcome);
          assertUsable(result);
          await assertDetails(service, result, draw);
        } catch (error) {
          throw new Error(`payload ${n}: ${text.slice(0, 2000)}`, { cause: error });
        }
        if (n % 500 === 0) await turn();
      }
    });
  }
});
