import * as vscode from 'vscode';
import { html } from './html.ts';

/** The pages that show sessions: a script and a sheet of styles each. */
export type PageKind = 'detail' | 'overview' | 'compare';

/** Reads one of the pages' files, such as `detail.css`. */
export type PageFile = (name: string) => Uint8Array;

/** A page has all that it needs in its document, and can reach nothing else. */
const OPTIONS: vscode.WebviewOptions = { enableScripts: true, enableCommandUris: false, localResourceRoots: [] };

/** An empty panel of the type that the manifest and the serializers name. VS Code stores its title. */
export const openPanel = (kind: PageKind, title: string): vscode.WebviewPanel =>
  vscode.window.createWebviewPanel(`sessionExplorer.${kind}`, title, vscode.ViewColumn.Active, {
    enableFindWidget: true,
    ...OPTIONS,
  });

/** Loads a page into a panel that is new or was kept over a restart. The page asks for its content once it runs. */
export function loadPage(
  { webview }: vscode.WebviewPanel,
  kind: PageKind,
  { pageFile, title, remoteImages = false }: { pageFile: PageFile; title: string; remoteImages?: boolean },
): void {
  // A panel that was kept may be an older version's. Else nothing is set: VS Code loads a page once more for each change.
  if (webview.options.localResourceRoots?.length !== 0) webview.options = OPTIONS;
  webview.html = html({
    script: pageFile(`${kind}.js`),
    style: pageFile(`${kind}.css`),
    language: vscode.env.language,
    title,
    remoteImages,
  });
}
