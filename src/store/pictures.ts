import type { SessionEntry } from '../session/session.ts';
import { readEntries } from './blocks.ts';
import type { Database } from './database.ts';
import type { Revisions } from './revisions.ts';
import type { SharedStore } from './store.ts';

/**
 * Pictures of the entries, kept beside them. A picture goes with the first row that is removed, in the same transaction,
 * since that row may be in it; rows that are written after it was drawn are read besides.
 */
export function picturesOf(
  database: Database,
  revisions: Revisions,
  onSkipped: (rows: number) => void,
): Pick<SharedStore, 'picture' | 'draw'> {
  return {
    picture: shape =>
      database.attempt(() => {
        const rows = database.prepare('SELECT revision, data FROM pictures WHERE shape = ? ORDER BY part').all(shape);
        const revision = Number(rows[0]?.revision);
        if (rows.length === 0 || revisions.removedSince(revision)) return undefined;
        const parts = rows.flatMap(({ data }) => (data instanceof Uint8Array ? data : []));
        return { parts, later: (): AsyncGenerator<SessionEntry[]> => readEntries(database, revision, onSkipped) };
      }),
    async draw(shape, draw) {
      const revision = await database.attempt(revisions.latest);
      const parts = await draw(readEntries(database, 0, onSkipped));
      await database.transaction(() => {
        database.prepare('DELETE FROM pictures').run();
        if (revisions.removedSince(revision)) return;
        const insert = database.prepare('INSERT INTO pictures (shape, revision, data) VALUES (?, ?, ?)');
        for (const part of parts) insert.run(shape, revision, part);
      });
    },
  };
}
