import { accessSync, constants, existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openDatabase } from './database.ts';
import { type Disk, withFallback } from './fallback.ts';
import { nextFile, presentFile, removeFiles, removeFormer, setAside } from './files.ts';
import { StoreError, type StoreProblem, sqliteCode, storeProblem } from './problem.ts';
import { SCHEMA } from './schema.ts';
import { sessionStore } from './session-store.ts';
import type { SharedStore } from './store.ts';

/** Where the store is opened, and who hears of its problems. */
export interface OpenOptions {
  /** Where the database is kept. Absent: in memory alone. */
  folder?: string;
  /** Told of what goes wrong after opening, and with `undefined` when the disk is in use again. */
  onProblem?(problem: StoreProblem | undefined): void;
  sleep?(milliseconds: number): Promise<void>;
  now?(): number;
}

/** A store that can be used, whatever was wrong with the disk. */
export interface OpenedStore {
  store: SharedStore;
  /** Why the disk is not in use, or what was found wrong with it. */
  problem?: StoreProblem;
}

/** How long one stretch of work may block the thread, ms: leaves room for a slow commit below the 50 that a person could notice. */
const SLICE = 12;
/** The same on a thread for which nobody waits: longer is faster there. */
const LONG_SLICE = 1000;

/** What SQLite says when tables are missing or others than ours (SQLITE_ERROR). */
const WRONG_TABLES = 1;

/** Opens the store. Never throws for the disk's sake: whatever is wrong there, there is a store to work with. */
export async function openStore(options: OpenOptions = {}): Promise<OpenedStore> {
  const { folder, onProblem = () => {}, sleep = setTimeout, now = Date.now } = options;
  const wait = async (milliseconds: number) => void (await sleep(milliseconds));
  const inMemory = async () =>
    sessionStore(await openDatabase({ schema: SCHEMA, sleep: wait, slice: SLICE }), onProblem);
  if (folder === undefined) return { store: await inMemory() };

  const opening = async (path: string): Promise<Disk> => {
    const made = !existsSync(path);
    const database = await openDatabase({ path, schema: SCHEMA, sleep: wait, slice: SLICE });
    try {
      return { path, made, store: sessionStore(database, onProblem) };
    } catch (error) {
      database.close();
      throw error;
    }
  };

  const replace = async (path: string, keep: boolean): Promise<{ disk: Disk; setAside?: string }> => {
    if (!keep) {
      removeFiles(path);
      return { disk: await opening(nextFile(path)) };
    }
    const name = setAside(path, now());
    return { disk: await opening(nextFile(path)), setAside: name };
  };

  const open = async (lost?: string): Promise<{ disk: Disk; problem?: StoreProblem }> => {
    const path = presentFile(folder, lost);
    try {
      return { disk: await opening(path) };
    } catch (error) {
      if (storeProblem(error).code !== 'corrupt' && sqliteCode(error) !== WRONG_TABLES) throw error;
      const { disk, ...aside } = await replace(path, true);
      return { disk, problem: { code: 'corrupt', ...aside } };
    }
  };

  const spare = await inMemory();
  const parts = {
    spare,
    open: async (lost?: string) => (await open(lost)).disk,
    replace,
    discard: removeFormer,
    onProblem,
  };
  try {
    const { disk, problem } = await open();
    return { store: withFallback({ ...parts, disk }), ...(problem && { problem }) };
  } catch (error) {
    return { store: withFallback(parts), problem: openingProblem(folder, error) };
  }
}

/**
 * The store on disk for another thread than the window's. Rejects where there is none or it cannot be used: to make, to mend
 * or to set aside a database is for the window, which has it open.
 */
export async function openExisting(folder: string): Promise<SharedStore> {
  const path = presentFile(folder);
  if (!existsSync(path)) throw new StoreError({ code: 'gone' });
  const sleep = async (milliseconds: number) => void (await setTimeout(milliseconds));
  const database = await openDatabase({ path, schema: SCHEMA, sleep, slice: LONG_SLICE });
  return sessionStore(database, () => {});
}

/** SQLite says of a folder that may not be written in only that a file cannot be opened. */
function openingProblem(folder: string, error: unknown): StoreProblem {
  const problem = storeProblem(error);
  if (problem.code !== 'unusable') return problem;
  try {
    accessSync(folder, constants.W_OK);
    return problem;
  } catch (denied) {
    return storeProblem(denied).code === 'read-only' ? { code: 'read-only' } : problem;
  }
}
