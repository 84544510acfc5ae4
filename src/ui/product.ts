import * as vscode from 'vscode';
import { createRedactor } from '../http/redact.ts';
import { readConnections } from '../providers/connection-settings.ts';
import { differences } from '../providers/drift.ts';
import { PROVIDERS, providerOf } from '../providers/registry.ts';
import { createExplorer } from '../sync/create-explorer.ts';
import { pictureThread } from '../sync/picture-thread.ts';
import { createServices } from '../sync/services.ts';
import { type AgentTools, agentTools } from './agents/tools.ts';
import { createApi } from './api/api.ts';
import { chooser } from './arguments.ts';
import { faultsInto, inBackgroundWith } from './background.ts';
import type { Commands } from './commands.ts';
import { compareCommands } from './compare/commands.ts';
import { createComparePanels } from './compare/panel.ts';
import { connectionCommands } from './connections/commands.ts';
import { createKeyring } from './connections/keyring.ts';
import { rawConnections, writtenIds } from './connections/settings.ts';
import { contextKeys } from './context-keys.ts';
import { demoCommands } from './demo/commands.ts';
import { createDemo } from './demo/demo.ts';
import { detailCommands } from './detail/commands.ts';
import { createDetailPanels } from './detail/detail-panel.ts';
import { neighboursIn } from './detail/neighbours.ts';
import { createDirectory } from './directory.ts';
import { documentCommands } from './documents/commands.ts';
import { createDocuments } from './documents/documents.ts';
import { built, type Ending } from './ending.ts';
import { exportCommands } from './export/commands.ts';
import { filterCommands } from './filter/commands.ts';
import { createCurrentQuery } from './filter/current.ts';
import { notify } from './live/notifications.ts';
import { showNextSession } from './live/status-bar.ts';
import { toldIn } from './live/told.ts';
import { logLine } from './log-line.ts';
import { configuredTransport, routeTo } from './network.ts';
import { createOverviewPanel } from './overview/panel.ts';
import { onDidChangeSettings, readSettings } from './settings.ts';
import { shareCommands } from './share/commands.ts';
import { keyOfLink } from './share/link.ts';
import { openStorage } from './storage.ts';
import { tellError, tellWarning } from './tell.ts';
import { treeCommands } from './tree/commands.ts';
import { drag } from './tree/drag.ts';
import type { TreeNode } from './tree/nodes.ts';
import { createSessionsView } from './tree/sessions-view.ts';
import type { SessionsTree } from './tree/tree-provider.ts';
import { displayIn } from './wording/display.ts';
import { wordStoreProblem } from './wording/store-problem.ts';
import { wordInstant } from './wording/time.ts';

/** What `extension.ts` registered before any of this was loaded. */
export interface Registered {
  view: vscode.TreeView<TreeNode>;
  nodesChanged: vscode.EventEmitter<TreeNode | TreeNode[] | undefined>;
  sessionsChanged: vscode.EventEmitter<void>;
  documentsChanged: vscode.EventEmitter<vscode.Uri>;
  log: vscode.LogOutputChannel;
}

