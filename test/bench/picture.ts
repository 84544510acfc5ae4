import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSessionIndex } from '../../src/query/session-index.ts';
import { openStore } from '../../src/store/open.ts';
import { createPeople } from '../../src/sync/people.ts';
import { drawPicture, restorePicture } from '../../src/sync/picture.ts';
import { processTime } from './clock.ts';
import { read, replaying, type Wire } from './wire.ts';

/** What the picture that makes a start fast takes. Times are processor time of the whole process, ms; sizes are MB. */
export interface PictureCost {
  sessions: number;
  /** Of the picture, beside the rows. */
  disk: number;
  rows: number;
  draw: number;
  restore: number;
  /** Of a start that reads all rows instead. */
  plain: number;
}

const VERSION = 'bench';

/** Stores some connections' answers (in `folder`), draws the picture of them and starts from it. */
export async function pictureCost(wires: readonly Wire[], folder: string): Promise<PictureCost> {
  const { store } = await openStore({ folder });
  for (const wire of wires) await read(wire, replaying(wire), ({ records }) => store.put(records));
  await store.close();
  const rows = await sizeOf(folder);

  const { store: opened } = await openStore({ folder });
  const people = createPeople(() => false);
  const index = createSessionIndex();
  const plain = await timed(async () => {
    for await (const entries of opened.entries()) {
      index.put(entries);
      people.learn(entries);
    }
  });
  const draw = await timed(() => drawPicture(opened, { version: VERSION, sharing: [] }));
  const sessions = index.size;
  index.clear();
  const restore = await timed(() => restorePicture(opened, VERSION, index, people));
  if (index.size !== sessions) throw new Error('the picture could not be read back');
  await opened.close();
  const disk = (await sizeOf(folder)) - rows;
  const { store: last } = await openStore({ folder });
  await last.clear();
  await last.close();
  return { sessions, disk, rows, draw, restore, plain };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = processTime();
  await work();
  return processTime() - begun;
}

/** MB; of a closed database, whose log is empty. */
async function sizeOf(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async name => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6;
}
