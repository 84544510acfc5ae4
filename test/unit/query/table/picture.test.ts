import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery } from '../../../../src/query/parse.ts';
import { FACETS } from '../../../../src/query/selection.ts';
import { createSessionIndex, pictureOf, type SessionIndex } from '../../../../src/query/session-index.ts';
import type { SessionEntry } from '../../../../src/session/session.ts';
import { someRecords } from '../../store/records.ts';
import * as arbitrary from '../arbitrary.ts';

type Asked = Parameters<SessionIndex['search']>;

async function answer(index: SessionIndex, ...[query, reading]: Asked) {
  const found = await index.search(query, reading);
  return {
    keys: found.selection.keys(0, 1000),
    facets: await found.facets(FACETS),
    connections: index.connections().map(id => [id, index.countIn(id), index.liveIn(id)]),
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
            await index.removeConnection('two');
          }
          assert.deepEqual(await answer(restored, query, reading), await answer(filled, query, reading));
        },
      ),
      { numRuns: 100 },
    ));

  it('answers as the index did where it is of many parts, and changes nothing where one is missing', async () => {
    const entries = someRecords('main', 12_000).map(({ raw: _, ...entry }, n) => ({
      ...entry,
      attendees: [{ id: `person-${n}`, name: `Person ${n}` }],
    }));
    const parts = await pictureOf(inBatches(entries));
    assert.ok(parts.length > 5);
    const [filled, restored] = [createSessionIndex(), createSessionIndex()];
    filled.put(entries);
    for (const broken of [[], [Buffer.from('nothing')], ...parts.map((_, at) => parts.toSpliced(at, 1))]) {
      assert.equal(await restored.restore(broken), false);
      assert.equal(restored.size, 0);
    }
    assert.equal(await restored.restore(parts), true);
    const reading = { timeZone: 'UTC', me: [], now: Date.UTC(2025, 6, 1) };
    for (const text of ['', 'sessi 11999', 'attendee:"person 11998"', 'host:"Host 7" sort:title']) {
      const parsed = parseQuery(text);
      assert.ok(parsed.ok);
      assert.deepEqual(await answer(restored, parsed.query, reading), await answer(filled, parsed.query, reading));
    }
  });
});
