import { sessionKeys } from '../arguments.ts';
import type { Commands } from '../commands.ts';
import type { ComparePanels } from './panel.ts';

export interface CompareCommandParts {
  compare: Pick<ComparePanels, 'open'>;
  /** The sessions that are selected in the tree. */
  selected(): string[];
  /** Asks for a session. */
  pickSession(): Promise<string | undefined>;
}

/** `compare` with two sessions in its arguments asks nothing; for those that are missing it asks. */
export const compareCommands = ({ compare, selected, pickSession }: CompareCommandParts): Commands => ({
  async compare(...args) {
    // Two keys one after the other mean what a list of both does.
    const named = sessionKeys(typeof args[1] === 'string' ? [args] : args);
    const keys = new Set(named.length > 0 ? named : selected());
    while (keys.size < 2) {
      const picked = await pickSession();
      if (picked === undefined) return;
      keys.add(picked);
    }
    const [first, second] = keys;
    if (first !== undefined && second !== undefined) compare.open(first, second);
  },
});
