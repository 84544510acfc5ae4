import assert from 'node:assert/strict';
import { placio } from '../../../src/providers/placio/provider.ts';
import { connectionTo, drain, fakeService, fixture, json, NOW, only, planned } from './fake-service.ts';

const DAY = 86_400_000;
const connection = connectionTo('placio', { timeZone: 'Asia/Riyadh' });
const [example] = fixture('placio-list').sessions;
const session = (more: object, zone = 'Asia/Riyadh') =>
  placio.reread({ ...connection, timeZone: zone }, { ...example, ...more }, NOW)?.session;

describe('placio', () => {
  it('asks in windows of at most 34 days that leave no gap, the present first', async () => {
    const service = fakeService(() => ({ sessions: [] }));
    const window = { kind: 'window', from: NOW - 60 * DAY, to: NOW + 30 * DAY, includeLive: true } as const;
    await drain(only(planned(placio, connection, window)), service);
    const spans = service.asked.map(url => {
      assert.equal(url.pathname, '/v1/workspace/w1/sessions');
      return ['dateFrom', 'dateTo'].map(name => Date.parse(url.searchParams.get(name) ?? '')) as [number, number];
    });
    const [first] = spans;
    assert.ok(first && first[0] <= NOW && NOW <= first[1]);
    spans.sort(([one], [other]) => one - other);
    for (const [at, [from, to]] of spans.entries()) {
      assert.ok(to - from <= 34 * DAY);
      const next = spans[at + 1];
      if (next) assert.equal(next[0], to + 1);
    }
    assert.ok((spans[0]?.[0] ?? NOW) <= NOW - 61 * DAY + DAY);
    assert.ok((spans.at(-1)?.[1] ?? NOW) >= NOW + 31 * DAY - DAY);
  });

  it('joins the windows, each session once, and stops at the first that fails', async () => {
    const window = { kind: 'window', from: NOW - 60 * DAY, to: NOW, includeLive: true } as const;
    const twice = fakeService((_, n) => ({ sessions: [example, { ...example, id: `only-${n}` }] }));
    const read = await drain(only(planned(placio, connection, window)), twice);
    assert.equal(read.pages.flatMap(page => page.records).length, read.ids.length);
    assert.equal(read.ids.length, twice.requests + 1);
    const failing = fakeService((_, n) => (n === 2 ? json(500, { message: 'oops' }) : { sessions: [example] }));
    const failed = await drain(only(planned(placio, connection, window)), failing);
    assert.deepEqual(failed.end, { stopped: 'error', problem: { code: 'server-error', status: 500, said: 'oops' } });
    assert.equal(failed.ids.length, 1);
  });

  it('sends every filter that its page documents', async () => {
    const service = fakeService(() => ({ sessions: [] }));
    const ask = async (filter: object) => {
      for (const scope of planned(placio, connection, { kind: 'question', filter })) await drain(scope, service);
      return service.asked.at(-1)?.search;
    };
    assert.equal(
      await ask({ client: 'c1', kind: 'a,b', status: 'live' }),
      '?clientId=c1&serviceIds=a%2Cb&status=in-progress',
    );
    assert.equal(
      await ask({ from: NOW, to: NOW + DAY }),
      '?dateFrom=2024-01-19T00%3A00%3A00.000Z&dateTo=2024-01-22T23%3A59%3A59.999Z',
    );
    assert.equal(await ask({ from: NOW }), '?dateFrom=2024-01-19T00%3A00%3A00.000Z');
    assert.equal(await ask({ to: NOW }), '?dateTo=2024-01-21T23%3A59%3A59.999Z');
    const before = service.requests;
    await ask({ place: 'x' });
    assert.equal(service.requests, before);
  });

  it('reads wall clocks in the zone of the workspace, across midnight and across the change of clocks', () => {
    const late = session({ startTime: '23:00', endTime: '00:30', durationMinutes: 90 });
    assert.deepEqual([late?.start, late?.end], ['2024-01-20T20:00:00.000Z', '2024-01-20T21:30:00.000Z']);
    const skipped = session(
      { date: '2024-03-31T00:00:00.000Z', startTime: '02:30', endTime: '04:00' },
      'Europe/Berlin',
    );
    assert.deepEqual([skipped?.start, skipped?.flags], ['2024-03-31T01:30:00.000Z', ['wall-time-skipped']]);
    const into = session({ date: '2024-03-31', startTime: '01:30', endTime: '02:30' }, 'Europe/Berlin');
    assert.deepEqual([into?.end, into?.flags], ['2024-03-31T01:30:00.000Z', ['wall-time-skipped']]);
    const repeated = session({ date: '2024-10-27', startTime: '02:30', endTime: '02:45' }, 'Europe/Berlin');
    assert.deepEqual([repeated?.start, repeated?.flags], ['2024-10-27T00:30:00.000Z', ['wall-time-repeated']]);
    const whole = session({ startTime: '10:00', endTime: '10:00', durationMinutes: 1440 });
    assert.equal(whole?.end, '2024-01-21T07:00:00.000Z');
  });

  it('without a zone the clock is taken as UTC, and says so', () => {
    const { timeZone: _, ...bare } = connection;
    const read = placio.reread(bare, example, NOW)?.session;
    assert.deepEqual([read?.start, read?.startSource], ['2024-01-20T10:00:00.000Z', 'assumed-utc']);
  });

  it('derives the end from the duration where there is no clock for it', () => {
    const read = session({ endTime: null });
    assert.deepEqual([read?.end, read?.endSource], ['2024-01-20T08:30:00.000Z', 'derived']);
    for (const nonsense of [{ date: 'soon' }, { date: '2024-13-45' }, { startTime: 'noon' }])
      assert.equal(session(nonsense)?.start, undefined);
  });

  it('is called by its services where it has no name', () => {
    assert.equal(session({ name: null })?.title, 'استشارة طبية, فحص عام');
    assert.equal(session({ name: '', serviceNames: [], serviceIds: [] })?.title, example.id);
    assert.equal(session({ status: 'no-show' })?.status, 'unknown');
    assert.equal(session({ status: 'no-show' })?.rawStatus, 'no-show');
  });

  it('takes the other shape of a single answer', async () => {
    const held = placio.reread(connection, example, NOW);
    assert.ok(held);
    const single = {
      id: example.id,
      scheduledAt: '2024-01-20T09:00:00.000Z',
      duration: 45,
      status: 'completed',
      notes: 'Came late',
      customFields: [{ label: 'Blood pressure', value: '120/80' }],
      invoice: { number: 'A-1', total: 30, paid: true },
    };
    const service = fakeService(() => single);
    const read = await placio.detail(connection, held, undefined, service);
    assert.ok(read.ok);
    assert.deepEqual(service.paths, [`/v1/workspace/w1/sessions/${example.id}`]);
    const { detail, facts } = read.value;
    assert.deepEqual(
      [detail.start, detail.end, detail.durationMinutes, detail.status, detail.host?.name, detail.client?.name],
      ['2024-01-20T09:00:00.000Z', '2024-01-20T09:45:00.000Z', 45, 'completed', 'Dr. Smith', 'John Doe'],
    );
    assert.equal(detail.startSource, 'explicit');
    const fact = (group: string, name: string) => facts.find(each => each.group === group && each.name === name)?.value;
    assert.equal(fact('notes', 'notes[0]'), 'Came late');
    assert.equal(fact('fields', 'Blood pressure'), '120/80');
    assert.equal(fact('invoice', 'invoice.total'), 30);
    assert.equal(fact('invoice', 'invoice.paid'), true);
  });

  it('takes the shape of the list for a single answer too', async () => {
    const held = placio.reread(connection, example, NOW);
    assert.ok(held);
    const read = await placio.detail(
      connection,
      held,
      undefined,
      fakeService(() => ({ session: example })),
    );
    assert.ok(read.ok);
    assert.deepEqual(read.value.detail.start, held.session.start);
  });

  it('a detail that cannot be had is no session', async () => {
    const held = placio.reread(connection, example, NOW);
    assert.ok(held);
    const read = (answer: object) =>
      placio.detail(
        connection,
        held,
        undefined,
        fakeService(() => answer),
      );
    const problem = { code: 'unreachable', host: 'api.example.test', detail: 'ECONNRESET' } as const;
    assert.deepEqual(await read({ problem }), { ok: false, problem });
    assert.deepEqual(await read({ text: '[]' }), { ok: false, problem: { code: 'unexpected-shape', path: 'session' } });
  });

  it('says which permission is missing, which workspace, and that a token ran out', async () => {
    const problem = async (status: number, message: string) => {
      const checked = await placio.check(
        connection,
        fakeService(() => json(status, { message })),
      );
      assert.ok(!checked.ok);
      return checked.problem;
    };
    assert.deepEqual(await problem(401, 'jwt expired'), {
      code: 'unauthorized',
      status: 401,
      hint: 'expired',
      said: 'jwt expired',
    });
    assert.deepEqual(await problem(403, 'no'), { code: 'forbidden', status: 403, needs: 'sessions.view', said: 'no' });
    assert.deepEqual(await problem(404, 'no'), { code: 'not-found', status: 404, what: 'workspace', said: 'no' });
    assert.deepEqual(await problem(422, 'no'), { code: 'rejected', status: 422, said: 'no' });
    assert.deepEqual(await problem(401, ''), { code: 'unauthorized', status: 401 });
    const long = await problem(422, 'no '.repeat(500));
    assert.ok(long.code === 'rejected' && (long.said ?? '').length < 500 && long.said?.endsWith('…'));
  });
});
