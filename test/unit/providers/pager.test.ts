import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOf } from '../../../src/http/service.ts';
import { type Listing, readList } from '../../../src/providers/pager.ts';
import { ok } from '../../../src/session/problem.ts';
import type { SessionRecord } from '../../../src/session/session.ts';
import { drain, type FakeService, fakeService } from './fake-service.ts';

/** A list at a service: rows by id, newest first; `start` falls with the position. */
type Row = { id: string; start: string };

const row = (n: number): Row => ({ id: `s${n}`, start: new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString() });
const rowsDown = (count: number): Row[] => Array.from({ length: count }, (_, at) => row(count - at));

const record = ({ id, start }: Row): SessionRecord => ({
  session: {
    key: `here/${id}`,
    connectionId: 'here',
    provider: 'series',
    id,
    title: id,
    status: 'unknown',
    statusSource: 'reported',
    start,
    coHosts: [],
    flags: [],
  },
  attendees: [],
  raw: {},
});

interface Kind {
  size: number;
  /** How the service finds a page. */
  by: 'page' | 'offset' | 'after';
  total?: boolean;
  listing?: Partial<Listing>;
}

function reader({ size, by, total = false, listing = {} }: Kind): Listing {
  return {
    url(at) {
      const place = by === 'page' ? at.page : by === 'offset' ? at.rows : (at.last?.session.id ?? '');
      return new URL(`https://x.test/?at=${place}`);
    },
    read(answer) {
      const body = JSON.parse(textOf(answer)) as { rows: Row[]; total: number };
      const page = { records: body.rows.map(record), unreadable: [], drift: [], rows: body.rows.length };
      return ok(total ? { ...page, total: body.total } : page);
    },
    row: each => each.session,
    ...(by === 'page' ? { endsByRepeating: true } : { pageSize: size }),
    ...listing,
  };
}

/** Answers from `rows` as they are at that moment; `before` may change them before each request. */
function server(rows: Row[], { size, by }: Kind, before: (n: number) => void = () => {}) {
  return fakeService((url, n) => {
    before(n);
    const at = url.searchParams.get('at') ?? '';
    const index = rows.findIndex(each => each.id === at);
    const from = by === 'page' ? (Number(at) - 1) * size : by === 'offset' ? Number(at) : at === '' ? 0 : index + 1;
    return { text: JSON.stringify({ rows: rows.slice(from, from + size), total: rows.length }) };
  });
}

async function read(rows: Row[], kind: Kind, before?: (n: number) => void) {
  const service = server(rows, kind, before);
  const read = await drain({ read: () => readList(service, reader(kind)) }, service);
  return { ...read, requests: service.requests };
}

const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);
const sorted = (list: readonly string[]): string[] => [...list].sort();

