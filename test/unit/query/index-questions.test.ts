import assert from 'node:assert/strict';
import { EVERYTHING } from '../../../src/query/query.ts';
import type { Session, SessionEntry } from '../../../src/session/session.ts';
import { indexOf, read, session, UTC } from './indexed.ts';

describe('questions to the index', () => {
  it('mean a kind of several services by the whole and by each, in names and in ids', async () => {
    const kind = { id: 's-1,s-2', name: 'Massage, Talk' };
    const index = indexOf([session('1', { kind }), session('2', { kind: { id: 's-2', name: 'Talk' } })]);
    for (const [text, keys] of [
      ['kind:s-1', ['c/1']],
      ['kind:s-2', ['c/1', 'c/2']],
      ['kind:"s-1,s-2"', ['c/1']],
      ['kind:massage', ['c/1']],
      ['kind:"massage, talk"', ['c/1']],
      ['-kind:s-1', ['c/2']],
      ['kind:s-*', ['c/1', 'c/2']],
    ] as const)
      assert.deepEqual((await index.search(read(text), UTC)).selection.keys(0, 9), keys, text);
  });

  it('tell the span of what was found', async () => {
    const entries = [
      session('a', { start: '2026-11-22T10:00:00.000Z' }),
      session('b', { start: '2026-11-20T10:00:00.000Z' }),
      session('c'),
    ];
    const { selection } = await indexOf(entries).search(EVERYTHING, UTC);
    assert.deepEqual(selection.span(), { from: Date.parse('2026-11-20T10:00Z'), to: Date.parse('2026-11-22T10:00Z') });
    assert.equal((await indexOf([session('c')]).search(EVERYTHING, UTC)).selection.span(), undefined);
  });

  it('are answered anew only when something changed that can be seen', async () => {
    const index = indexOf([session('a')]);
    const first = await index.search(EVERYTHING, UTC);
    index.put([session('a')]);
    assert.equal(await index.search(EVERYTHING, { ...UTC, now: UTC.now + 60_000 }), first);
    index.put([session('a', { status: 'live' })]);
    assert.deepEqual(await (await index.search(EVERYTHING, UTC)).facets(['status']), {
      status: [{ value: 'live', label: 'live', count: 1 }],
    });
  });

  it('mean another day tomorrow and another hour in an hour', async () => {
    const index = indexOf([session('a', { start: '2026-11-23T12:00:00.000Z' })]);
    const total = async (text: string, now: string): Promise<number> =>
      (await index.search(read(text), { ...UTC, now: Date.parse(now) })).selection.total;
    assert.equal(await total('on:today', '2026-11-22T23:00Z'), 0);
    assert.equal(await total('on:today', '2026-11-23T00:00Z'), 1);
    assert.equal(await total('before:+2h', '2026-11-23T09:00Z'), 0);
    assert.equal(await total('before:+2h', '2026-11-23T10:30Z'), 1);
  });

  it('mean another person for another reader', async () => {
    const index = indexOf([session('a', { host: { id: '1' } }), session('b', { host: { id: '2' } })]);
    const mine = async (me: string[]): Promise<string[]> =>
      (await index.search(read('host:me'), { ...UTC, me })).selection.keys(0, 9);
    assert.deepEqual(await mine(['1']), ['c/a']);
    assert.deepEqual(await mine(['2']), ['c/b']);
    assert.deepEqual(await mine([]), []);
  });

  it("reject with the signal's reason", async () => {
    const reason = new Error('typed on');
    await assert.rejects(indexOf([session('a')]).search(EVERYTHING, UTC, AbortSignal.abort(reason)), reason);
  });

  it('are not answered from before a change', async () => {
    const index = indexOf([session('a')]);
    const early = index.search(EVERYTHING, UTC);
    index.put([session('b')]);
    await early;
    assert.equal((await index.search(EVERYTHING, UTC)).selection.total, 2);
  });

  it('follow a session that moves, is renamed or fills', async () => {
    const at = (day: number): Partial<Session> => ({ start: `2026-11-0${day}T10:00:00.000Z` });
    const index = indexOf([session('a', at(1)), session('b', at(2)), session('c', at(3))]);
    const order = async (text: string): Promise<string> =>
      (await index.search(read(text), UTC)).selection.keys(0, 9).join(' ');
    assert.equal(await order(''), 'c/c c/b c/a');
    assert.equal(await order('sort:title'), 'c/a c/b c/c');
    assert.equal(await order('sort:participants'), 'c/a c/b c/c');
    index.put([session('a', { ...at(9), title: 'Session z', participants: { total: 0 } })]);
    index.put([session('b', { ...at(2), participants: { total: 5 } })]);
    assert.equal(await order(''), 'c/a c/c c/b');
    assert.equal(await order('sort:title'), 'c/b c/c c/a');
    assert.equal(await order('sort:participants'), 'c/b c/a c/c');
  });

  it('order by title what came while they were asked', async () => {
    const index = indexOf([session('m'), session('z')]);
    const asked = index.search(read('sort:title'), UTC);
    index.put([session('n')]);
    assert.deepEqual((await asked).selection.keys(0, 9), ['c/m', 'c/n', 'c/z']);
  });

  it('offer a person under the newest name, and in its place', async () => {
    const host = (id: string, name: string): SessionEntry => session(id, { host: { id, name } });
    const index = indexOf([host('1', 'Ann'), host('2', 'Bob')]);
    const labels = async (): Promise<string[]> =>
      (await (await index.search(EVERYTHING, UTC)).facets(['host'])).host.map(({ label }) => label);
    assert.deepEqual(await labels(), ['Ann', 'Bob']);
    index.put([host('1', 'Zoe')]);
    assert.deepEqual(await labels(), ['Bob', 'Zoe']);
  });

  it('leave an older answer with its own sessions', async () => {
    const index = indexOf([session('a'), session('b')]);
    const { selection } = await index.search(EVERYTHING, UTC);
    index.remove(['c/a']);
    index.put([session('z')]);
    assert.deepEqual(selection.keys(0, 9), ['c/a', 'c/b']);
    index.clear();
    index.put([session('y')]);
    assert.deepEqual(selection.keys(0, 9), ['c/a', 'c/b']);
    assert.equal(index.size, 1);
  });

  it("tell a connection's keys within a span, and those without a start, but for some ids", async () => {
    const index = indexOf([
      session('a', { start: '2026-11-22T00:00:00.000Z' }),
      session('b', { start: '2026-11-23T00:00:00.000Z' }),
      session('c'),
    ]);
    const [from, to] = [Date.parse('2026-11-22T00:00Z'), Date.parse('2026-11-23T00:00Z')];
    assert.deepEqual(await index.keysWithin('c', { from, to }), ['c/a', 'c/c']);
    assert.deepEqual(await index.keysWithin('c', { from, to }, new Set(['a', 'b'])), ['c/c']);
    assert.deepEqual(await index.keysWithin('c'), ['c/a', 'c/b', 'c/c']);
    assert.deepEqual(await index.keysWithin('other'), []);
  });
});
