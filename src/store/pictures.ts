import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SessionEntry } from '../session/session.ts';
import type { Database } from './database.ts';
import { readEntries } from './entries.ts';
import type { Revisions } from './revisions.ts';
import type { SharedStore } from './store.ts';

/**
 * Pictures of the entries, kept beside them: parts under a name of their own, and a cover that says under which. Without
 * a cover they are none. A row that is removed ends a picture, since it may be in it; rows that are written after it
 * was drawn are read besides.
 */
export function picturesOf(
  database: Database,
  revisions: Revisions,
  onSkipped: (rows: number) => void,
): Pick<SharedStore, 'picture' | 'draw'> {
  const { prepare } = database;

  /** How many there were, at most `PARTS`. */
  const removeSome = (): number => Number(prepare(REMOVE_SOME_PARTS).run().changes);

  /** The parts of a name, or undefined where one is not as it was written. */
  async function partsNamed({ name, parts }: Cover): Promise<Uint8Array[] | undefined> {
    const turn = database.slice();
    const next = prepare('SELECT part, data FROM pictures WHERE shape = ? AND part > ? ORDER BY part LIMIT 1');
    const found: Uint8Array[] = [];
    for (let last = 0; found.length < parts; ) {
      const row = await database.attempt(() => next.get(name, last));
      const part = opened(row?.data);
      if (!part) return undefined;
      found.push(part);
      last = Number(row?.part);
      if (turn.over()) await turn.next();
    }
    return found;
  }

  return {
    async picture(shape) {
      const row = await database.attempt(() =>
        prepare('SELECT revision, data FROM pictures WHERE shape = ?').get(shape),
      );
      const cover = opened(row?.data);
      const revision = Number(row?.revision);
      if (!cover || revisions.removedSince(revision)) return undefined;
      const parts = await partsNamed(JSON.parse(Buffer.from(cover).toString()));
      // What was removed while this was read may be in it.
      if (!parts || revisions.removedSince(revision)) return undefined;
      return { parts, later: (): AsyncGenerator<SessionEntry[]> => readEntries(database, revision, onSkipped) };
    },
    async draw(shape, draw) {
      const revision = await database.attempt(revisions.latest);
      const parts = await draw(readEntries(database, 0, onSkipped));
      const name = randomUUID();
      const insert = prepare('INSERT INTO pictures (shape, revision, data) VALUES (?, ?, ?)');
      const turn = database.slice();
      // Of an earlier picture, or of one that another window draws just now: then neither is kept, or the later one.
      while (await database.transaction(removeSome)) if (turn.over()) await turn.next();
      for (const part of parts) {
        const going = await database.transaction(() => {
          if (!revisions.removedSince(revision)) insert.run(name, revision, sealed(part));
          return !revisions.removedSince(revision);
        });
        if (!going) return;
        if (turn.over()) await turn.next();
      }
      await database.transaction(() => {
        const kept = prepare('SELECT count(*) AS n FROM pictures WHERE shape = ?').get(name)?.n;
        if (kept !== parts.length || kept === 0 || revisions.removedSince(revision)) return;
        insert.run(shape, revision, sealed(Buffer.from(JSON.stringify({ name, parts: kept } satisfies Cover))));
      });
    },
  };
}

interface Cover {
  /** What stands in the place of the shape of its parts. */
  name: string;
  parts: number;
}

/** Parts that one statement removes: secure_delete writes zeros over them. */
const PARTS = 4;
export const REMOVE_SOME_PARTS = `DELETE FROM pictures WHERE part IN (SELECT part FROM pictures LIMIT ${PARTS})`;

/** Bytes of a checksum. */
const SEAL = 4;

/** SQLite does not notice a byte that the disk gives back as another, and what reads a picture relies on every one. */
function sealed(part: Uint8Array): Uint8Array {
  const data = Buffer.concat([part], part.length + SEAL);
  data.writeUInt32LE(crc32(part), part.length);
  return data;
}

function opened(data: unknown): Uint8Array | undefined {
  if (!(data instanceof Uint8Array) || data.length < SEAL) return undefined;
  const length = data.length - SEAL;
  const part = data.subarray(0, length);
  return new DataView(data.buffer, data.byteOffset).getUint32(length, true) === crc32(part) ? part : undefined;
}
