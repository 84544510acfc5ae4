import assert from 'node:assert/strict';
import { hyra } from '../../../src/providers/hyra/provider.ts';
import { connectionTo, drain, fakeService, fixture, json, NOW, only, planned } from './fake-service.ts';

const DAY = 86_400_000;
const connection = connectionTo('hyra', { baseUrl: 'https://api.hyra.io' });
const body = fixture('hyra-events');
const [example] = body.events;
const event = (id: string, start: string, more: object = {}) => ({
  ...example,
  in_progress: false,
  _id: id,
  start,
  ...more,
});
const answer = (...events: object[]) => ({ permissions: body.permissions, events });
const window = { kind: 'window', from: NOW - 2 * DAY, to: NOW + DAY, includeLive: true } as const;

describe('hyra', () => {
  it('asks a range in one request, and filters here what came too much', async () => {
    const service = fakeService(() =>
      answer(event('in', '2024-01-19T10:00:00Z'), event('out', '2023-06-01T10:00:00Z')),
    );
    const read = await drain(only(planned(hyra, connection, window)), service);
    assert.deepEqual(service.paths, ['/activity/sessions/w1?start=2024-01-18&end=2024-01-22']);
    assert.deepEqual(read.ids, ['in']);
    assert.deepEqual(read.end, { stopped: 'end' });
  });

  it('says so where nothing of an answer lies in the range', async () => {
    const service = fakeService(() => answer(event('out', '2023-06-01T10:00:00Z')));
    const read = await drain(only(planned(hyra, connection, window)), service);
    assert.deepEqual(read.ids, []);
    assert.deepEqual(read.end, { stopped: 'error', problem: { code: 'unexpected-shape', path: 'events[].start' } });
    const empty = await drain(
      only(planned(hyra, connection, window)),
      fakeService(() => answer()),
    );
    assert.deepEqual(empty.end, { stopped: 'end' });
  });

  it('uses the names that the connection gives its parameters', async () => {
    const named = { ...connection, parameters: { start: 'from', end: 'until', attendee: 'who' } };
    const service = fakeService(() => answer());
    const filter = { from: NOW, to: NOW + DAY, attendee: '55' };
    await drain(only(planned(hyra, named, { kind: 'question', filter })), service);
    assert.deepEqual(service.paths, ['/activity/sessions/w1?from=2024-01-20&until=2024-01-22&who=55']);
  });

  it('is asked at its own address where the connection names none', async () => {
    const { baseUrl: _, ...bare } = { ...connection, mode: 'day' as const };
    const service = fakeService(() => answer());
    const changes = { kind: 'changes', since: NOW, ahead: NOW, known: () => true } as const;
    for (const scope of planned(hyra, bare, changes)) await drain(scope, service);
    assert.deepEqual([...new Set(service.asked.map(({ origin }) => origin))], ['https://api.hyra.io']);
  });

  it('asks nothing where no session can match', () => {
    for (const filter of [{ place: 'x' }, { client: 'x' }])
      assert.deepEqual(planned(hyra, connection, { kind: 'question', filter }), []);
  });

  it('by day: a question, the check and the cURL line name days too', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const service = fakeService(() => answer());
    const filter = { from: NOW, to: NOW + DAY, attendee: '55' };
    await drain(only(planned(hyra, byDay, { kind: 'question', filter })), service);
    await hyra.check(byDay, service);
    assert.deepEqual(service.paths, [
      '/activity/sessions/w1?day=2024-1-20&attendee=55',
      '/activity/sessions/w1?day=2024-1-21&attendee=55',
      '/activity/sessions/w1?day=2024-1-20',
    ]);
    const held = hyra.reread(byDay, event('e', '2024-01-05T10:00:00Z'), NOW);
    assert.ok(held);
    assert.equal(hyra.curlUrl(byDay, held.session).search, '?day=2024-1-5');
  });

  it('by day: says so where the service looks at no day, and which answer it cannot read', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const end = async (reply: object) =>
      (
        await drain(
          only(planned(hyra, byDay, window)),
          fakeService(() => reply),
        )
      ).end;
    assert.deepEqual(await end(answer(event('out', '2023-06-01T10:00:00Z'))), {
      stopped: 'error',
      problem: { code: 'unexpected-shape', path: 'events[].start' },
    });
    assert.deepEqual(await end({ events: 7 }), {
      stopped: 'error',
      problem: { code: 'unexpected-shape', path: 'events' },
    });
  });

  it('by day: a list of all that is ahead that cannot be had is a failure', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const changes = { kind: 'changes', since: NOW - DAY, ahead: NOW + DAY, known: () => true } as const;
    const [, ahead] = planned(hyra, byDay, changes);
    assert.ok(ahead);
    const problem = { code: 'unreachable', host: 'api.example.test', detail: 'ECONNRESET' } as const;
    const read = await drain(
      ahead,
      fakeService(() => ({ problem })),
    );
    assert.deepEqual(read.end, { stopped: 'error', problem });
  });

  it('by day: a request a day, the nearest first, each event once', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const service = fakeService(url => {
      const day = url.searchParams.get('day');
      if (day === '2024-1-18') return answer(event('a', '2024-01-18T23:30:00Z'));
      return day === '2024-1-19'
        ? answer(event('a', '2024-01-18T23:30:00Z'), event('b', '2024-01-19T01:00:00Z'))
        : answer();
    });
    const read = await drain(only(planned(hyra, byDay, window)), service);
    assert.deepEqual(
      service.asked.map(url => url.searchParams.get('day')),
      ['2024-1-20', '2024-1-19', '2024-1-21', '2024-1-18'],
    );
    assert.deepEqual(read.ids.sort(), ['a', 'b']);
    assert.deepEqual(read.end, { stopped: 'end' });
  });

  it('by day: a poll does not ask each day ahead', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const changes = { kind: 'changes', since: NOW - DAY, ahead: NOW + 30 * DAY, known: () => true } as const;
    const service = fakeService(url =>
      url.pathname.endsWith('/upcoming') ? ([event('far', '2024-02-10T10:00:00Z')] as object) : answer(),
    );
    const found: string[] = [];
    for (const scope of planned(hyra, byDay, changes)) found.push(...(await drain(scope, service)).ids);
    assert.deepEqual(found, ['far']);
    assert.equal(service.requests, 4);
  });

  it('by day: a service that does not know the list of all that is ahead is no failure', async () => {
    const byDay = { ...connection, mode: 'day' as const };
    const changes = { kind: 'changes', since: NOW - DAY, ahead: NOW + DAY, known: () => true } as const;
    for (const [status, stopped] of [
      [400, 'end'],
      [404, 'end'],
      [405, 'end'],
      [500, 'error'],
    ] as const) {
      const [, ahead] = planned(hyra, byDay, changes);
      assert.ok(ahead);
      const read = await drain(
        ahead,
        fakeService(() => json(status, { statusCode: status, message: 'no' })),
      );
      assert.equal(read.end.stopped, stopped, `${status}`);
    }
  });

  it('derives the status, the moment of the start no longer being upcoming', () => {
    const at = (start: string, more: object = {}) => hyra.reread(connection, event('e', start, more), NOW);
    const iso = (offset: number) => new Date(NOW + offset).toISOString();
    for (const [record, status, until] of [
      [at(iso(1)), 'upcoming', NOW + 1],
      [at(iso(0)), 'completed', undefined],
      [at(iso(-1)), 'completed', undefined],
      [at(iso(DAY), { in_progress: true }), 'live', undefined],
      [at(iso(DAY), { in_progress: true, cancelled: true }), 'cancelled', undefined],
      [at('whenever'), 'unknown', undefined],
    ] as const) {
      assert.equal(record?.session.status, status);
      assert.equal(record?.session.statusSource, 'derived');
      assert.equal(record?.statusUntil, until);
    }
  });

  it('tests whether a host exists rather than whether there is one', () => {
    const host = (more: object) => hyra.reread(connection, event('e', '2024-01-19T10:00:00Z', more), NOW)?.session.host;
    assert.equal(host({ host: { exists: false }, host_id: null }), undefined);
    assert.deepEqual(host({ host: { exists: false }, host_id: '9' }), { id: '9', exists: false });
    assert.deepEqual(host({ host: null, host_id: '9' }), { id: '9' });
  });

  it('shows servers, places, the schedule, and what the key may do', async () => {
    const held = hyra.reread(connection, example, NOW);
    assert.ok(held);
    const service = fakeService(() => answer());
    const read = await hyra.detail(connection, held, body.permissions, service);
    assert.ok(read.ok);
    assert.equal(service.requests, 0);
    assert.deepEqual(read.value.rosters, [
      {
        name: '<string>',
        hosts: [{ id: '<string>', name: '<string>' }],
        groups: [
          {
            name: '<string>',
            priority: 123,
            permissions: [],
            slots: [{ role: '<string>', person: { id: '<string>' } }],
          },
        ],
      },
    ]);
    assert.deepEqual(read.value.detail.people, [{ id: '<string>', role: '<string>' }]);
    const fact = (group: string, name: string) =>
      read.value.facts.find(each => each.group === group && each.name === name);
    assert.equal(fact('schedule', 'public_start_offset')?.value, 123);
    assert.equal(fact('permissions', 'assign_host')?.value, true);
    assert.equal(fact('permissions', 'host_quota_used')?.value, 123);
  });

  it('without a server, the places that the schedule offers are vacant', async () => {
    const held = hyra.reread(connection, { ...example, servers: [] }, NOW);
    assert.ok(held);
    const read = await hyra.detail(
      connection,
      held,
      undefined,
      fakeService(() => answer()),
    );
    assert.ok(read.ok);
    assert.deepEqual(read.value.rosters[0]?.groups[0]?.slots, [{ role: '<string>' }]);
    assert.deepEqual(read.value.detail.people, []);
  });

  it('reports fields that are not documented, and uses the record', async () => {
    const service = fakeService(() => answer(event('e', '2024-01-19T10:00:00Z', { week_starts_on: 1 })));
    const read = await drain(only(planned(hyra, connection, window)), service);
    assert.deepEqual(read.ids, ['e']);
    assert.deepEqual(read.pages[0]?.drift, [
      {
        provider: 'hyra',
        path: 'events[].week_starts_on',
        expected: 'not documented',
        got: 'number',
        example: '1',
        count: 1,
        firstSeen: '2024-01-20T12:00:00.000Z',
      },
    ]);
  });

  it('reads the documented error body', async () => {
    const refused = json(401, { statusCode: 401, error: 'Unauthorized', message: 'Bad token' });
    const checked = await hyra.check(
      connection,
      fakeService(() => refused),
    );
    assert.deepEqual(checked, { ok: false, problem: { code: 'unauthorized', status: 401, said: 'Bad token' } });
    const lost = await hyra.check(
      connection,
      fakeService(() => json(404, { message: 'no such workspace' })),
    );
    assert.deepEqual(lost, {
      ok: false,
      problem: { code: 'not-found', status: 404, what: 'workspace', said: 'no such workspace' },
    });
  });
});
