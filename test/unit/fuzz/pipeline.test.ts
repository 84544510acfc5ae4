import assert from 'node:assert/strict';
import type { Transport } from '../../../src/http/transport.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import { PROVIDER_IDS, type ProviderId } from '../../../src/session/connection.ts';
import { draws, pick } from '../../../src/simulator/random.ts';
import type { ConfigurableExplorer } from '../../../src/sync/create-explorer.ts';
import { connectionTo } from '../providers/fake-service.ts';
import { testFolder } from '../store/folder.ts';
import { explore, find } from '../sync/explore.ts';
import { expected } from './expected.ts';
import { textOf } from './hostile.ts';
import { mutated } from './mutate.ts';
import { SERVICES, type Service } from './services.ts';

const ROUNDS = process.env.SESSION_EXPLORER_FULL ? 2_000 : 12;

const serviceOf = (provider: ProviderId): Service => {
  const found = SERVICES.find(each => each.provider === provider);
  assert.ok(found);
  return found;
};

/** The five services, each with the body it answers a load's first request with; behind that is nothing. */
function scripted() {
  const bodies = new Map<string, string>();
  const given = new Set<string>();
  const transport: Transport = {
    async fetch({ url }) {
      const { hostname } = url;
      const body = given.has(hostname) ? undefined : bodies.get(hostname);
      given.add(hostname);
      const service = serviceOf(PROVIDER_IDS.find(id => hostname.startsWith(id.toLowerCase())) ?? 'series');
      const text = body ?? textOf(service.empty);
      return {
        ok: true,
        value: {
          status: 200,
          // As much as is wanted: budgets are tested elsewhere.
          headers: { 'content-type': 'application/json', 'x-ratelimit-limit': '1000000' },
          read: async () => ({ ok: true, value: { parts: [text], bytes: text.length } }),
          discard() {},
        },
      };
    },
    close: async () => {},
  };
  return {
    transport,
    say(provider: ProviderId, body: string): void {
      bodies.set(`${provider.toLowerCase()}.example.test`, body);
      given.clear();
    },
  };
}

const connections = PROVIDER_IDS.map(provider =>
  connectionTo(provider, { id: provider.toLowerCase(), baseUrl: `https://${provider.toLowerCase()}.example.test` }),
);

async function opened(transport: Transport, folder: string): Promise<ConfigurableExplorer> {
  const keys = new Map(connections.map(({ id }) => [id, 'a-key-of-no-interest']));
  const explorer = explore({ keys, folder, transport });
  await explorer.configure(connections.map(connection => ({ connection })));
  return explorer;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = testFolder();
  try {
    await run(folder.path);
  } finally {
    await folder.remove();
  }
}

describe('mutated payloads through the whole product', function () {
  this.timeout(3_600_000);

  it(`${ROUNDS} loads of each service: rows are found, opened and still there after a restart`, async () => {
    await inFolder(async folder => {
      const { transport, say } = scripted();
      let explorer = await opened(transport, folder);
      const held = new Set<string>();
      for (let n = 0; n < ROUNDS; n += 1) {
        const draw = draws(99, n);
        for (const provider of PROVIDER_IDS) {
          const service = serviceOf(provider);
          const near = (body: unknown) =>
            service.rows.reduce<unknown>((v, name) => (v as Record<string, unknown>)?.[name], body);
          const text = textOf(mutated(pick(draw, service.lists), draw, near));
          say(provider, text);
          const wanted = expected(text, service);
          // Hyra's answer is held against the days that were asked for, and these rows may lie anywhere.
          if (wanted.list && provider !== 'hyra')
            for (const id of wanted.ids) held.add(`${provider.toLowerCase()}/${id}`);
        }
        for (const { problem } of await explorer.refresh()) assert.notEqual(problem?.code, 'internal', `round ${n}`);
        if (n % 10 === 9) {
          await explorer.dispose();
          explorer = await opened(transport, folder);
          // Placio's sessions do not lie on disk.
          for (const key of held) if (key.startsWith('placio/')) held.delete(key);
        }
        await assertHeld(
          explorer,
          [...held].filter(key => !key.startsWith('placio/') || n % 10 !== 9),
          n,
        );
      }
      await assertFacets(explorer);
      await explorer.dispose();
    });
  });

  it('an answer nested deeper than can be written is a row like any other', async () => {
    await inFolder(async folder => {
      const { transport, say } = scripted();
      const explorer = await opened(transport, folder);
      const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
      say('series', `{"data":{"Sessions":[{"SessionId":"deep","Extra":${deep}},{"Extra":${deep}}]}}`);
      const [coverage] = await explorer.refresh('series');
      assert.deepEqual(
        (await find(explorer, 'provider:series')).map(({ id }) => id),
        ['deep'],
      );
      assert.equal(coverage?.problem, undefined);
      assert.equal(coverage?.unreadable, 1);
      assert.ok((await explorer.record('series/deep'))?.raw);
      await explorer.dispose();
    });
  });

  it('rows without an id by the hundred thousand are counted, and few of them kept', async () => {
    await inFolder(async folder => {
      const { transport, say } = scripted();
      const explorer = await opened(transport, folder);
      say('placio', `{"sessions":[${'0,'.repeat(149_999)}0]}`);
      const [coverage] = await explorer.refresh('placio');
      assert.equal(coverage?.unreadable, 150_000);
      assert.equal((await explorer.drift('placio')).unreadable.length, 20);
      await explorer.dispose();
    });
  });

  it('ten thousand kinds of drift, load after load, stay a thousand short entries', async () => {
    await inFolder(async folder => {
      const { transport, say } = scripted();
      const explorer = await opened(transport, folder);
      for (let load = 0; load < 7; load += 1) {
        const rows = Array.from(
          { length: load === 0 ? 10_000 : 300 },
          (_, n) => `{"id":"${n}","unknown ${load} ${n}":${n}}`,
        );
        say('placio', `{"sessions":[${rows}]}`);
        await explorer.refresh('placio');
      }
      const { drift } = await explorer.drift('placio');
      assert.equal(drift.length, 1000);
      assert.ok(JSON.stringify(drift).length < 400_000);
      await explorer.dispose();
    });
  });
});

/** What was read is found by search, and by its key. */
async function assertHeld(explorer: ConfigurableExplorer, keys: readonly string[], n: number): Promise<void> {
  const found = new Set((await find(explorer, '')).map(session => session.key));
  assert.deepEqual(keys.filter(key => !found.has(key)).slice(0, 3), [], `round ${n}: not found`);
  for (const key of keys.slice(-3)) assert.equal((await explorer.record(key))?.session.key, key);
}

/** Whatever a facet offers can be asked for, and finds as many as it says. */
async function assertFacets(explorer: ConfigurableExplorer): Promise<void> {
  const everything = parseQuery('');
  assert.ok(everything.ok);
  const { facets } = await explorer.search(everything.query);
  for (const [name, choices] of Object.entries(await facets(['host', 'place', 'kind']))) {
    for (const { value, count } of choices.slice(0, 50)) {
      const found = await find(explorer, `${name}:"${value.replace(/["\\]/g, '\\$&')}"`);
      assert.equal(found.length, count, `${name}:${JSON.stringify(value)}`);
    }
  }
}
