import assert from 'node:assert/strict';
import { EVERYTHING } from '../../../src/query/query.ts';
import { FACETS } from '../../../src/query/selection.ts';
import { indexOf, read, session, UTC } from './indexed.ts';

const many = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) =>
    session(`${from + n}`, { host: { id: `h${n % 50}`, name: `Host ${n % 50}` } }),
  );

describe('an index that changes', () => {
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  it('answers like one that was made anew when most of what it held is gone', async () => {
    const index = indexOf(many(0, 40_000));
    index.remove(many(0, 30_000).map(entry => entry.session.key));
    // What was left behind is dropped in turns of the event loop that nobody waits for.
    for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate);
    index.put(many(40_000, 40_010));
    const fresh = indexOf([...many(30_000, 40_000), ...many(40_000, 40_010)]);
    const [answer, expected] = await Promise.all([index, fresh].map(each => each.search(EVERYTHING, UTC)));
    assert.ok(answer && expected);
    assert.deepEqual(await answer.facets(FACETS), await expected.facets(FACETS));
    assert.deepEqual(answer.selection.keys(0, 20_000), expected.selection.keys(0, 20_000));
    assert.equal(index.size, fresh.size);
  });

  it('answers at last however often it changes while it is asked', async () => {
    const index = indexOf(many(0, 10_000));
    // Each look at the clock finds the time up, so that a search pauses wherever it can.
    let time = 0;
    performance.now = () => (time += 100);
    let answered = false;
    const answer = index.search(EVERYTHING, UTC).finally(() => {
      answered = true;
    });
    let put = 0;
    for (; !answered; put += 1) {
      index.put([session(`more-${put}`)]);
      await new Promise(setImmediate);
    }
    const { total } = (await answer).selection;
    assert.ok(put > 1, `${put} changes`);
    assert.ok(total > 10_000 && total <= 10_000 + put, `${total} of ${put}`);
    performance.now = now;
    assert.equal((await index.search(EVERYTHING, UTC)).selection.total, 10_000 + put);
  });

  it('counts the choices of what it holds when they are asked for, not of what a row said before', async () => {
    const index = indexOf([session('a', { status: 'live' }), session('b')]);
    const { facets } = await index.search(read('status:live'), UTC);
    index.put([session('a', { status: 'cancelled' }), session('c', { status: 'live', provider: 'series' })]);
    const { status, provider } = await facets(['status', 'provider']);
    const told = (choices: typeof status): string[] => choices.map(({ value, count }) => `${value} ${count}`);
    assert.deepEqual(told(status), ['cancelled 1', 'completed 1', 'live 1']);
    assert.deepEqual(told(provider), ['series 1']);
  });

  it('stops counting when told to, and counts again for another', async () => {
    const index = indexOf(many(0, 40_000));
    const { facets } = await index.search(EVERYTHING, UTC);
    let time = 0;
    performance.now = () => (time += 100);
    const calledOff = new AbortController();
    const counted = facets(['host'], calledOff.signal);
    calledOff.abort();
    await assert.rejects(counted, { name: 'AbortError' });
    assert.equal((await facets(['host'])).host.length, 50);
  });
});
