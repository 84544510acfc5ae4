import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionEntry } from '../../../src/session/session.ts';
import { type OpenOptions, openStore } from '../../../src/store/open.ts';
import type { StoreProblem } from '../../../src/store/problem.ts';
import type { SharedStore } from '../../../src/store/store.ts';

/** A folder of a test's own, and the stores opened in it. */
export interface TestFolder {
  path: string;
  /** What the stores of `open` said, in order. */
  problems: (StoreProblem | undefined)[];
  open(options?: Omit<OpenOptions, 'folder'>): Promise<SharedStore>;
  file(name?: string): string;
  names(): string[];
  /** The files that hold a text anywhere. */
  holding(text: string): string[];
  remove(): Promise<void>;
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'session-store-'));
  const opened: SharedStore[] = [];
  const problems: (StoreProblem | undefined)[] = [];
  const file = (name = 'sessions.db') => join(path, name);
  const names = () => readdirSync(path).toSorted();
  return {
    path,
    problems,
    file,
    names,
    async open(options) {
      const { store, problem } = await openStore({
        folder: path,
        onProblem: said => void problems.push(said),
        ...options,
      });
      if (problem) problems.push(problem);
      opened.push(store);
      return store;
    },
    holding: text => names().filter(name => readFileSync(file(name)).includes(text)),
    async remove() {
      for (const store of opened) await store.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** What a store gives at a start, the newest of each session. */
export async function entriesOf(slices: AsyncIterable<SessionEntry[]>): Promise<Map<string, SessionEntry>> {
  const entries = new Map<string, SessionEntry>();
  for await (const slice of slices) for (const entry of slice) entries.set(entry.session.key, entry);
  return entries;
}
