import type { Database } from './database.ts';
import { REMOVE_SOME_PARTS } from './pictures.ts';

/** Rows that one statement removes: secure_delete writes zeros over each, so that this many block long enough. */
const ROWS = 200;

const STEPS = [
  `DELETE FROM sessions WHERE n IN (SELECT n FROM sessions INDEXED BY sessions_connection WHERE connection = ? LIMIT ${ROWS})`,
  `DELETE FROM details WHERE rowid IN (SELECT rowid FROM details WHERE connection = ? LIMIT ${ROWS})`,
];

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
  const number = () => database.prepare('SELECT n FROM connections WHERE id = ?').get(id)?.n;
  await write(() => database.prepare('UPDATE connections SET memory = NULL WHERE id = ?').run(id).changes > 0);
  const removeSome = () => {
    const connection = number();
    if (connection === undefined) return false;
    do {
      const removed =
        database.prepare(REMOVE_SOME_PARTS).run().changes > 0 ||
        STEPS.some(step => database.prepare(step).run(connection).changes > 0);
      if (!removed) {
        database.prepare('DELETE FROM asked WHERE connection = ?').run(id);
        return database.prepare('DELETE FROM connections WHERE n = ?').run(connection).changes > 0;
      }
    } while (!turn.over());
    return true;
  };
  while (await write(removeSome)) await turn.next();
}
