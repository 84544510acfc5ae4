import type { Database } from './database.ts';
import { REMOVE_SOME_PARTS } from './pictures.ts';

/** Rows that one statement removes: secure_delete writes zeros over each, so that this many block long enough. */
const ROWS = 200;

const REMOVE_SOME_DETAILS = `DELETE FROM details WHERE rowid IN (SELECT rowid FROM details WHERE connection = ? LIMIT ${ROWS})`;
// As they lie in the file: by id, each would be in another page. The plus keeps SQLite from going by id.
const REMOVE_SESSIONS = 'DELETE FROM sessions WHERE n BETWEEN ? AND ? AND +connection = ?';

/**
 * Removes all of a connection, in slices. `write` is a transaction that counts a revision.
 * The coverage goes first: a process that is killed in between must not leave one that claims what is no longer held.
 */
export async function eraseConnection(
  database: Database,
  id: string,
  write: (work: () => boolean) => Promise<boolean>,
): Promise<void> {
  const turn = database.slice();
  const number = () => {
    const row = database.prepare('SELECT n FROM connections WHERE id = ?').get(id);
    return row && Number(row.n);
  };
  await write(() => database.prepare('UPDATE connections SET memory = NULL WHERE id = ?').run(id).changes > 0);
  const edge = (which: 'min' | 'max') => Number(database.prepare(`SELECT ${which}(n) AS n FROM sessions`).get()?.n);
  /** Sessions' rows below this one were looked at. */
  let from = Infinity;
  /** False where none is left. */
  const removeSessions = (connection: number): boolean => {
    if (!(from <= edge('max'))) {
      // Not only at first: another window may have written meanwhile, or a transaction was not to be.
      if (!database.prepare('SELECT 1 FROM sessions WHERE connection = ? LIMIT 1').get(connection)) return false;
      from = edge('min');
    }
    database.prepare(REMOVE_SESSIONS).run(from, from + ROWS - 1, connection);
    from += ROWS;
    return true;
  };
  const removeSome = () => {
    const connection = number();
    if (connection === undefined) return false;
    do {
      const removed =
        database.prepare(REMOVE_SOME_PARTS).run().changes > 0 ||
        database.prepare(REMOVE_SOME_DETAILS).run(connection).changes > 0 ||
        removeSessions(connection);
      if (!removed) {
        database.prepare('DELETE FROM asked WHERE connection = ?').run(id);
        return database.prepare('DELETE FROM connections WHERE n = ?').run(connection).changes > 0;
      }
    } while (!turn.over());
    return true;
  };
  while (await write(removeSome)) await turn.next();
}
