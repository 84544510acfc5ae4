import * as vscode from 'vscode';
import type { Provider } from '../../providers/provider.ts';
import type { Connection } from '../../session/connection.ts';
import { fieldQuestion } from './add-connection.ts';
import { askChoice, askText } from './ask.ts';

type Editable = 'label' | (typeof ADDRESS)[number];
const ADDRESS = ['baseUrl', 'workspaceId', 'teamId', 'teamDomain', 'timeZone'] as const;

/** Changes one field of a connection. Returns the changed connection, or undefined where nothing was changed. */
export async function editConnection(connection: Connection, provider: Provider): Promise<Connection | undefined> {
  const title = vscode.l10n.t('Edit {0}', connection.label ?? provider.label);
  const asked = provider.fields.map(field => field.name);
  const names: Editable[] = ['label', ...ADDRESS.filter(name => name === 'baseUrl' || asked.includes(name))];
  const words: Record<Editable, string> = {
    label: vscode.l10n.t('Name in the tree'),
    baseUrl: vscode.l10n.t('Address of the API'),
    workspaceId: vscode.l10n.t('Workspace ID'),
    teamId: vscode.l10n.t('Team ID'),
    teamDomain: vscode.l10n.t('Team domain'),
    timeZone: vscode.l10n.t('Time zone'),
  };
  const chosen = await askChoice<Editable | 'persist'>(title, vscode.l10n.t('What do you want to change?'), [
    ...names.map(value => ({
      label: words[value],
      description: connection[value] ?? (value === 'baseUrl' ? (provider.defaultBaseUrl ?? '') : ''),
      value,
    })),
    {
      label: vscode.l10n.t('Keep fetched sessions on disk'),
      description: (connection.persist ?? provider.persistByDefault) ? vscode.l10n.t('Yes') : vscode.l10n.t('No'),
      value: 'persist',
    },
  ]);
  if (chosen === undefined) return undefined;
  if (chosen === 'persist') return { ...connection, persist: !(connection.persist ?? provider.persistByDefault) };
  const answer = await askText({ title, ...question(chosen) });
  if (typeof answer === 'string') return undefined;
  const { [chosen]: _, ...others } = connection;
  return answer.value === '' ? others : { ...others, [chosen]: answer.value };

  function question(name: Editable) {
    if (name === 'label') return { prompt: words.label, value: connection.label ?? '', check: () => undefined };
    const field = provider.fields.find(each => each.name === name) ?? { name, required: false };
    return fieldQuestion(field, connection);
  }
}
