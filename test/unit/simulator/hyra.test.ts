import assert from 'node:assert/strict';
import { type Asking, asking, DAY, NOON } from './asking.ts';

interface Event {
  _id: string;
  start: string;
  in_progress: boolean;
  cancelled: boolean;
  host_id: string | null;
  host: { exists: boolean; id?: string; username?: string };
  co_host_id: string | null;
  servers: { _id: string; groups: { roles: { user_id: string | null }[] }[] }[];
  subhosting: { server_id: string; user_id: string }[];
}

describe('simulator/hyra', () => {
  let ask: Asking;
  let path: string;
  before(async () => {
    ask = await asking({ sessions: 160 });
    path = `/activity/sessions/${ask.connection('hyra').workspaceId}`;
  });
  after(() => ask.close());

  const events = async (query: string): Promise<Event[]> => (await ask.get('hyra', `${path}?${query}`)).body.events;
  const truth = (from: number, to: number): string[] =>
    [...ask.simulator.world.hyra.select({ from, to, ascending: true })].map(({ id }) => id);
  const ids = (rows: Event[]): string[] => rows.map(({ _id }) => _id);
  const today = NOON - (NOON % DAY);

  it('answers a day, today where none is named', async () => {
    assert.deepEqual(ids(await events('day=2026-3-14')), truth(today - DAY, today));
    assert.deepEqual(ids(await events('')), truth(today, today + DAY));
    assert.ok((await events('')).length > 0);
  });

  it('answers a span of days or of instants, ends included', async () => {
    assert.deepEqual(ids(await events('start=2026-03-10&end=2026-03-12')), truth(today - 5 * DAY, today - 2 * DAY));
    assert.deepEqual(
      ids(await events('start=2026-03-10T12:00:00Z&end=2026-03-15T12:00:00Z')),
      truth(NOON - 5 * DAY, NOON + 1),
    );
    assert.equal((await events('start=2020-01-01&end=2030-01-01')).length, 160);
  });

  it('filters by attendee in any part', async () => {
    const all = await events('start=2020-01-01&end=2030-01-01');
    const attendee = all[0]?.servers[0]?.groups.flatMap(group => group.roles).find(role => role.user_id)?.user_id ?? '';
    const found = await events(`start=2020-01-01&end=2030-01-01&attendee=${attendee}`);
    assert.ok(found.length > 0 && found.length < all.length);
    assert.ok(
      found.every(event =>
        JSON.stringify([event.host_id, event.co_host_id, event.servers, event.subhosting]).includes(`"${attendee}"`),
      ),
    );
  });

  it('lists what is upcoming as a bare array', async () => {
    const { body } = await ask.get('hyra', `${path}/upcoming`);
    assert.deepEqual(ids(body), truth(NOON + 1, NOON + 400 * DAY));
  });

  it('tells permissions and quotas, and everyone who is missing', async () => {
    const { body } = await ask.get('hyra', `${path}?start=2020-01-01&end=2030-01-01`);
    assert.equal(typeof body.permissions.host_quota, 'number');
    const all: Event[] = body.events;
    assert.ok(all.some(event => event.in_progress));
    assert.ok(all.some(event => event.cancelled));
    assert.ok(all.some(event => event.host_id === null && !event.host.exists));
    assert.ok(
      all.some(event => event.host_id !== null && !event.host.exists),
      'a deleted host',
    );
    assert.ok(
      all.some(event => event.subhosting.some(sub => event.servers.some(server => server._id === sub.server_id))),
    );
  });

  it('names the same people by the same ids as prplManagement does', async () => {
    const prpl = ask.connection('prplManagement').workspaceId;
    const { body } = await ask.get(
      'prplManagement',
      `/api/public/v1/workspace/${prpl}/sessions?upcoming=false&limit=100`,
    );
    const names = new Map<string, string>();
    for (const { host } of body.sessions) if (host) names.set(String(host.userId), host.username);
    const shared = (await events('start=2020-01-01&end=2030-01-01')).filter(
      ({ host }) => host.id && names.has(host.id) && host.exists,
    );
    assert.ok(shared.length > 0);
    for (const { host } of shared) assert.equal(host.username, names.get(host.id ?? ''));
  });

  it('refuses in its own words', async () => {
    assert.deepEqual((await ask.get('hyra', path, {})).body, {
      statusCode: 401,
      error: 'Unauthorized',
      message: 'Missing authorization token',
    });
    assert.equal((await ask.get('hyra', path, { authorization: 'Bearer wrong' })).status, 401);
    assert.equal((await ask.get('hyra', '/activity/sessions/other')).body.statusCode, 404);
    assert.equal((await ask.get('hyra', `${path}?day=yesterday`)).body.statusCode, 400);
  });
});
