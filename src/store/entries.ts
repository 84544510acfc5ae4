import type { SessionEntry } from '../session/session.ts';
import type { Database } from './database.ts';
import { unpackEntry } from './entry.ts';

/** Rows read at one go: more would block the host. */
const ROWS = 400;

const NEXT = `
  SELECT sessions.n AS n, revision, connections.id AS owner, entry
  FROM sessions JOIN connections ON connections.n = sessions.connection
  WHERE (revision, sessions.n) > (?, ?) ORDER BY revision, sessions.n LIMIT ${ROWS}`;

/**
 * The entries of all sessions that were written after the revision `since`, oldest first: what is written meanwhile comes
 * again, the newer last, and is never missed. Rows that cannot be read are left out and reported.
 */
export async function* readEntries(
  database: Database,
  since: number,
  onSkipped: (rows: number) => void,
): AsyncGenerator<SessionEntry[]> {
  const turn = database.slice();
  let skipped = 0;
  for (let after = [since, Number.MAX_SAFE_INTEGER]; ; ) {
    const rows = await database.attempt(() => database.prepare(NEXT).all(...after));
    const last = rows.at(-1);
    if (last === undefined) break;
    after = [Number(last.revision), Number(last.n)];
    const entries = rows.flatMap(({ entry, owner }) => unpackEntry(String(entry), String(owner)) ?? []);
    skipped += rows.length - entries.length;
    yield entries;
    if (turn.over()) await turn.next();
  }
  if (skipped > 0) onSkipped(skipped);
}
