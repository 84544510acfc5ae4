import { l10n } from 'vscode';
import type { Explorer } from '../../sync/explorer.ts';
import { connectionIdOf } from '../arguments.ts';
import type { Commands } from '../commands.ts';
import { existing } from '../known.ts';
import { tellInformation } from '../tell.ts';
import type { Documents } from './documents.ts';

export interface DocumentCommandParts {
  documents: Pick<Documents, 'openRaw' | 'openDrift'>;
  explorer: Pick<Explorer, 'connections' | 'opened'>;
  /** The sessions that a command was called for, asking where it was called without any. */
  chosen(args: readonly unknown[]): Promise<string[]>;
}

export const documentCommands = ({ documents, explorer, chosen }: DocumentCommandParts): Commands => ({
  async openRaw(...args) {
    for (const key of await chosen(args)) await documents.openRaw(key);
  },
  /** Of one connection, or of all. */
  async showDrift(argument) {
    const id = connectionIdOf(argument);
    // A connection that was written a moment ago counts.
    await explorer.opened();
    if (id !== undefined && !existing(explorer, id)) return;
    if (explorer.connections().length > 0) await documents.openDrift(id);
    else tellInformation(l10n.t('There is no connection yet. Add one first.'));
  },
});
