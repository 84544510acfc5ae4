import type { Commands } from '../commands.ts';
import { connectionIdOf } from '../session-argument.ts';
import type { Documents } from './documents.ts';

export interface DocumentCommandParts {
  documents: Pick<Documents, 'openRaw' | 'openDrift'>;
  /** The sessions that a command was called for, asking where it was called without any. */
  chosen(args: readonly unknown[]): Promise<string[]>;
  /** Asks which connection a command is for. */
  pickConnection(): Promise<string | undefined>;
}

export const documentCommands = ({ documents, chosen, pickConnection }: DocumentCommandParts): Commands => ({
  async openRaw(...args) {
    for (const key of await chosen(args)) await documents.openRaw(key);
  },
  async showDrift(argument) {
    const id = connectionIdOf(argument) ?? (await pickConnection());
    if (id !== undefined) await documents.openDrift(id);
  },
});
