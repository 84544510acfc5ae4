import * as vscode from 'vscode';
import type { SessionExplorerApi } from './ui/api/api.ts';
import { faultsInto } from './ui/background.ts';
import type { Product } from './ui/product.ts';
import type { TreeNode } from './ui/tree/nodes.ts';

/**
 * Registers everything that the manifest promises and returns: no network, no secret, no database, and none of the
 * product's code, which loads at the first use of anything registered here. So a command exists whatever fails later.
 */
export function activate(context: vscode.ExtensionContext): SessionExplorerApi {
  const sessionsChanged = new vscode.EventEmitter<void>();
  const nodesChanged = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  const documentsChanged = new vscode.EventEmitter<vscode.Uri>();

  const view = vscode.window.createTreeView<TreeNode>('sessionExplorer.sessions', {
    showCollapseAll: true,
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: nodesChanged.event,
      getChildren: async node => (await product()).tree.getChildren(node),
      getTreeItem: async node => (await product()).tree.getTreeItem(node),
      getParent: async node => (await product()).tree.getParent(node),
      resolveTreeItem: async (item, node) => (await product()).tree.resolveTreeItem(item, node),
    },
    dragAndDropController: {
      dragMimeTypes: ['text/plain'],
      dropMimeTypes: [],
      handleDrag: async (nodes, transfer) => (await product()).drag(nodes, transfer),
    },
  });

  let log: vscode.LogOutputChannel | undefined;
  let building: Promise<Product> | undefined;
  const product = (): Promise<Product> => (building ??= build());
  async function build(): Promise<Product> {
    log ??= vscode.window.createOutputChannel(vscode.l10n.t('Session Explorer'), { log: true });
    try {
      const { createProduct } = await import('./ui/product.ts');
      return await createProduct(context, { view, nodesChanged, sessionsChanged, documentsChanged, log });
    } catch (error) {
      // It is tried again at the next use.
      building = undefined;
      faultsInto(log)(error);
      throw error;
    }
  }

  const commands: { command: string }[] = context.extension.packageJSON.contributes.commands;
  context.subscriptions.push(
    view,
    sessionsChanged,
    nodesChanged,
    documentsChanged,
    ...commands.map(({ command }) =>
      vscode.commands.registerCommand(command, async (...args) => (await product()).run(command, args)),
    ),
    ...(['detail', 'overview', 'compare'] as const).map(kind =>
      vscode.window.registerWebviewPanelSerializer(`sessionExplorer.${kind}`, {
        deserializeWebviewPanel: async (panel, state) => (await product()).restore[kind](panel, state),
      }),
    ),
    vscode.workspace.registerTextDocumentContentProvider('session-explorer', {
      onDidChange: documentsChanged.event,
      provideTextDocumentContent: async uri => (await product()).document(uri),
    }),
    vscode.window.registerUriHandler({ handleUri: async uri => (await product()).openLink(uri) }),
    vscode.lm.registerTool('sessionExplorer_search_sessions', {
      invoke: async (options, token) => (await product()).tools.search(options, token),
      prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Searching sessions') }),
    }),
    vscode.lm.registerTool('sessionExplorer_get_session', {
      invoke: async (options, token) => (await product()).tools.get(options, token),
      prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Reading a session') }),
    }),
    {
      async dispose() {
        await building?.then(
          built => built.dispose(),
          () => undefined,
        );
        log?.dispose();
      },
    },
  );

  // Nothing else is worth loading the product for before anybody looks.
  const watchUnseen = (): void => {
    const wanted = vscode.workspace.getConfiguration('sessionExplorer').get('notifications', 'off');
    // Where that fails, the log says so.
    if (wanted !== 'off') product().catch(() => undefined);
  };
  watchUnseen();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('sessionExplorer.notifications')) watchUnseen();
    }),
  );

  if (process.env.SESSION_EXPLORER_DEMO)
    vscode.commands.executeCommand('sessionExplorer.startDemo').then(undefined, error => log && faultsInto(log)(error));

  return {
    version: 1,
    connections: async () => (await product()).api.connections(),
    query: async (query, page) => (await product()).api.query(query, page),
    detail: async key => (await product()).api.detail(key),
    refresh: async connectionId => (await product()).api.refresh(connectionId),
    onDidChangeSessions: sessionsChanged.event,
  };
}
