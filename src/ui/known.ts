import { l10n } from 'vscode';
import type { Known } from '../query/parse.ts';
import type { ConnectionStatus, Explorer } from '../sync/explorer.ts';
import { tellError } from './tell.ts';

/** What a written query is held against: a connection that there is none of is an error, like any value that cannot be. */
export const knownTo = (explorer: Pick<Explorer, 'connections'>): Known => ({
  connections: [...new Set(explorer.connections().map(({ connection }) => connection.id))],
});

/** The connection of an id that a person or a script wrote; where there is none, that is said. */
export function existing(explorer: Pick<Explorer, 'connections'>, id: string): ConnectionStatus | undefined {
  const found = explorer.connections().find(({ connection }) => connection.id === id);
  if (!found) tellError(l10n.t('There is no connection “{0}”.', id));
  return found;
}
