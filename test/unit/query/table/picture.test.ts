import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FACETS } from '../../../../src/query/selection.ts';
import { createSessionIndex, pictureOf, type SessionIndex } from '../../../../src/query/session-index.ts';
import type { SessionEntry } from '../../../../src/session/session.ts';
import * as arbitrary from '../arbitrary.ts';

type Asked = Parameters<SessionIndex['search']>;

async function answer(index: SessionIndex, ...[query, reading]: Asked) {
  const { selection, facets } = await index.search(query, reading);
  return {
    keys: selection.keys(0, 1000),
    facets: FACETS.map(facet => facets[facet]),
    statuses: index.countByStatus(),
    connections: index.connections().map(id => [id, index.countIn(id)]),
  };
}

async function* inBatches(...batches: SessionEntry[][]): AsyncGenerator<SessionEntry[]> {
  yield* batches;
}

describe('a picture of an index', () => {
  it('answers as the index did, and goes on as it would have', () =>
    fc.assert(
      fc.asyncProperty(
        arbitrary.entries,
        arbitrary.entries,
        arbitrary.entries,
        arbitrary.query,
        arbitrary.reading,
        async (first, second, later, query, reading) => {
          const filled = createSessionIndex();
          filled.put(first);
          filled.put(second);
          const restored = createSessionIndex();
          const parts = await pictureOf(inBatches(first, second));
          assert.equal(await restored.restore(parts), parts.length > 0);
          assert.deepEqual(await answer(restored, query, reading), await answer(filled, query, reading));
          for (const index of [filled, restored]) {
            index.put(later);
            index.remove(first.slice(0, 3).map(({ session }) => session.key));
            index.removeConnection('two');
          }
          assert.deepEqual(await answer(restored, query, reading), await answer(filled, query, reading));
        },
      ),
      { numRuns: 100 },
    ));

  it('changes nothing where it cannot be read', async () => {
    const [entries = []] = fc.sample(arbitrary.entries, { seed: 3, numRuns: 1 });
    const index = createSessionIndex();
    index.put(entries);
    const parts = await pictureOf(inBatches(entries));
    for (const broken of [[], parts.slice(0, 1), [Buffer.from('nothing')]]) {
      assert.equal(await index.restore(broken), false);
      assert.equal(index.size, new Set(entries.map(({ session }) => session.key)).size);
    }
  });
});
