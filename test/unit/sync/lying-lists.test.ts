import assert from 'node:assert/strict';
import type { Transport } from '../../../src/http/transport.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { exploreSimulator, find, SETTINGS } from './explore.ts';

/** What a service makes of an answer's body; `asked`: how often it was asked the same list before. */
type Lie = (body: unknown, asked: number) => unknown;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Changes what an answer says around its rows, and none of the rows. */
function around(body: unknown, change: (value: unknown, name: string) => unknown): unknown {
  if (!isObject(body) || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, isObject(value) ? around(value, change) : change(value, name)]),
  );
}

const numbers =
  (to: (value: number) => unknown): Lie =>
  body =>
    around(body, value => (typeof value === 'number' ? to(value) : value));
const all =
  (type: string, to: unknown): Lie =>
  body =>
    around(body, value => (typeof value === type ? to : value));
const later =
  (answer: unknown): Lie =>
  (body, asked) =>
    asked === 0 ? body : answer;
const rows =
  (change: (list: unknown[]) => unknown): Lie =>
  body =>
    Array.isArray(body)
      ? change(body)
      : isObject(body)
        ? Object.fromEntries(
            Object.entries(body).map(([name, value]) => [name, isObject(value) ? rows(change)(value, 0) : value]),
          )
        : body;

const LIES: Record<string, Lie> = {
  'ten times as many': numbers(value => value * 10),
  'a tenth': numbers(value => Math.floor(value / 10)),
  none: numbers(() => 0),
  'less than none': numbers(value => -value - 1),
  'more than can be': numbers(() => 1e300),
  'a word for a number': numbers(() => 'many'),
  'nothing for a number': numbers(() => null),
  'always more': all('boolean', true),
  'never more': all('boolean', false),
  'a cursor that leads nowhere': all('string', 'eyJub3doZXJlIjoxfQ'),
  'another page that is an object': later({}),
  'another page that is a list': later([]),
  'another page that is null': later(null),
  'another page that is a word': later('done'),
  'another page that is a number': later(42),
  'another page with null for its rows': (body, asked) => (asked === 0 ? body : rows(() => null)(body, asked)),
  'another page with an object for its rows': (body, asked) =>
    asked === 0 ? body : rows(list => ({ ...list }))(body, asked),
  'another page without rows': (body, asked) => (asked === 0 ? body : rows(() => [])(body, asked)),
  'every row twice': rows(list => list.flatMap(row => [row, structuredClone(row)])),
  'rows in rows': rows(list => [list]),
  'more rows than it was asked for, of nonsense': rows(list => [...list, ...Array(500).fill({})]),
  'half of each page': rows(list => list.slice(0, Math.ceil(list.length / 2))),
};

/** The address of a list without the place in it. */
function withoutPlace(url: URL): string {
  const list = new URL(url);
  for (const name of ['page', 'Page', 'offset', 'after', 'limit']) list.searchParams.delete(name);
  return list.href;
}

/** Where a service names no total, a list that was cut looks like any that ends. */
const SEEN_BY_TOTAL = ['another page without rows', 'half of each page'];

/** A network behind which services lie as they are told to. */
function lying(honest: Transport) {
  let lie: Lie | undefined;
  let requests = 0;
  const asked = new Map<string, number>();
  const transport: Transport = {
    async fetch(request) {
      const reply = await honest.fetch(request);
      requests += 1;
      if (!reply.ok || !lie || reply.value.status !== 200) return reply;
      const list = withoutPlace(request.url);
      const before = asked.get(list) ?? 0;
      asked.set(list, before + 1);
      const { read } = reply.value;
      const told = lie;
      return {
        ok: true,
        value: {
          ...reply.value,
          discard: () => reply.value.discard(),
          async read() {
            const body = await read.call(reply.value);
            if (!body.ok) return body;
            const text = JSON.stringify(told(JSON.parse(body.value.parts.join('')), before));
            return { ok: true, value: { parts: [text], bytes: text.length } };
          },
        },
      };
    },
    close: () => honest.close(),
  };
  return {
    transport,
    tell(to: Lie | undefined): void {
      lie = to;
      requests = 0;
      asked.clear();
    },
    requests: () => requests,
  };
}

describe('a service whose lists say other than what they hold', function () {
  this.timeout(120_000);

  for (const [name, lie] of Object.entries(LIES))
    it(`${name}: is asked no end, is not called complete unless it is, invents nothing, and mends`, async () => {
      const network = lying(undiciTransport({ strictSSL: true, environment: {} }));
      const it = await exploreSimulator({ sessions: 150 }, { ...SETTINGS, historyDays: 200 }, network);
      const { explorer } = it;
      const keys = async (id: string) => (await find(explorer, `connection:${id}`)).map(({ key }) => key);
      try {
        network.tell(lie);
        const lied = await explorer.refresh();
        assert.ok(network.requests() < 200, `${network.requests()} requests`);
        const held = new Map<string, string[]>();
        for (const { connectionId } of lied) held.set(connectionId, await keys(connectionId));
        network.tell(undefined);
        for (const { connectionId, complete, problem } of await explorer.refresh()) {
          assert.ok(complete, `${connectionId} does not mend: ${JSON.stringify(problem)}`);
          const truth = await keys(connectionId);
          const before = lied.find(each => each.connectionId === connectionId);
          const found = held.get(connectionId) ?? [];
          assert.notEqual(before?.problem?.code, 'internal', connectionId);
          assert.equal(before?.fetched, found.length, connectionId);
          assert.equal(new Set(found).size, found.length, `${connectionId}: twice`);
          const [invented] = found.filter(key => !truth.includes(key));
          assert.equal(invented, undefined, `${connectionId}: invented`);
          const [lacking] = truth.filter(key => !found.includes(key));
          // What it shows beside the number that the service names is called a part of it.
          const partial = (before?.reportedTotal ?? 0) > found.length;
          const unseen = before?.reportedTotal === undefined && SEEN_BY_TOTAL.includes(name);
          if (before?.complete && before.unreadable === 0 && !partial && !unseen)
            assert.equal(lacking, undefined, `${connectionId} called ${found.length} of ${truth.length} all`);
        }
      } finally {
        await it.close();
      }
    });
});
