import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compacted, entryAt, isWasteful } from '../../../../src/query/table/compact.ts';
import { createSessions, heldAt, put, remove } from '../../../../src/query/table/sessions.ts';
import type { SessionEntry } from '../../../../src/session/session.ts';
import { atOnce } from '../../../../src/turns/slices.ts';
import * as arbitrary from '../arbitrary.ts';
import { inOrder, matches } from '../plain-reading.ts';

describe('compacting', () => {
  it('keeps what remains, as far as any query can tell', () =>
    fc.assert(
      fc.property(
        arbitrary.entries,
        fc.func(fc.boolean()),
        arbitrary.query,
        arbitrary.reading,
        (entries, keep, query, reading) => {
          const sessions = createSessions();
          for (const entry of entries) put(sessions, entry);
          const kept = entries.filter(({ session }) => keep(session.key));
          for (const entry of entries)
            if (!kept.includes(entry)) remove(sessions, heldAt(sessions, entry.session.key) ?? -1);
          const fresh = atOnce(compacted(sessions));
          assert.equal(fresh.rows, kept.length);
          const found = (some: readonly SessionEntry[]): string[] =>
            some
              .filter(entry => matches(entry, query, reading))
              .sort(inOrder(query.sort))
              .map(({ session }) => session.key);
          assert.deepEqual(found(Array.from({ length: fresh.rows }, (_, row) => entryAt(fresh, row))), found(kept));
        },
      ),
      { numRuns: 300 },
    ));

  it('is worth it once most rows are empty', () => {
    const sessions = createSessions();
    const count = 40_000;
    for (let n = 0; n < count; n++) {
      put(sessions, {
        session: {
          key: `c/${n}`,
          connectionId: 'c',
          provider: 'hyra',
          id: String(n),
          title: 'Shift',
          status: 'completed',
          statusSource: 'derived',
          coHosts: [],
          flags: [],
        },
        attendees: [],
      });
    }
    assert.ok(!isWasteful(sessions));
    for (let row = 0; row < count - 5000; row++) remove(sessions, row);
    assert.ok(isWasteful(sessions));
    assert.ok(!isWasteful(atOnce(compacted(sessions))));
  });
});
