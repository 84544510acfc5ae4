import { jsonOf } from '../http/json.ts';
import { connectionOfKey, type SessionRecord, sessionKey } from '../session/session.ts';
import { workThrough } from '../turns/slices.ts';
import type { Database } from './database.ts';
import { readEntries } from './entries.ts';
import { packEntry } from './entry.ts';
import { eraseConnection } from './erase.ts';
import { picturesOf } from './pictures.ts';
import type { StoreProblem } from './problem.ts';
import { revisionsOf } from './revisions.ts';
import { detailFrom, idFromColumn, idToColumn, memoryFrom, rawText, recordFrom } from './rows.ts';
import type { SharedStore } from './store.ts';
import { windowsOf } from './windows.ts';

const UPSERT = `
  INSERT INTO sessions (connection, id, status_until, entry, raw, revision) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (connection, id) DO UPDATE
    SET status_until = excluded.status_until, entry = excluded.entry, raw = excluded.raw, revision = excluded.revision
    WHERE entry <> excluded.entry OR raw <> excluded.raw`;
// Left to itself SQLite begins with the connections and looks at each of their rows: every search asks this.
const DUE = `
  SELECT connections.id AS owner, sessions.id
  FROM sessions INDEXED BY sessions_due CROSS JOIN connections ON connections.n = sessions.connection
  WHERE status_until <= ? AND connections.id IN (SELECT value FROM json_each(?)) ORDER BY status_until LIMIT ?`;

/**
 * The store on one database. Its methods throw what `storeProblem` can read where the database cannot do its work; `onProblem` is
 * told of what was worked around.
 */
