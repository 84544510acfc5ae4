import * as vscode from 'vscode';
import { jsonOf } from '../../http/json.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { ConnectionStatus, Explorer } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';
import { withoutLinks } from '../tell.ts';
import { driftReport } from './drift-report.ts';
import { type DocumentName, rawPath, readPath, reportPath, SCHEME } from './uris.ts';

/** What the read-only documents need of the rest of the product. */
export interface DocumentParts {
  explorer: Explorer;
  inBackground: InBackground;
  /** Tells VS Code that a document is to be read again. */
  documentsChanged: vscode.EventEmitter<vscode.Uri>;
  status(connectionId: string): ConnectionStatus | undefined;
  service(connectionId: string): Pick<Provider, 'document'> | undefined;
  connectionLabel(connectionId: string): string;
  instant(iso: string): string;
  wordProblem(problem: Problem, connectionId: string): string;
}

export interface Documents extends vscode.Disposable {
  /** The text behind an address; throws where there is none. */
  text(uri: vscode.Uri): Promise<string>;
  /** Shows a session's record as the service sent it. */
  openRaw(key: string): Promise<void>;
  /** Shows how the answers of a connection, or of each, differ from the documentation. */
  openDrift(connectionId?: string): Promise<void>;
  /** Shows what a test of a connection found. */
  openTest(connectionId: string, found: string): Promise<void>;
  closeFor(connectionId: string): void;
}

/** The documents of the scheme `session-explorer`; VS Code shows such documents read-only. */
export const createDocuments = (parts: DocumentParts): Documents => {
  const { explorer, documentsChanged } = parts;
  const tests = new Map<string, string>();

  const raw = async (key: string): Promise<string> => {
    const opened = await explorer.detail(key);
    const record = opened.ok ? opened.value.record.detail.raw : (await explorer.record(key))?.raw;
    if (!opened.ok && record === undefined)
      throw new Error(withoutLinks(parts.wordProblem(opened.problem, connectionOfKey(key))));
    return `${jsonOf(record, 2)}\n`;
  };

  const drift = async (connectionId: string): Promise<string> =>
    driftReport({
      source: parts.connectionLabel(connectionId),
      document: parts.service(connectionId)?.document ?? { title: connectionId, readOn: '' },
      instant: parts.instant,
      ...(await explorer.drift(connectionId)),
    });

  const drifts = async (): Promise<string> =>
    (await Promise.all(explorer.connections().map(({ connection }) => drift(connection.id)))).join('\n');

  const text = (name: DocumentName): string | Promise<string> => {
    switch (name.kind) {
      case 'raw':
        return raw(name.key);
      case 'drift':
        return name.connectionId === undefined ? drifts() : drift(name.connectionId);
      case 'test':
        return tests.get(name.connectionId) ?? vscode.l10n.t('Test the connection to see here how it stands.');
    }
  };

  const stopListening = explorer.onDidChange(change => {
    for (const { uri, isClosed } of vscode.workspace.textDocuments) {
      if (uri.scheme !== SCHEME || isClosed) continue;
      const name = readPath(uri.path);
      const concerned =
        name?.kind === 'raw'
          ? change.keys.has(name.key) || (change.sessions && change.keys.size === 0)
          : name?.kind === 'drift' && (name.connectionId === undefined || change.connections.has(name.connectionId));
      if (concerned) documentsChanged.fire(uri);
    }
  });

  const show = async (path: string, language: string): Promise<void> => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    const document = await vscode.workspace.openTextDocument(uri);
    // VS Code keeps a document's text for a while after its tab is closed.
    documentsChanged.fire(uri);
    if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  };

  return {
    async text(uri) {
      await explorer.opened();
      const name = readPath(uri.path);
      if (!name) throw new Error(vscode.l10n.t('There is no such document.'));
      return text(name);
    },
    openRaw(key) {
      const provider = parts.status(connectionOfKey(key))?.connection.provider ?? 'unknown';
      return show(rawPath(provider, key), 'json');
    },
    openDrift: connectionId => show(reportPath('drift', connectionId), 'markdown'),
    openTest(connectionId, found) {
      tests.set(connectionId, found);
      return show(reportPath('test', connectionId), 'plaintext');
    },
    closeFor(connectionId) {
      tests.delete(connectionId);
      const tabs = vscode.window.tabGroups.all
        .flatMap(group => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputText && connectionOf(input.uri) === connectionId);
      parts.inBackground(vscode.window.tabGroups.close(tabs));
    },
    dispose: stopListening,
  };
};

/** The connection that a document of ours is about. */
function connectionOf({ scheme, path }: vscode.Uri): string | undefined {
  const name = scheme === SCHEME ? readPath(path) : undefined;
  return name?.kind === 'raw' ? connectionOfKey(name.key) : name?.connectionId;
}
