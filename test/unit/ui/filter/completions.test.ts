import assert from 'node:assert/strict';
import { completionsOf } from '../../../../src/ui/filter/completions.ts';
import { connected, createWorld, session } from '../world.ts';

const world = createWorld([connected('ds', 'digitalSamba')]);
world.put(
  session('ds', '1', { host: { id: 'u1', name: 'Ana María' } }),
  session('ds', '2', { host: { id: 'u1', name: 'Ana María' }, status: 'live' }),
  session('ds', '3', { host: { id: 'u2', name: 'Álvaro' } }),
);
const texts = async (text: string): Promise<string[]> =>
  (await completionsOf(text, world.explorer, new AbortController().signal)).map(each => each.text);

describe('completion of a query', () => {
  it('offers qualifiers for a word that is begun', async () => {
    assert.deepEqual(await texts('word -sta'), ['word -status:']);
    assert.deepEqual(await texts('pr'), ['provider:']);
    assert.deepEqual(await texts('p'), []);
  });
  it('offers values with the counts that the other conditions leave', async () => {
    const found = await completionsOf('status:live host:a', world.explorer, new AbortController().signal);
    assert.deepEqual(found, [{ text: 'status:live host:u1 ', label: 'Ana María', count: 1 }]);
  });
  it('offers hosts for a word, since some services name them by id alone', async () => {
    const found = await completionsOf('status:live maría', world.explorer, new AbortController().signal);
    assert.deepEqual(found, [{ text: 'status:live host:u1 ', label: 'host: Ana María', count: 1 }]);
    assert.deepEqual(await texts('-al'), ['-host:u2 ']);
    for (const text of ['ria', 'a', '"al"']) assert.deepEqual(await texts(text), [], text);
  });
  it('offers a few, the most frequent, of however many there are', async () => {
    const many = createWorld([connected('ds', 'digitalSamba')]);
    for (let at = 0; at < 300; at++) {
      const host = { id: `u${at}`, name: `Guest ${at}` };
      many.put(session('ds', `a${at}`, { host }), ...(at < 299 ? [] : [session('ds', 'b', { host })]));
    }
    const found = await completionsOf('host:g', many.explorer, new AbortController().signal);
    assert.equal(found.length, 8);
    assert.deepEqual(found[0], { text: 'host:u299 ', label: 'Guest 299', count: 2 });
  });
  it('folds what is begun', async () => assert.deepEqual(await texts('host:al'), ['host:u2 ']));
  it('goes on after a comma', async () => assert.deepEqual(await texts('host:u1,al'), ['host:u1,u2 ']));
  it('offers fixed words', async () => assert.deepEqual(await texts('sort:t'), ['sort:title ']));
  it('offers nothing after a space, in quotes or for nonsense', async () => {
    for (const text of ['', 'status:live ', '"sta', 'nonsense:x']) assert.deepEqual(await texts(text), [], text);
  });
});
