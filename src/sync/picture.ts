import { deserialize, serialize } from 'node:v8';
import { pictureOf, type SessionIndex } from '../query/session-index.ts';
import { PICTURE_SHAPE } from '../query/table/picture.ts';
import type { SessionEntry } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';
import { createPeople, type People } from './people.ts';

/** What a thread of its own needs to draw the picture of a store on disk. */
export interface PictureOrder {
  folder: string;
  /** The product's: another version may fold or number in another way. */
  version: string;
  /** Providers whose people stand in the directory that others use too. */
  sharing: readonly string[];
}

const shapeFor = (version: string): string => `${version} ${PICTURE_SHAPE}`;

/** Keeps what a start makes of all entries, so that the next one reads that. Takes seconds of processor time. */
export async function drawPicture(
  store: Pick<SharedStore, 'draw'>,
  { version, sharing }: Omit<PictureOrder, 'folder'>,
): Promise<void> {
  const people = createPeople(provider => sharing.includes(provider));
  await store.draw(shapeFor(version), async entries => {
    const parts = await pictureOf(learning(entries, people));
    return parts.length === 0 ? [] : [serialize(people.all()), ...parts];
  });
}

async function* learning(entries: AsyncGenerator<SessionEntry[]>, people: People): AsyncGenerator<SessionEntry[]> {
  for await (const some of entries) {
    people.learn(some);
    yield some;
  }
}

/** Fills an index that is empty from the picture. The result are the entries that came later; undefined: there is none. */
export async function restorePicture(
  store: Pick<SharedStore, 'picture'>,
  version: string,
  index: Pick<SessionIndex, 'restore'>,
  people: People,
): Promise<AsyncGenerator<SessionEntry[]> | undefined> {
  const picture = await store.picture(shapeFor(version));
  const [known, ...parts] = picture?.parts ?? [];
  if (!picture || !known || !(await index.restore(parts))) return undefined;
  people.remember(deserialize(known));
  return picture.later();
}
