import { l10n } from 'vscode';
import type { Query } from '../../query/query.ts';
import type { Explorer } from '../../sync/explorer.ts';

const ME = 'sessionExplorer.me';

/** What an answer to this query cannot know, in sentences for whoever reads it. */
export function wordLimits(
  query: Query,
  explorer: Pick<Explorer, 'connections' | 'beyond' | 'attendeesUnsure' | 'meansNobody'>,
): string[] {
  const labels = (ids: readonly string[]): string =>
    explorer
      .connections()
      .filter(({ connection }) => ids.includes(connection.id))
      .map(({ label }) => label)
      .join(', ');
  const [beyond, unsure] = [explorer.beyond(query), explorer.attendeesUnsure(query)];
  return [
    ...(explorer.meansNobody(query) ? [l10n.t('“me” means nobody until the setting “{0}” names somebody.', ME)] : []),
    ...(beyond.length > 0 ? [l10n.t('The query reaches beyond what was loaded from {0}.', labels(beyond))] : []),
    ...(unsure.length > 0
      ? [l10n.t('{0}: of who takes part, only what lists and opened sessions told is known.', labels(unsure))]
      : []),
  ];
}
