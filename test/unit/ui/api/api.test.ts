import '../vscode.ts';
import assert from 'node:assert/strict';
import { systemTimer, type Timer } from '../../../../src/http/timer.ts';
import { parseQuery } from '../../../../src/query/parse.ts';
import type { Connection } from '../../../../src/session/connection.ts';
import { closeServers, serve } from '../../http/loopback.ts';
import { fixture } from '../../providers/fake-service.ts';
import { explore, SETTINGS } from '../../sync/explore.ts';

// After the stub of `vscode`, which it asks for words.
const { createApi } = await import('../../../../src/ui/api/api.ts');

type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

const DAY = 86_400_000;
const KEY = 'a-key-of-the-test';

const closing: (() => Promise<void>)[] = [];

/** The exported API on one service of the test's own, which answers as it is told. */
async function apiOn(
  provider: Connection['provider'],
  answer: (path: string, query: URLSearchParams) => Reply,
  { key = KEY, timer }: { key?: string; timer?: Timer } = {},
) {
  const { url, seen } = await serve(({ url: asked = '' }, response) => {
    const { pathname, searchParams } = new URL(asked, url);
    const { status = 200, headers, body } = answer(pathname, searchParams);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  const connection = { id: 'own', provider, baseUrl: url.origin, workspaceId: 'w', teamId: 't', label: 'Ours' };
  const explorer = explore({
    keys: new Map([['own', key]]),
    settings: { ...SETTINGS, historyDays: 4000 },
    ...(timer ? { timer } : {}),
  });
  closing.push(() => explorer.dispose());
  await explorer.configure([{ connection }]);
  return { api: createApi(explorer), explorer, seen };
}

const token = (claims: object): string =>
  ['{}', JSON.stringify(claims), 'signature'].map(part => Buffer.from(part).toString('base64url')).join('.');

describe('the exported API', () => {
  afterEach(async () => {
    await Promise.all(closing.splice(0).map(close => close()));
    await closeServers();
  });

  describe("on the vendors' own examples, one answer for every address", () => {
    for (const [provider, example, total] of [
      ['series', 'series-list', undefined],
      ['hyra', 'hyra-events', undefined],
      ['digitalSamba', 'digital-samba-list', 8096],
      ['placio', 'placio-list', undefined],
      ['prplManagement', 'prpl-management-list', 50],
    ] as const)
      it(`${provider}: the end is seen, and what the service says there is stands beside it`, async () => {
        const { api } = await apiOn(provider, () => ({ body: fixture(example) }));
        const [coverage] = await api.refresh();
        const { problem, complete, stopped, reportedTotal, unreadable, drift } = coverage ?? {};
        assert.deepEqual(
          { problem, complete, stopped, reportedTotal, unreadable, drift },
          { problem: undefined, complete: true, stopped: 'end', reportedTotal: total, unreadable: 0, drift: 0 },
        );
        assert.equal((await api.query('')).total, coverage?.fetched);
        assert.deepEqual(await api.connections(), [{ id: 'own', provider, label: 'Ours', state: 'ready' }]);
      });
  });

  it('marks what vanished at the service with the next refresh, however long ago it was', async () => {
    const [row] = fixture('series-list').data.Sessions;
    let ids = ['kept', 'left'];
    const { api, seen } = await apiOn('series', (_, query) => {
      const Sessions = query.get('page') === '1' ? ids.map(SessionId => ({ ...row, SessionId })) : [];
      return { body: { success: true, data: { WorkspaceId: 'w', Page: 1, Sessions } } };
    });
    await api.refresh();
    ids = ['kept'];
    await api.refresh();
    assert.deepEqual(
      (await api.query('flag:gone')).sessions.map(({ id }) => id),
      ['left'],
    );
    assert.equal(seen.length, 6, 'the list is read twice where something is missing');
  });

  it("tells what has begun by the service's clock, however often it is asked", async () => {
    const HOUR = 3_600_000;
    const now = Date.now();
    const [event] = fixture('hyra-events').events;
    const events = [1, 3].map(hours => ({
      ...event,
      _id: `${hours} h ago`,
      start: new Date(now - hours * HOUR).toISOString(),
      in_progress: false,
    }));
    const headers = { date: new Date(now - 2 * HOUR).toUTCString() };
    const { api } = await apiOn('hyra', () => ({ headers, body: { permissions: {}, events } }));
    await api.refresh();
    for (const time of ['first', 'second'])
      assert.deepEqual(
        (await api.query('')).sessions.map(({ id, status }) => [id, status]),
        [
          ['1 h ago', 'upcoming'],
          ['3 h ago', 'completed'],
        ],
        time,
      );
  });

  it('tells in a detail what has begun since the list was read', async () => {
    const HOUR = 3_600_000;
    let now = Date.now();
    const at = (hours: number) => new Date(now + hours * HOUR).toISOString();
    const [row] = fixture('prpl-management-list').sessions;
    const sessions = [{ ...row, startTime: at(1), endTime: at(2) }];
    const timer = { ...systemTimer, now: () => now };
    const { api } = await apiOn('prplManagement', () => ({ body: { success: true, sessions, page: 1 } }), { timer });
    await api.refresh();
    const status = async () => (await api.detail(`own/${row.id}`)).status;
    assert.equal(await status(), 'upcoming');
    now += 1.5 * HOUR;
    assert.equal(await status(), 'live');
  });

  it('says of a token when it expired', async () => {
    const refused = () => ({ status: 401, body: { error: 'Unauthorized' } });
    const expired = await apiOn('placio', refused, { key: token({ exp: Date.UTC(2024, 0, 20, 10) / 1000 }) });
    assert.equal(
      (await expired.api.refresh())[0]?.problem,
      'The key of Ours expired on 2024-01-20 10:00 UTC. Set a new one. It says: “\u2068Unauthorized\u2069”',
    );
    const valid = await apiOn('placio', refused, { key: token({ exp: (Date.now() + DAY) / 1000 }) });
    assert.match((await valid.api.refresh())[0]?.problem ?? '', /^Ours does not accept the key \(401\)/);
  });

  it('refuses a connection that there is none of, and says which there are', async () => {
    const { api } = await apiOn('series', () => ({ body: {} }));
    await assert.rejects(api.query('host:a connection:owm'), {
      message: '“owm” is not a value that can stand there. Here: host:a connection:▸owm◂. It could be: own',
    });
    assert.equal((await api.query('connection:own')).total, 0);
    assert.equal((await api.query('connection:o*')).total, 0);
  });

  it('says that it holds no such session, without blaming a service that was not asked', async () => {
    const { api, seen } = await apiOn('series', () => ({ body: {} }));
    for (const [key, name] of [
      ['own/nobody', 'Ours'],
      ['other/1', 'other'],
      ['nonsense', 'nonsense'],
    ] as const)
      await assert.rejects(api.detail(key), {
        message: `${name}: no session is held under “${key}”. Refresh, then look for it again.`,
      });
    assert.deepEqual(seen, []);
  });

  it('says what an answer cannot know, and nothing where there is nothing to say', async () => {
    const { api, explorer } = await apiOn('hyra', (_, query) => ({
      body: query.get('start') === '2001-01-01' ? { permissions: {}, events: [] } : fixture('hyra-events'),
    }));
    await api.refresh();
    const notes = async (query: string) => (await api.query(query)).notes;
    assert.equal(await notes('status:live'), undefined);
    assert.deepEqual(await notes('after:2001-01-01'), ['The query reaches beyond what was loaded from Ours.']);
    const unsure = ['Ours: of who takes part, only what lists and opened sessions told is known.'];
    assert.deepEqual(await notes('attendee:1'), unsure);
    const nobody = ['“me” means nobody until the setting “sessionExplorer.me” names somebody.'];
    for (const query of ['host:me', '-host:1,Me']) assert.deepEqual(await notes(query), nobody, query);
    for (const query of ['host:me*', 'place:me', 'me']) assert.equal(await notes(query), undefined, query);
    const beyond = parseQuery('after:2001-01-01 before:2001-02-01');
    assert.ok(beyond.ok);
    assert.equal((await notes('after:2001-01-01 before:2001-02-01'))?.length, 1);
    await explorer.loadFor(beyond.query);
    assert.equal(await notes('after:2001-01-01 before:2001-02-01'), undefined, 'it was asked for');
    assert.equal(await notes('on:2001-01-05'), undefined, 'and all that lies within');
    assert.equal((await notes('on:2001-02-05'))?.length, 1);
    assert.equal(await notes('attendee:1 -connection:own'), undefined);
  });

  it('calls each choice as people do, under a value that a query takes', async () => {
    const { api } = await apiOn('placio', () => ({ body: fixture('placio-list') }));
    await api.refresh();
    const { facets } = await api.query('');
    assert.deepEqual(facets.status, [{ value: 'upcoming', label: 'Upcoming', count: 1 }]);
    for (const [name, choices] of Object.entries(facets))
      for (const { value, count } of choices)
        assert.equal((await api.query(`${name}:"${value}"`)).total, count, `${name}:${value}`);
  });
});
