import * as vscode from 'vscode';
import { connectionProblem } from '../../providers/connection-settings.ts';
import { text } from '../../providers/lenient.ts';
import type { ConnectionField, Provider } from '../../providers/provider.ts';
import type { Connection } from '../../session/connection.ts';
import type { Problem } from '../../session/problem.ts';
import { tellError } from '../tell.ts';
import { wordFault, wordProblem } from '../wording/problem.ts';
import { askChoice, askText } from './ask.ts';
import { freeId, missingFields } from './draft.ts';

/** What adding and mending connections needs from the rest. */
export interface ConnectionDesk {
  providers: readonly Provider[];
  /** Ids that are taken. */
  ids(): ReadonlySet<string>;
  /** One cheap call with a key that is not saved yet. */
  tryOut(connection: Connection, key: string, signal: AbortSignal): Promise<Problem | undefined>;
  /** Saves the key, then the connection, and starts its first load. */
  keep(connection: Connection, key: string): Promise<void>;
}

const labels: Record<ConnectionField['name'], () => { prompt: string; placeholder: string }> = {
  baseUrl: () => ({
    prompt: vscode.l10n.t('Address of the API'),
    placeholder: 'https://example.com',
  }),
  workspaceId: () => ({
    prompt: vscode.l10n.t('Workspace ID'),
    placeholder: vscode.l10n.t('As it stands in the address of your workspace'),
  }),
  teamId: () => ({
    prompt: vscode.l10n.t('Team ID'),
    placeholder: vscode.l10n.t('From the Team section of your dashboard'),
  }),
  teamDomain: () => ({
    prompt: vscode.l10n.t('Team domain, to open rooms from here (optional)'),
    placeholder: vscode.l10n.t('“acme” for acme.digitalsamba.com'),
  }),
  timeZone: () => ({
    prompt: vscode.l10n.t('Time zone of the workspace: what its wall-clock times mean'),
    placeholder: 'Europe/Madrid',
  }),
};

/** What a person is asked for one field, and what is said of an answer that cannot be used. */
export function fieldQuestion(field: ConnectionField, draft: Readonly<Record<string, unknown>>) {
  const { prompt, placeholder } = labels[field.name]();
  const zone = field.name === 'timeZone' ? Intl.DateTimeFormat().resolvedOptions().timeZone : '';
  return {
    prompt,
    placeholder,
    value: text(draft[field.name]) ?? zone,
    check(value: string): string | undefined {
      if (value === '') return field.required ? vscode.l10n.t('{0} is needed.', prompt) : undefined;
      const problem = connectionProblem({ id: 'draft', ...draft, [field.name]: value }, field.name);
      return problem?.code === 'invalid-connection' ? wordFault(problem) : undefined;
    },
  };
}

/**
 * Asks for what is missing, tries the connection while the person waits, and keeps it. Each answer can be gone back to;
 * an address, workspace or key that the service refuses is said at the key's box, where it can be put right.
 */
export async function addConnection(
  desk: ConnectionDesk,
  given: Partial<Connection> = {},
): Promise<string | undefined> {
  const chosen = given.provider ?? (await askProvider(desk.providers));
  const provider = desk.providers.find(each => each.id === chosen);
  if (!provider) {
    if (given.provider !== undefined) refuse({ reason: 'provider-unknown', field: 'provider' });
    return undefined;
  }
  if (given.id !== undefined && desk.ids().has(given.id)) {
    tellError(vscode.l10n.t('There is a connection “{0}” already.', given.id));
    return undefined;
  }
  const draft: Partial<Connection> = { ...given, provider: provider.id };
  const asksOptional = given.provider === undefined;
  const fields = missingFields(provider, draft, asksOptional);
  const connection = (): Connection => ({
    ...draft,
    provider: provider.id,
    id: given.id ?? freeId(provider.id, desk.ids()),
  });
  const title = vscode.l10n.t('Add {0} connection', provider.label);
  const steps = fields.length + 1;
  for (let step = 0; ; ) {
    const field = fields[step];
    // What was typed is right; what was given in an argument need not be, and no key is asked for in vain.
    const problem = field ? undefined : connectionProblem(connection());
    if (problem?.code === 'invalid-connection') return refuse(problem);
    const place = { title, step: step + 1, steps, back: step > 0 };
    const answer = field
      ? await askText({ ...place, ...fieldQuestion(field, { ...draft }) })
      : await askKey(desk, connection(), provider, place);
    if (answer === 'cancelled') return undefined;
    if (answer === 'back') {
      step -= 1;
      continue;
    }
    if (!field) {
      const kept = connection();
      await desk.keep(kept, answer.value);
      return kept.id;
    }
    if (answer.value === '') delete draft[field.name];
    else draft[field.name] = answer.value;
    step += 1;
  }
}

function refuse(problem: { reason: string; field: string }): undefined {
  void tellError(wordFault(problem));
}

async function askProvider(providers: readonly Provider[]) {
  return askChoice(
    vscode.l10n.t('Add connection'),
    vscode.l10n.t('Which service?'),
    providers.map(provider => ({
      label: provider.label,
      description: provider.defaultBaseUrl ?? '',
      value: provider.id,
    })),
  );
}

/** Asks for a key and tries it; the box stays open with the reason until a key is accepted or the person leaves. */
export function askKey(
  desk: Pick<ConnectionDesk, 'tryOut'>,
  connection: Connection,
  provider: Provider,
  dialogue: { title: string; step: number; steps: number; back: boolean },
) {
  const name = connection.label ?? provider.label;
  return askText({
    ...dialogue,
    prompt: vscode.l10n.t('Key for {0}. It is kept in your system’s keyring and sent only to {0}.', name),
    password: true,
    async check(key, signal) {
      if (key === '') return vscode.l10n.t('A key is needed.');
      const problem = await desk.tryOut(connection, key, signal);
      return problem && wordProblem(problem, name);
    },
  });
}