describe('a paged list', () => {
  for (const by of ['page', 'offset', 'after'] as const)
    for (const [what, count, requests] of [
      ['nothing', 0, 1],
      ['a short page', 7, by === 'page' ? 2 : 1],
      ['a page exactly full', 10, 2],
      ['a last page exactly full', 30, 4],
      ['a short last page', 25, by === 'page' ? 4 : 3],
    ] as const)
      it(`by ${by}: ${what} is read to its end in ${requests} requests`, async () => {
        const rows = rowsDown(count);
        const { ids: got, end, requests: made } = await read([...rows], { size: 10, by });
        assert.deepEqual(got, ids(rows));
        assert.deepEqual(end, { stopped: 'end' });
        assert.equal(made, requests);
      });

  it('keeps the request budget of one more than the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom<Kind['by']>('page', 'offset', 'after'),
        fc.boolean(),
        async (count, size, by, total) => {
          const kind: Kind = { size, by, total, listing: { growsAtStart: by === 'after' } };
          const { ids: got, end, requests } = await read(rowsDown(count), kind);
          assert.equal(end.stopped, 'end');
          assert.equal(got.length, count);
          assert.ok(requests <= Math.ceil(count / size) + 1, `${requests} requests`);
        },
      ),
    );
  });

  it('a service that ignores the page asked for: the end where that is its way to end', async () => {
    const rows = rowsDown(10);
    const service = fakeService(() => ({ text: JSON.stringify({ rows, total: 10 }) }));
    const kind: Kind = { size: 10, by: 'page' };
    const { end, ids: got } = await drain({ read: () => readList(service, reader(kind)) }, service);
    assert.deepEqual(end, { stopped: 'end' });
    assert.deepEqual(got, ids(rows));
    assert.equal(service.requests, 2);
  });

  it('a service that ignores the page asked for: not the end where it speaks of more', async () => {
    const rows = rowsDown(10);
    const service = fakeService(() => ({ text: JSON.stringify({ rows, total: 25 }) }));
    const kind: Kind = { size: 10, by: 'page', total: true };
    const { end, ids: got } = await drain({ read: () => readList(service, reader(kind)) }, service);
    assert.equal(end.stopped, 'repeated-page');
    assert.deepEqual(got, ids(rows));
    assert.ok(service.requests <= 4);
  });

  it('a cursor that is ignored is no end', async () => {
    const rows = rowsDown(10);
    const service = fakeService(() => ({ text: JSON.stringify({ rows, total: 10 }) }));
    const kind: Kind = { size: 10, by: 'after' };
    assert.equal((await drain({ read: () => readList(service, reader(kind)) }, service)).end.stopped, 'repeated-page');
    assert.equal(service.requests, 2);
  });

  it('… unless the total proves that nothing else is there', async () => {
    const rows = rowsDown(10);
    const service = fakeService(() => ({ text: JSON.stringify({ rows, total: 10 }) }));
    const kind: Kind = { size: 10, by: 'after', total: true };
    assert.deepEqual((await drain({ read: () => readList(service, reader(kind)) }, service)).end, { stopped: 'end' });
  });

  it('a list that always has another page stops, and says that it was not the end', async () => {
    let n = 0;
    const service = fakeService(() => {
      n += 1;
      return { text: JSON.stringify({ rows: [row(n)], total: 1 }) };
    });
    const { end } = await drain({ read: () => readList(service, { ...reader({ size: 1, by: 'after' }) }) }, service);
    assert.equal(end.stopped, 'page-cap');
  }).timeout(60_000);

  describe('a total that no page makes true', () => {
    /** One page of rows, and beyond it nothing or the same once more. */
    const onePage = (rows: Row[], after: 'nothing' | 'the same') =>
      fakeService(url => ({
        text: JSON.stringify({
          rows: url.searchParams.get('at') === '' || after === 'the same' ? rows : [],
          total: 90,
        }),
      }));
    const readAll = (service: FakeService) =>
      drain({ read: () => readList(service, reader({ size: 10, by: 'after', total: true })) }, service);

    it('a page with room left, and nothing after it, is the end; what is not listed need not be gone', async () => {
      for (const after of ['nothing', 'the same'] as const) {
        const service = onePage(rowsDown(5), after);
        const { end, ids: got } = await readAll(service);
        assert.deepEqual(end, { stopped: 'end', lacksRows: true });
        assert.deepEqual(got, ids(rowsDown(5)));
        assert.equal(service.requests, 4, 'after one more look');
      }
    });

    it('an empty list is one that ends', async () => {
      assert.deepEqual((await readAll(onePage([], 'nothing'))).end, { stopped: 'end', lacksRows: true });
    });

    it('a full page with nothing after it is a list that was cut', async () => {
      const cut = await readAll(onePage(rowsDown(10), 'nothing'));
      assert.deepEqual(cut.end, { stopped: 'page-cap', problem: { code: 'list-cut', rows: 10 } });
    });
  });

  it('an error, a cancelled request and a spent budget end it as what they are', async () => {
    for (const [problem, stopped] of [
      [{ code: 'refused', host: 'x' }, 'error'],
      [{ code: 'cancelled' }, 'cancelled'],
      [{ code: 'rate-limited', resumeAt: 5 }, 'budget'],
    ] as const) {
      const rows = rowsDown(30);
      const service = fakeService((_, n) =>
        n === 2 ? { problem } : { text: JSON.stringify({ rows: rows.slice(0, 10), total: 30 }) },
      );
      const { end, ids: got } = await drain(
        { read: () => readList(service, reader({ size: 10, by: 'after' })) },
        service,
      );
      assert.deepEqual(end, { stopped, problem });
      assert.equal(got.length, 10);
    }
  });

  it('leaves a descending list once what follows is not wanted, and no other', async () => {
    const wanted = row(15).start;
    const enough: Listing['enough'] = page => (page.records.at(-1)?.session.start ?? '') < wanted;
    const down = await read(rowsDown(40), { size: 10, by: 'after', total: true, listing: { enough } });
    assert.equal(down.requests, 3);
    assert.deepEqual(down.end, { stopped: 'end' });
    const up = await read(rowsDown(40).reverse(), { size: 10, by: 'after', total: true, listing: { enough } });
    assert.equal(up.ids.length, 40);
  });

  it('reads the start again where rows came in there, instead of all', async () => {
    const rows = rowsDown(30);
    const kind: Kind = { size: 10, by: 'after', total: true, listing: { growsAtStart: true } };
    const {
      ids: got,
      end,
      requests,
    } = await read(rows, kind, n => {
      if (n === 2 || n === 3) rows.unshift(row(100 + n));
    });
    assert.deepEqual(end, { stopped: 'end' });
    assert.deepEqual(sorted(got), sorted(ids(rows)));
    assert.equal(requests, 5);
  });

  it('says so where the start cannot be read again', async () => {
    const rows = rowsDown(30);
    const problem = { code: 'unreachable', host: 'x.test', detail: 'ECONNRESET' } as const;
    const kind: Kind = { size: 10, by: 'after', total: true, listing: { growsAtStart: true } };
    const service = fakeService((url, n) => {
      if (n === 2) rows.unshift(row(100));
      if (n > 4) return { problem };
      const from = rows.findIndex(({ id }) => id === url.searchParams.get('at')) + 1;
      return { rows: rows.slice(from, from + 10), total: rows.length };
    });
    const { end } = await drain({ read: () => readList(service, reader(kind)) }, service);
    assert.deepEqual(end, { stopped: 'error', problem });
  });

  it('names what left the list while it was read', async () => {
    const rows = rowsDown(30);
    const kind: Kind = { size: 10, by: 'after', total: true, listing: { growsAtStart: true } };
    const { ids: got, end } = await read(rows, kind, n => {
      if (n === 3) rows.splice(2, 1);
    });
    assert.deepEqual(end, { stopped: 'end', gone: ['s28'] });
    assert.deepEqual(sorted(got), sorted(ids(rows)));
  });

  describe('that changes while it is read', () => {
    /** One change before a request; `at` and `to` are taken modulo the list's length. */
    interface Change {
      request: number;
      what: 'insert' | 'remove' | 'move';
      at: number;
      to: number;
    }

    const changes = (...what: Change['what'][]) =>
      fc.uniqueArray(
        fc.record({
          request: fc.integer({ min: 2, max: 12 }),
          what: fc.constantFrom(...what),
          at: fc.nat(),
          to: fc.nat(),
        }),
        { selector: each => each.request, maxLength: 6 },
      );

    const oneChange = (...what: Change['what'][]) => changes(...what).map(each => each.slice(0, 1));

    function apply(rows: Row[], { what, at, to }: Change, fresh: () => Row): void {
      const place = (n: number) => (rows.length === 0 ? 0 : n % (rows.length + 1));
      if (what === 'insert') rows.splice(place(at), 0, fresh());
      else if (rows.length === 0) return;
      else if (what === 'remove') rows.splice(at % rows.length, 1);
      else rows.splice(place(to), 0, ...rows.splice(at % rows.length, 1));
    }

    async function run(kind: Kind, count: number, plan: readonly Change[], where?: 'start') {
      const rows = rowsDown(count);
      let next = 1000;
      const fresh = () => {
        next += 1;
        return row(next);
      };
      const result = await read(rows, kind, n => {
        for (const change of plan) if (change.request === n) apply(rows, where ? { ...change, at: 0 } : change, fresh);
      });
      return { ...result, now: ids(rows) };
    }

    /** Exactly what the service has, or not called complete; and no row twice. */
    function holds({ ids: got, end, now, pages }: Awaited<ReturnType<typeof run>>): void {
      assert.equal(new Set(got).size, got.length);
      for (const page of pages) assert.equal(new Set(page.records.map(r => r.session.id)).size, page.records.length);
      if (end.stopped === 'end') assert.deepEqual(sorted(got), sorted(now));
      else assert.equal(end.stopped, 'repeated-page');
    }

    const sizes = fc.integer({ min: 2, max: 6 });
    const counts = fc.integer({ min: 0, max: 40 });

    it('by page with totals: one change between two requests loses and doubles nothing', async () => {
      await fc.assert(
        fc.asyncProperty(sizes, counts, oneChange('insert', 'remove', 'move'), async (size, count, plan) => {
          holds(await run({ size, by: 'page', total: true }, count, plan));
        }),
        { numRuns: 2000 },
      );
    });

    it('by cursor with totals, new rows at the start: any number of changes loses and doubles nothing', async () => {
      await fc.assert(
        fc.asyncProperty(sizes, counts, changes('insert'), async (size, count, plan) => {
          holds(await run({ size, by: 'after', total: true, listing: { growsAtStart: true } }, count, plan, 'start'));
        }),
        { numRuns: 2000 },
      );
    });

    it('by cursor with totals: removals lose and double nothing', async () => {
      await fc.assert(
        fc.asyncProperty(sizes, counts, changes('remove'), async (size, count, plan) => {
          holds(await run({ size, by: 'after', total: true, listing: { growsAtStart: true } }, count, plan));
        }),
        { numRuns: 2000 },
      );
    });

    it('by page without totals: what comes in costs no row that was there, and doubles none', async () => {
      await fc.assert(
        fc.asyncProperty(sizes, counts, oneChange('insert'), async (size, count, plan) => {
          const { ids: got, end, now } = await run({ size, by: 'page' }, count, plan);
          assert.equal(new Set(got).size, got.length);
          const missing = now.filter(id => !got.includes(id));
          assert.ok(missing.every(id => Number(id.slice(1)) > 1000) || end.stopped !== 'end', missing.join());
        }),
        { numRuns: 2000 },
      );
    });
  });
});
