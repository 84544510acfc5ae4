import * as vscode from 'vscode';
import type { Provider } from '../../providers/provider.ts';
import { originOf } from '../../providers/url.ts';
import type { Connection } from '../../session/connection.ts';
import type { ConfigurableExplorer } from '../../sync/create-explorer.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { Services } from '../../sync/services.ts';
import { connectionIdOf, isGiven, unusable } from '../arguments.ts';
import type { Commands } from '../commands.ts';
import type { Demo } from '../demo/demo.ts';
import { existing } from '../known.ts';
import { askAfterError, tellError, tellInformation, tellWarning } from '../tell.ts';
import { wordProblem } from '../wording/problem.ts';
import { addConnection, askKey, type ConnectionDesk } from './add-connection.ts';
import { askChoice } from './ask.ts';
import type { Finding } from './doctor.ts';
import { editableFields, editConnection } from './edit-connection.ts';
import type { Keyring } from './keyring.ts';
import { deleteConnection, writeConnection, writtenConnection, writtenIds } from './settings.ts';
import { type TestParts, testConnection } from './test-connection.ts';

export interface ConnectionCommandParts extends TestParts {
  explorer: ConfigurableExplorer;
  keyring: Keyring;
  providers: readonly Provider[];
  services: Pick<Services, 'tryOut' | 'examine'>;
  /** Sample data, which stands in no setting and whose keys in no keyring. */
  demo: Pick<Demo, 'has' | 'leaveOut'>;
  /** Reads the setting into the explorer; resolves when it has taken it. */
  configure(): Promise<void>;
  /** A connection was removed: what is still open and remembered of it goes. */
  removed(connectionId: string): void;
}

/** The commands that add, mend, try and remove connections. Their argument is a connection id or a node of one. */
export function connectionCommands(parts: ConnectionCommandParts): Commands {
  const { explorer, keyring, demo, inBackground } = parts;

  const desk: ConnectionDesk = {
    providers: parts.providers,
    ids: () => new Set([...explorer.connections().map(status => status.connection.id), ...writtenIds()]),
    tryOut(connection, key, signal) {
      keyring.note(key);
      return parts.services.tryOut(connection, key, signal);
    },
    async keep(connection, key) {
      await saveKey(connection, key);
      await writeConnection(connection);
      await parts.configure();
      inBackground(explorer.refresh(connection.id));
    },
  };

  async function saveKey(connection: Connection, key: string): Promise<void> {
    const provider = parts.provider(connection.provider);
    const origin = originOf(provider, connection);
    if (origin === undefined) return;
    const label = connection.label ?? provider.label;
    const kept = await keyring.save(connection.id, origin, key);
    if (kept === 'window')
      tellWarning(
        vscode.l10n.t(
          'The system’s keyring did not keep the key for {0}. It works in this window and is asked for again in the next.',
          label,
        ),
      );
    if (kept === 'silent')
      tellWarning(
        vscode.l10n.t(
          'The system’s keyring does not answer. The key for {0} works in this window; unless you unlock the keyring, it is asked for again in the next.',
          label,
        ),
      );
  }

  /** Says so where the keyring does not let go of a key, for as long as it does not. */
  async function forgetSaved(status: ConnectionStatus): Promise<void> {
    const { connection, label } = status;
    if (await keyring.forget(connection.id)) return;
    const again = vscode.l10n.t('Try Again');
    const told = askAfterError(
      vscode.l10n.t('The system’s keyring did not let go of the key for {0}. Unlock it and try again.', label),
      again,
    );
    inBackground(Promise.resolve(told).then(chosen => (chosen === again ? forgetSaved(status) : undefined)));
  }

  async function choose(argument: unknown, title: string): Promise<ConnectionStatus | undefined> {
    const all = explorer.connections();
    const id = connectionIdOf(argument);
    if (id !== undefined) return existing(explorer, id);
    if (all.length === 0) {
      tellInformation(vscode.l10n.t('There is no connection yet. Add one first.'));
      return undefined;
    }
    return askChoice(
      title,
      vscode.l10n.t('Which connection?'),
      all.map(status => ({ label: status.label, description: status.connection.id, value: status })),
    );
  }

  /** A connection that is a person's own: sample data has nothing to keep. */
  async function chooseOwn(argument: unknown, title: string): Promise<ConnectionStatus | undefined> {
    const status = await choose(argument, title);
    if (!status || !demo.has(status.connection.id)) return status;
    tellInformation(vscode.l10n.t('{0} is sample data and cannot be changed.', status.label));
    return undefined;
  }

  async function setKey(argument: unknown): Promise<void> {
    const status = await chooseOwn(argument, vscode.l10n.t('Set key'));
    if (!status) return;
    if (status.state === 'invalid' && status.problem) return tellError(wordProblem(status.problem, status.label));
    const provider = parts.provider(status.connection.provider);
    const title = vscode.l10n.t('Key for {0}', status.label);
    const answer = await askKey(desk, status.connection, provider, { title, step: 1, steps: 1, back: false });
    if (typeof answer === 'string') return;
    await saveKey(status.connection, answer.value);
    await explorer.keyChanged(status.connection.id);
    inBackground(explorer.refresh(status.connection.id));
  }

  async function forgetKey(argument: unknown): Promise<void> {
    const status = await chooseOwn(argument, vscode.l10n.t('Forget key'));
    if (!status) return;
    await forgetSaved(status);
    await explorer.keyChanged(status.connection.id);
  }

  async function test(argument: unknown): Promise<Finding[] | undefined> {
    const status = await choose(argument, vscode.l10n.t('Test connection'));
    return status && testConnection(parts, status);
  }

  async function edit(argument: unknown): Promise<void> {
    const status = await chooseOwn(argument, vscode.l10n.t('Edit connection'));
    if (!status) return;
    const { connection, problem } = status;
    const written = writtenConnection(connection.id);
    const provider = parts.providers.find(({ id }) => id === connection.provider);
    const wrong = problem?.code === 'invalid-connection' ? problem : undefined;
    if (!written || !provider || (wrong && !editableFields(provider).some(field => field === wrong.field))) {
      await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
        revealSetting: { key: 'sessionExplorer.connections' },
      });
      return;
    }
    const changed = await editConnection(written, provider, wrong?.field);
    if (!changed) return;
    await writeConnection({ ...changed, id: connection.id });
    await parts.configure();
    inBackground(explorer.refresh(connection.id));
  }

  async function remove(argument: unknown): Promise<void> {
    const status = await choose(argument, vscode.l10n.t('Remove connection'));
    if (!status) return;
    const { id } = status.connection;
    if (demo.has(id)) demo.leaveOut(id);
    else {
      await deleteConnection(id);
      await forgetSaved(status);
    }
    await parts.configure();
    await explorer.forget(id);
    parts.removed(id);
  }

  return {
    addConnection: argument => addConnection(desk, draftOf(argument)),
    setKey,
    forgetKey,
    testConnection: test,
    editConnection: edit,
    removeConnection: remove,
  };
}

function draftOf(argument: unknown): Partial<Connection> {
  if (!isGiven(argument)) return {};
  if (typeof argument !== 'object' || Array.isArray(argument)) throw unusable('Partial<Connection>');
  return { ...argument };
}