export function sessionStore(database: Database, onProblem: (problem: StoreProblem) => void): SharedStore {
  const { prepare, attempt } = database;
  const revisions = revisionsOf(database);
  /** A key as the columns that find its row. */
  const columnsOf = (key: string): [connection: string, id: string] => {
    const connectionId = connectionOfKey(key);
    return [connectionId, idToColumn(key.slice(connectionId.length + 1))];
  };
  const onSkipped = (rows: number) => onProblem({ code: 'rows-skipped', rows });

  /** A transaction that counts a revision where `work` says that it changed something. */
  async function write<T>(work: (revision: number) => { value: T; changed: boolean; removed?: boolean }): Promise<T> {
    let revision = 0;
    const { value, changed } = await database.transaction(() => {
      revision = revisions.next();
      const done = work(revision);
      if (done.changed) revisions.commit(revision, done.removed);
      return done;
    });
    if (changed) revisions.committed(revision);
    return value;
  }

  function connectionNumber(id: string): number {
    const find = prepare('SELECT n FROM connections WHERE id = ?');
    const row = find.get(id) ?? prepare('INSERT INTO connections (id) VALUES (?) RETURNING n').get(id);
    return Number(row?.n);
  }

  /** Writes records from `from` on until the slice is over; the value is where to go on. */
  function putSome(records: readonly SessionRecord[], from: number, over: () => boolean, revision: number) {
    const numbers = new Map<string, number>();
    const upsert = prepare(UPSERT);
    let changed = false;
    const value = workThrough(records, from, over, record => {
      const { connectionId, id } = record.session;
      const connection = numbers.get(connectionId) ?? connectionNumber(connectionId);
      numbers.set(connectionId, connection);
      const until = record.statusUntil ?? null;
      const { changes } = upsert.run(connection, idToColumn(id), until, packEntry(record), rawText(record), revision);
      if (changes > 0) changed = true;
    });
    return { value, changed };
  }

  const readSome = (keys: readonly string[], from: number, over: () => boolean, records: SessionRecord[]): number => {
    const find = prepare(`
      SELECT entry, raw FROM sessions JOIN connections ON connections.n = sessions.connection
      WHERE connections.id = ? AND sessions.id = ?`);
    return workThrough(keys, from, over, key => {
      const [connectionId, id] = columnsOf(key);
      const row = find.get(connectionId, id);
      const record = row && recordFrom(connectionId, row.entry, row.raw);
      if (record) records.push(record);
    });
  };

  async function erase(connectionIds: readonly string[]): Promise<void> {
    for (const id of connectionIds)
      await eraseConnection(database, id, work =>
        write(() => {
          const changed = work();
          return { value: changed, changed, removed: true };
        }),
      );
  }

  const connections = () =>
    attempt(() =>
      prepare('SELECT id FROM connections')
        .all()
        .map(row => String(row.id)),
    );

  const keysIn = (table: 'sessions' | 'details', connectionId: string) =>
    attempt(() =>
      prepare(`SELECT id FROM ${table} WHERE connection = (SELECT n FROM connections WHERE id = ?)`)
        .all(connectionId)
        .map(row => sessionKey(connectionId, idFromColumn(String(row.id)))),
    );

  const emptyLog = async () => {
    if (!(await database.emptyLog())) onProblem({ code: 'not-erased' });
  };

  return {
    ...windowsOf(database),
    ...picturesOf(database, revisions, onSkipped),
    connections,
    version: revisions.foreign,
    entries: () => readEntries(database, 0, onSkipped),
    newer: version =>
      attempt(() => {
        const after = revisions.after(version);
        return revisions.removedSince(after) ? undefined : readEntries(database, after, onSkipped);
      }),
    async put(records) {
      const turn = database.slice();
      for (let at = 0; at < records.length; ) {
        // Before the first stretch too: other loads may have had this turn.
        await turn.next();
        at = await write(revision => putSome(records, at, turn.over, revision));
      }
    },
    async read(keys) {
      const turn = database.slice();
      const records: SessionRecord[] = [];
      for (let at = 0; at < keys.length; ) {
        at = await attempt(() => readSome(keys, at, turn.over, records));
        if (at < keys.length) await turn.next();
      }
      return records;
    },
    keys: connectionId => keysIn('sessions', connectionId),
    due: (connectionIds, now, limit) =>
      attempt(() =>
        prepare(DUE)
          .all(now, JSON.stringify(connectionIds), limit)
          .map(row => sessionKey(String(row.owner), idFromColumn(String(row.id)))),
      ),
    memory: connectionId =>
      attempt(() => memoryFrom(prepare('SELECT memory FROM connections WHERE id = ?').get(connectionId)?.memory)),
    async remember(connectionId, memory) {
      const text = jsonOf(memory);
      await write(() => {
        const set = prepare('UPDATE connections SET memory = ? WHERE n = ? AND memory IS NOT ?');
        const changed = set.run(text, connectionNumber(connectionId), text).changes > 0;
        return { value: undefined, changed };
      });
    },
    detailed: connectionId => keysIn('details', connectionId),
    detail: key =>
      attempt(() => {
        const row = prepare(`
          SELECT record, fetched_at FROM details JOIN connections ON connections.n = details.connection
          WHERE connections.id = ? AND details.id = ?`).get(...columnsOf(key));
        const record = detailFrom(row?.record);
        return record && { record, fetchedAt: Number(row?.fetched_at) };
      }),
    putDetail(key, record, fetchedAt) {
      const [connectionId, id] = columnsOf(key);
      const text = jsonOf(record);
      return database.transaction(() => {
        const set = prepare(`
          INSERT INTO details (connection, id, fetched_at, record) VALUES (?, ?, ?, ?)
          ON CONFLICT (connection, id) DO UPDATE SET fetched_at = excluded.fetched_at, record = excluded.record`);
        set.run(connectionNumber(connectionId), id, fetchedAt, text);
      });
    },
    async forget(connectionId) {
      await erase([connectionId]);
      await emptyLog();
    },
    async clear() {
      await erase(await connections());
      await database.shrink();
      await emptyLog();
    },
    async close() {
      database.close();
    },
  };
}
