import type { SessionEntry } from '../session/session.ts';
import { packEntries, unpackEntries, unpackEntry } from './columns.ts';
import type { Database } from './database.ts';

/**
 * Entries stand in their session's row, which is what counts; most stand in a block of some hundred too, so that a
 * start reads a few large texts instead of a hundred thousand small ones. A placement says which block, and where in
 * it, a session's present entry stands. A session that was written since is loose, and its place in the block dead.
 */

/** Rows that are packed, or read one by one, at one go: more would block the host. */
const BLOCK = 400;
/** As many sessions written at once are packed at once: a service's page, so that a load writes no placement twice. */
export const LEAST_PACKED = 40;
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
  SELECT connections.id AS owner, entry FROM placements
  JOIN sessions ON sessions.n = placements.session JOIN connections ON connections.n = sessions.connection
  WHERE block = ?`;
// `place IS NULL` lets the index give the rows in order.
const LOOSE_ROWS = `
  SELECT session, connection, connections.id AS owner, revision, entry FROM placements
  JOIN sessions ON sessions.n = placements.session JOIN connections ON connections.n = sessions.connection
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
  const turn = database.slice();
  let skipped = 0;
  let lastBlock = 0;
  const understood = (rows: Record<string, unknown>[]) => {
    const entries = rows.flatMap(row => unpackEntry(String(row.entry), String(row.owner)) ?? []);
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
  const turn = database.slice();
  while (await database.transaction(() => packOnce(database))) if (turn.over()) await turn.next();
}

/** Whether there was something to pack. */
function packOnce(database: Database): boolean {
  const loose = database.prepare('SELECT count(*) AS n FROM placements WHERE block IS NULL AND place IS NULL').get();
  if (Number(loose?.n) < MOST_LOOSE) return false;
  const written = database
    .prepare(LOOSE_ROWS)
    .all(0, 0)
    .flatMap((row): Written[] => {
      const entry = unpackEntry(String(row.entry), String(row.owner));
      const { session, connection, revision } = row;
      return entry
        ? [{ session: Number(session), connection: Number(connection), revision: Number(revision), entry }]
        : [];
    });
  for (const group of Map.groupBy(written, ({ connection }) => connection).values()) packGroup(database, group);
  return written.length > 0;
}

/** A session's row as it was written. */
export interface Written {
  session: number;
  connection: number;
  revision: number;
  entry: SessionEntry;
}

const PLACE = `
  INSERT INTO placements (session, revision, block, place) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET revision = excluded.revision, block = excluded.block, place = excluded.place`;

/** Gives sessions that were just written their place: in a block where there are at least `leastPacked`, else loose. */
export function place(database: Database, written: readonly Written[], leastPacked: number): void {
  const moved = new Set<number>();
  const placeOf = database.prepare('SELECT block FROM placements WHERE session = ?');
  for (const { session } of written) {
    const block = placeOf.get(session)?.block;
    if (typeof block === 'number') moved.add(block);
  }
  for (const group of Map.groupBy(written, ({ connection }) => connection).values()) {
    if (group.length >= leastPacked) packGroup(database, group);
    else for (const { session, revision } of group) database.prepare(PLACE).run(session, revision, null, null);
  }
  dissolve(database, moved);
}

function packGroup(database: Database, group: readonly Written[]): void {
  const connection = group[0]?.connection;
  if (connection === undefined) return;
  const revision = Math.max(...group.map(written => written.revision));
  const block = database
    .prepare('INSERT INTO blocks (connection, revision, size, entries) VALUES (?, ?, ?, ?)')
    .run(connection, revision, group.length, packEntries(group.map(({ entry }) => entry))).lastInsertRowid;
  const set = database.prepare(PLACE);
  group.forEach(({ session, revision }, at) => void set.run(session, revision, block, at));
}

/** Gives up the blocks among these of which less than half is live; what was live in them is loose again. */
function dissolve(database: Database, blocks: Iterable<number>): void {
  const stale = database.prepare(`SELECT 1 FROM blocks WHERE n = ? AND ${LIVE} * 2 < size`);
  for (const block of blocks) {
    if (stale.get(block) === undefined) continue;
    database.prepare('UPDATE placements SET block = NULL, place = NULL WHERE block = ?').run(block);
    database.prepare('DELETE FROM blocks WHERE n = ?').run(block);
  }
}
