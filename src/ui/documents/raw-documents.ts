import * as vscode from 'vscode';
import type { Problem } from '../../session/problem.ts';
import { connectionOfKey } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { driftReport } from './drift-report.ts';
import { driftPath, rawPath, readPath, SCHEME } from './uris.ts';

/** What the read-only documents need of the rest of the product. */
export interface DocumentParts {
  explorer: Explorer;
  /** Service and connection, as a person knows them. */
  source(connectionId: string): string;
  /** The vendor's page that a connection's answers are held against. */
  document(connectionId: string): { title: string; readOn: string };
  instant(iso: string): string;
  wordProblem(problem: Problem, connectionId: string): string;
}

export interface Documents extends vscode.Disposable {
  /** Shows a session's record as the service sent it. */
  openRaw(key: string): Promise<void>;
  /** Shows how a connection's answers differ from the documentation. */
  openDrift(connectionId: string): Promise<void>;
}

/** Registers the documents of the scheme `session-explorer`; VS Code shows such documents read-only. */
export const registerDocuments = (parts: DocumentParts): Documents => {
  const { explorer } = parts;
  const changed = new vscode.EventEmitter<vscode.Uri>();

  const raw = async (key: string): Promise<string> => {
    const opened = await explorer.detail(key);
    const record = opened.ok ? opened.value.record.detail.raw : (await explorer.record(key))?.raw;
    if (!opened.ok && record === undefined) throw new Error(parts.wordProblem(opened.problem, connectionOfKey(key)));
    return `${JSON.stringify(record, null, 2)}\n`;
  };

  const drift = async (connectionId: string): Promise<string> =>
    driftReport({
      source: parts.source(connectionId),
      document: parts.document(connectionId),
      instant: parts.instant,
      ...(await explorer.drift(connectionId)),
    });

  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      await explorer.opened();
      const name = readPath(uri.path);
      if (!name) throw new Error(vscode.l10n.t('There is no such document.'));
      return name.kind === 'raw' ? raw(name.key) : drift(name.connectionId);
    },
  };

  const stopListening = explorer.onDidChange(change => {
    for (const { uri, isClosed } of vscode.workspace.textDocuments) {
      if (uri.scheme !== SCHEME || isClosed) continue;
      const name = readPath(uri.path);
      const concerned =
        name?.kind === 'raw'
          ? change.keys.has(name.key) || (change.sessions && change.keys.size === 0)
          : name !== undefined && change.connections.has(name.connectionId);
      if (concerned) changed.fire(uri);
    }
  });
  const registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider);

  const show = async (path: string, language: string): Promise<void> => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    const document = await vscode.workspace.openTextDocument(uri);
    // VS Code keeps a document's text for a while after its tab is closed.
    changed.fire(uri);
    if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  };

  return {
    openRaw: key => show(rawPath(key), 'json'),
    openDrift: connectionId => show(driftPath(connectionId), 'markdown'),
    dispose() {
      stopListening();
      registration.dispose();
      changed.dispose();
    },
  };
};
