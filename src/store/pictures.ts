import { crc32 } from 'node:zlib';
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
        const parts = rows.flatMap(({ data }) => opened(data) ?? []);
        if (parts.length < rows.length) return undefined;
        return { parts, later: (): AsyncGenerator<SessionEntry[]> => readEntries(database, revision, onSkipped) };
      }),
    async draw(shape, draw) {
      const revision = await database.attempt(revisions.latest);
      const parts = await draw(readEntries(database, 0, onSkipped));
      await database.transaction(() => {
        database.prepare('DELETE FROM pictures').run();
        if (revisions.removedSince(revision)) return;
        const insert = database.prepare('INSERT INTO pictures (shape, revision, data) VALUES (?, ?, ?)');
        for (const part of parts) insert.run(shape, revision, sealed(part));
      });
    },
  };
}

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
