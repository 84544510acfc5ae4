import type { Database } from './database.ts';
import type { SharedStore } from './store.ts';

/** The polling lease, and what other windows ask of its holder: rows of the file that the windows share. */
export function windowsOf(
  database: Database,
): Pick<SharedStore, 'takeLease' | 'releaseLease' | 'askHolder' | 'takeAsked'> {
  return {
    takeLease: (owner, now, until) =>
      database.transaction(() => {
        const taken = database
          .prepare(
            `INSERT INTO lease VALUES (1, ?, ?)
             ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until
             WHERE owner = excluded.owner OR until <= ? OR until > ?`,
          )
          // A lease that lasts longer than any was taken before the clock was set back.
          .run(owner, until, now, until + (until - now));
        return taken.changes === 1;
      }),
    releaseLease: owner =>
      database.transaction(() => void database.prepare('DELETE FROM lease WHERE owner = ?').run(owner)),
    askHolder: (connectionId, now) =>
      database.transaction(
        () =>
          void database
            .prepare('INSERT INTO asked VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at')
            .run(connectionId, now),
      ),
    async takeAsked() {
      // Looked at each second by the holder: no write where nothing was asked.
      const asked = await database.attempt(() => database.prepare('SELECT 1 FROM asked LIMIT 1').get());
      if (asked === undefined) return [];
      return database.transaction(() =>
        database
          .prepare('DELETE FROM asked RETURNING connection')
          .all()
          .map(row => String(row.connection)),
      );
    },
  };
}
