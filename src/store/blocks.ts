import type { SessionEntry } from '../session/session.ts';
import { packEntries, unpackEntries } from './columns.ts';
import type { Database } from './database.ts';
import { entryFrom } from './rows.ts';
import { slice } from './slices.ts';

/**
 * Entries stand in their session's row, which is what counts; most stand in a block of a thousand too, so that a
 * start reads a few large texts instead of a hundred thousand small ones. A placement says which block, and where in
 * it, a session's present entry stands. A session that was written since is loose, and its place in the block dead.
 */

const BLOCK = 1000;
/** Loose entries are cheap to read up to here. */
const MOST_LOOSE = 2000;

const LIVE = '(SELECT count(*) FROM placements WHERE block = blocks.n)';
const NEXT_BLOCK = `
  SELECT blocks.n, connections.id AS connection, entries,
    CASE WHEN ${LIVE} < size
      THEN (SELECT json_group_array(place) FROM placements WHERE block = blocks.n) END AS places
  FROM blocks JOIN connections ON connections.n = blocks.connection
  WHERE blocks.n > ? AND blocks.revision > ? ORDER BY blocks.n LIMIT 1`;
const ROWS_OF_BLOCK = `
  SELECT entry FROM placements JOIN sessions ON sessions.n = placements.session WHERE block = ?`;
// `place IS NULL` lets the index give the rows in order.
const LOOSE_ROWS = `
  SELECT session, sessions.connection, revision, entry
  FROM placements JOIN sessions ON sessions.n = placements.session
  WHERE block IS NULL AND place IS NULL AND session > ? AND revision > ? ORDER BY session LIMIT ${BLOCK}`;

/**
 * The entries of all sessions that were written after the revision `since`, block by block. Rows that cannot be read
 * are left out and reported. What is written meanwhile may come twice, the later one being newer, and is never missed.
 */
export async function* readEntries(
  database: Database,
  since: number,
  onSkipped: (rows: number) => void,
): AsyncGenerator<SessionEntry[]> {
  const turn = slice();
  let skipped = 0;
  let lastBlock = 0;
  const understood = (rows: Record<string, unknown>[]) => {
    const entries = rows.flatMap(row => entryFrom(row.entry) ?? []);
    skipped += rows.length - entries.length;
    return entries;
  };

  async function* blocks() {
    for (;;) {
      const block = await database.attempt(() => database.prepare(NEXT_BLOCK).get(lastBlock, since));
      if (block === undefined) return;
      lastBlock = Number(block.n);
      const all = unpackEntries(String(block.entries), String(block.connection));
      if (all === undefined)
        yield understood(await database.attempt(() => database.prepare(ROWS_OF_BLOCK).all(lastBlock)));
      else yield block.places === null ? all : placed(all, String(block.places));
      if (turn.over()) await turn.next();
    }
  }

  yield* blocks();
  for (let last = 0; ; ) {
    const rows = await database.attempt(() => database.prepare(LOOSE_ROWS).all(last, since));
    if (rows.length === 0) break;
    last = Number(rows.at(-1)?.session);
    yield understood(rows);
    if (turn.over()) await turn.next();
  }
  // What was loose at first may have been packed meanwhile.
  yield* blocks();
  if (skipped > 0) onSkipped(skipped);
}

const placed = (entries: readonly SessionEntry[], places: string): SessionEntry[] =>
  (JSON.parse(places) as number[]).flatMap(place => entries[place] ?? []);

/** Packs loose entries until few are left. */
export async function packLoose(database: Database): Promise<void> {
  const turn = slice();
  while (await database.transaction(() => packOnce(database))) if (turn.over()) await turn.next();
}

/** Whether there was something to pack. */
function packOnce(database: Database): boolean {
  const loose = database.prepare('SELECT count(*) AS n FROM placements WHERE block IS NULL AND place IS NULL').get();
  if (Number(loose?.n) < MOST_LOOSE) return false;
  const groups = new Map<number, { sessions: number[]; entries: SessionEntry[]; revision: number }>();
  for (const row of database.prepare(LOOSE_ROWS).all(0, 0)) {
    const entry = entryFrom(row.entry);
    if (entry === undefined) continue;
    const connection = Number(row.connection);
    const group = groups.get(connection) ?? { sessions: [], entries: [], revision: 0 };
    groups.set(connection, group);
    group.sessions.push(Number(row.session));
    group.entries.push(entry);
    group.revision = Math.max(group.revision, Number(row.revision));
  }
  const insert = database.prepare('INSERT INTO blocks (connection, revision, size, entries) VALUES (?, ?, ?, ?)');
  const place = database.prepare('UPDATE placements SET block = ?, place = ? WHERE session = ?');
  for (const [connection, { sessions, entries, revision }] of groups) {
    const block = insert.run(connection, revision, entries.length, packEntries(entries)).lastInsertRowid;
    sessions.forEach((session, at) => void place.run(block, at, session));
  }
  return groups.size > 0;
}

/** Gives up the blocks among these of which less than half is live; what was live in them is loose again. */
export function dissolve(database: Database, blocks: Iterable<number>): void {
  const stale = database.prepare(`SELECT 1 FROM blocks WHERE n = ? AND ${LIVE} * 2 < size`);
  for (const block of blocks) {
    if (stale.get(block) === undefined) continue;
    database.prepare('UPDATE placements SET block = NULL, place = NULL WHERE block = ?').run(block);
    database.prepare('DELETE FROM blocks WHERE n = ?').run(block);
  }
}
