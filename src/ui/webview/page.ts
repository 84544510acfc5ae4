import * as vscode from 'vscode';
import { html } from './html.ts';

/** The pages that show sessions, each with its script and its styles beside the common ones. */
const STYLES = {
  detail: ['detail.css', 'attendance.css'],
  overview: ['overview.css'],
  compare: ['compare.css'],
} as const;

export type PageKind = keyof typeof STYLES;

/** An empty panel of the type that the manifest and the serializers name. VS Code stores its title. */
export const openPanel = (kind: PageKind, title: string): vscode.WebviewPanel =>
  vscode.window.createWebviewPanel(`sessionExplorer.${kind}`, title, vscode.ViewColumn.Active, {
    enableFindWidget: true,
  });

/** Loads a page into a panel that is new or was kept over a restart. The page asks for its content once it runs. */
export function loadPage(
  { webview }: vscode.WebviewPanel,
  kind: PageKind,
  { extensionUri, title, remoteImages = false }: { extensionUri: vscode.Uri; title: string; remoteImages?: boolean },
): void {
  const within = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(extensionUri, ...path);
  const address = (...path: string[]): string => webview.asWebviewUri(within(...path)).toString();
  webview.options = {
    enableScripts: true,
    enableCommandUris: false,
    enableForms: false,
    localResourceRoots: [within('dist', 'webview'), within('media')],
  };
  webview.html = html({
    source: webview.cspSource,
    scriptUri: address('dist', 'webview', `${kind}.js`),
    styleUris: ['webview.css', ...STYLES[kind]].map(name => address('media', name)),
    language: vscode.env.language,
    title,
    remoteImages,
  });
}
