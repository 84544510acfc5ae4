import { openStore } from '../store/open.ts';
import { partitionStore } from '../store/partitioned.ts';
import type { StoreProblem } from '../store/problem.ts';
import type { SharedStore } from '../store/store.ts';

/** Opens the store of a folder, with memory for the connections whose sessions must not lie on disk. */
export async function openStorage(
  folder: string,
  persists: (connectionId: string) => boolean,
  tell: (problem: StoreProblem) => void,
): Promise<SharedStore> {
  const disk = await openStore({ folder, onProblem: problem => problem && tell(problem) });
  if (disk.problem) tell(disk.problem);
  const memory = await openStore();
  return partitionStore({ disk: disk.store, memory: memory.store, persists });
}
