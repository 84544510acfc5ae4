import type { Commands } from '../commands.ts';
import type { DetailPanels } from './detail-panel.ts';

export interface DetailCommandParts {
  details: Pick<DetailPanels, 'open'>;
  /** The sessions that a command was called for, asking where it was called without any. */
  chosen(args: readonly unknown[]): Promise<string[]>;
  /** Somebody looks at these sessions now. */
  look(keys: readonly string[]): void;
}

export const detailCommands = ({ details, chosen, look }: DetailCommandParts): Commands => ({
  async openDetail(...args) {
    const keys = await chosen(args);
    for (const key of keys) details.open(key);
    look(keys);
  },
});
