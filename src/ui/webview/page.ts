import * as vscode from 'vscode';
import { html } from './html.ts';

/** The pages that show sessions: a script and a sheet of styles each. */
export type PageKind = 'detail' | 'overview' | 'compare';

/** An empty panel of the type that the manifest and the serializers name. VS Code stores its title. */
export const openPanel = (kind: PageKind, title: string, extensionUri: vscode.Uri): vscode.WebviewPanel =>
  vscode.window.createWebviewPanel(`sessionExplorer.${kind}`, title, vscode.ViewColumn.Active, {
    enableFindWidget: true,
    ...optionsOf(extensionUri),
  });

const folderOf = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
const optionsOf = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  enableCommandUris: false,
  localResourceRoots: [folderOf(extensionUri)],
});

/** Loads a page into a panel that is new or was kept over a restart. The page asks for its content once it runs. */
export function loadPage(
  { webview }: vscode.WebviewPanel,
  kind: PageKind,
  { extensionUri, title, remoteImages = false }: { extensionUri: vscode.Uri; title: string; remoteImages?: boolean },
): void {
  const folder = folderOf(extensionUri);
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  // A panel that was kept may be an older version's. Else nothing is set: VS Code loads a page once more for each change.
  if (String(webview.options.localResourceRoots?.[0]) !== String(folder)) webview.options = optionsOf(extensionUri);
  webview.html = html({
    source: webview.cspSource,
    scriptUri: address(`${kind}.js`),
    styleUri: address(`${kind}.css`),
    language: vscode.env.language,
    title,
    remoteImages,
  });
}
