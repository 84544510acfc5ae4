import * as vscode from 'vscode';
import { text } from '../../providers/lenient.ts';
import type { Provider } from '../../providers/provider.ts';
import { fieldQuestion } from './add-connection.ts';
import { askChoice, askText } from './ask.ts';

type Editable = 'label' | (typeof ADDRESS)[number];
const ADDRESS = ['baseUrl', 'workspaceId', 'teamId', 'teamDomain', 'timeZone'] as const;

/** The fields that are asked for here; all others can be changed in the setting alone. */
export const editableFields = ({ fields }: Provider): Editable[] => [
  'label',
  ...ADDRESS.filter(name => name === 'baseUrl' || fields.some(field => field.name === name)),
];

type Written = Readonly<Record<string, unknown>>;

/**
 * Changes one field of what is written of a connection, the one that is wrong if any is, and leaves the rest as it is.
 * Undefined where nothing was changed.
 */
export async function editConnection(
  written: Written,
  provider: Provider,
  wrong?: string,
): Promise<Written | undefined> {
  const said = (name: Editable): string | undefined => text(written[name]);
  const persists = written.persist === undefined ? provider.persistByDefault : written.persist === true;
  const title = vscode.l10n.t('Edit {0}', said('label') ?? provider.label);
  const names = editableFields(provider);
  const words: Record<Editable, string> = {
    label: vscode.l10n.t('Name in the tree'),
    baseUrl: vscode.l10n.t('Address of the API'),
    workspaceId: vscode.l10n.t('Workspace ID'),
    teamId: vscode.l10n.t('Team ID'),
    teamDomain: vscode.l10n.t('Team domain'),
    timeZone: vscode.l10n.t('Time zone'),
  };
  const chosen = names.find(name => name === wrong) ?? (await askWhat());
  if (chosen === undefined) return undefined;
  if (chosen === 'persist') return { ...written, persist: !persists };
  const answer = await askText({ title, ...question(chosen) });
  if (typeof answer === 'string') return undefined;
  const { [chosen]: _, ...others } = written;
  return answer.value === '' ? others : { ...others, [chosen]: answer.value };

  function askWhat() {
    return askChoice<Editable | 'persist'>(title, vscode.l10n.t('What do you want to change?'), [
      ...names.map(value => ({
        label: words[value],
        description: said(value) ?? (value === 'baseUrl' ? (provider.defaultBaseUrl ?? '') : ''),
        value,
      })),
      {
        label: vscode.l10n.t('Keep fetched sessions on disk'),
        description: persists ? vscode.l10n.t('Yes') : vscode.l10n.t('No'),
        value: 'persist',
      },
    ]);
  }

  function question(name: Editable) {
    if (name === 'label') return { prompt: words.label, value: said('label') ?? '', check: () => undefined };
    const field = provider.fields.find(each => each.name === name) ?? { name, required: false };
    return fieldQuestion(field, written);
  }
}