/** The product behind the registrations. */
export interface Product {
  api: ReturnType<typeof createApi>;
  tree: SessionsTree;
  /** Runs a command of the manifest by its full id. */
  run(command: string, args: unknown[]): Promise<unknown>;
  /** Fills what a person drags out of the tree. */
  drag(nodes: readonly TreeNode[], into: vscode.DataTransfer): Promise<void>;
  tools: AgentTools;
  /** Opens the session that a link names, and does nothing else, whatever the link says. */
  openLink(uri: vscode.Uri): void;
  /** Fill the panels that VS Code kept over a restart. */
  restore: Record<'detail' | 'overview' | 'compare', (panel: vscode.WebviewPanel, state: unknown) => void>;
  /** The text of a read-only document. */
  document(uri: vscode.Uri): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Builds the parts and hands them to each other. Nothing is asked of network, disk or keyring here but what is left of
 * the connections in the settings. Rejects without leaving any part behind.
 */
export async function createProduct(context: vscode.ExtensionContext, registered: Registered): Promise<Product> {
  const { whole, end } = await built(({ add }) => build(context, registered, add));
  return { ...whole, dispose: end };
}

async function build(
  context: vscode.ExtensionContext,
  registered: Registered,
  add: Ending['add'],
): Promise<Omit<Product, 'dispose'>> {
  const { extensionUri } = context;
  const { version } = context.extension.packageJSON;
  const { log } = registered;
  const folder = context.globalStorageUri.fsPath;
  const keyring = createKeyring(context.secrets);
  const redact = createRedactor(keyring.known);
  const onFault = faultsInto(log);
  const inBackground = inBackgroundWith(onFault);
  const setContext = contextKeys();
  const services = createServices({
    provider: providerOf,
    readKey: keyring.read,
    transport: add(configuredTransport()).get,
    redact,
    version,
    log: (connectionId, line) => log.info(logLine(connectionId, line, directory.persists(connectionId))),
  });
  const pictures = pictureThread(vscode.Uri.joinPath(extensionUri, 'dist/picture.worker.mjs').fsPath);
  const explorer = add(
    createExplorer({
      provider: providerOf,
      services,
      openStore: persists =>
        openStorage(folder, persists, problem => {
          log.warn(`store: ${problem.code}`);
          tellWarning(wordStoreProblem(problem));
        }),
      settings() {
        const settings = readSettings();
        return {
          ...settings,
          pollsHidden: settings.notifications !== 'off',
          reading: { timeZone: settings.timeZone, me: settings.me },
        };
      },
      onFault,
      picture: { version, draw: sharing => pictures.draw({ folder, version, sharing }) },
    }),
  );
  add({ dispose: pictures.stop });

  const demo = createDemo(keyring, setContext, configure);
  add({ dispose: demo.stop });
  function configure(): Promise<void> {
    return explorer.configure([...readConnections(rawConnections()), ...demo.configured(new Set(writtenIds()))]);
  }
  const directory = createDirectory(explorer);
  const current = add(createCurrentQuery(context.workspaceState, inBackground));
  const display = () => displayIn(readSettings().timeZone);

  const seen = { view: false, details: false, overview: false, compare: false };
  const watch = (part: keyof typeof seen) => (visible: boolean) => {
    seen[part] = visible;
    explorer.watch(Object.values(seen).includes(true));
  };

  /** What every part of the product that shows sessions asks for. */
  const shared = { ...directory, explorer, extensionUri, current, settings: readSettings, display, inBackground };
  const view = add(createSessionsView({ ...registered, ...shared, setContext, watch: watch('view') }));
  const details = add(
    createDetailPanels({
      ...shared,
      // Sample data is nobody's: its titles may be remembered, and a tab named by an id is a poor first look.
      persists: id => directory.persists(id) || demo.has(id),
      async link(key) {
        const record = await explorer.record(key);
        return record && directory.linkOf(record);
      },
      differences({ detail: { connectionId, raw }, drift = [] }) {
        const service = directory.service(connectionId);
        return service ? [...differences(service, raw, Date.now()), ...drift] : drift;
      },
      neighbours: key => neighboursIn(explorer, current.get(), key),
      onVisible: watch('details'),
    }),
  );
  const overview = add(
    createOverviewPanel({
      ...shared,
      applyQuery(text) {
        filters.commands.setQuery?.(text);
        inBackground(view.show());
      },
      onVisible: watch('overview'),
    }),
  );
  const compare = add(createComparePanels({ ...shared, onVisible: watch('compare') }));
  const documents = add(createDocuments({ ...registered, ...shared, instant: iso => wordInstant(iso, display()) }));
  const filters = filterCommands({ ...shared, view });
  const told = toldIn(context.globalState, inBackground);

  /** A connection is no more: what is still open and remembered of it goes. */
  function removed(connectionId: string): void {
    for (const part of [details, compare, documents]) part.closeFor(connectionId);
    told.forget(connectionId);
  }
  const chosen = chooser(view.selected, filters.pickSession);

  const commands: Commands = {
    ...connectionCommands({
      ...shared,
      keyring,
      providers: PROVIDERS,
      provider: providerOf,
      services,
      routeTo,
      showTest: documents.openTest,
      demo,
      configure,
      removed,
    }),
    ...filters.commands,
    ...treeCommands(explorer, current),
    ...compareCommands({ compare, selected: view.selected, pickSession: filters.pickSession }),
    ...shareCommands({ ...shared, chosen }),
    ...exportCommands(shared),
    ...detailCommands({ details, chosen, look: view.look }),
    ...documentCommands({ documents, explorer, chosen }),
    ...demoCommands(demo, { show: view.show, removed }),
    openOverview: () => overview.open(),
    showLog: () => log.show(),
  };

  add(showNextSession(explorer));
  add(
    notify({
      explorer,
      inBackground,
      told,
      open: details.open,
      showAll: view.show,
    }),
  );
  add(onDidChangeSettings(() => inBackground(configure()), 'connections'));
  add(
    onDidChangeSettings(
      () => {
        for (const panels of [details, overview, compare]) panels.redraw();
      },
      'timeZone',
      'remoteImages',
    ),
  );
  add(keyring.onDidChange(id => inBackground(explorer.keyChanged(id))));
  add({
    dispose: explorer.onDidChange(change => {
      if (change.sessions) registered.sessionsChanged.fire();
    }),
  });
  await configure();

  return {
    api: createApi(explorer),
    tree: view.tree,
    async run(command, args) {
      const name = command.slice('sessionExplorer.'.length);
      return commands[name]?.(...args);
    },
    drag: (nodes, into) => drag(explorer, nodes, into),
    tools: agentTools(explorer, directory.persists),
    openLink(uri) {
      const key = keyOfLink(uri.path, uri.query);
      if (key !== undefined) details.open(key);
      else tellError(vscode.l10n.t('This link names no session.'));
    },
    restore: { detail: details.restore, overview: overview.restore, compare: compare.restore },
    document: documents.text,
  };
}
