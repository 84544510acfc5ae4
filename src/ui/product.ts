import * as vscode from 'vscode';
import { createRedactor } from '../http/redact.ts';
import { readConnections } from '../providers/connection-settings.ts';
import { differences } from '../providers/drift.ts';
import { PROVIDERS, providerOf } from '../providers/registry.ts';
import type { Query } from '../query/query.ts';
import type { Problem } from '../session/problem.ts';
import type { SessionRecord } from '../session/session.ts';
import { openStore } from '../store/open.ts';
import { partitionStore } from '../store/partitioned.ts';
import { createExplorer } from '../sync/create-explorer.ts';
import { pictureThread } from '../sync/picture-thread.ts';
import { createServices } from '../sync/services.ts';
import { type AgentTools, agentTools } from './agents/tools.ts';
import { createApi } from './api/api.ts';
import type { Commands } from './commands.ts';
import { compareCommands } from './compare/commands.ts';
import { createComparePanels } from './compare/panel.ts';
import { connectionCommands } from './connections/commands.ts';
import { createKeyring } from './connections/keyring.ts';
import { rawConnections, writtenIds } from './connections/settings.ts';
import { createDemo } from './demo/demo.ts';
import { createDetailPanels } from './detail/detail-panel.ts';
import { createDocuments } from './documents/documents.ts';
import { exportCommands } from './export/commands.ts';
import { filterCommands } from './filter/commands.ts';
import { createCurrentQuery } from './filter/current.ts';
import { notify } from './live/notifications.ts';
import { showNextSession } from './live/status-bar.ts';
import { toldIn } from './live/told.ts';
import { configuredTransport, routeTo } from './network.ts';
import { overviewCommands } from './overview/commands.ts';
import { createOverviewPanel } from './overview/panel.ts';
import { connectionIdOf, sessionKeys } from './session-argument.ts';
import { onDidChangeSettings, readSettings } from './settings.ts';
import { shareCommands } from './share/commands.ts';
import { keyOfLink } from './share/link.ts';
import { tellError, tellWarning } from './tell.ts';
import { treeCommands } from './tree/commands.ts';
import { drag } from './tree/drag.ts';
import type { TreeNode } from './tree/nodes.ts';
import { createSessionsView } from './tree/sessions-view.ts';
import type { SessionsTree } from './tree/tree-provider.ts';
import { displayIn } from './wording/display.ts';
import { wordProblem } from './wording/problem.ts';
import { wordStoreProblem } from './wording/store-problem.ts';
import { wordInstant } from './wording/time.ts';

/** What `extension.ts` registered before any of this was loaded. */
export interface Registered {
  view: vscode.TreeView<TreeNode>;
  nodesChanged: vscode.EventEmitter<TreeNode | TreeNode[] | undefined>;
  sessionsChanged: vscode.EventEmitter<void>;
  documentsChanged: vscode.EventEmitter<vscode.Uri>;
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

/** Builds the parts and hands them to each other. Nothing is asked of network, disk or keyring here. */
export async function createProduct(context: vscode.ExtensionContext, registered: Registered): Promise<Product> {
  const log = vscode.window.createOutputChannel(vscode.l10n.t('Session Explorer'), { log: true });
  const disposables: vscode.Disposable[] = [log];
  const keyring = createKeyring(context.secrets);
  const redact = createRedactor(keyring.known);
  const services = createServices({
    provider: providerOf,
    readKey: keyring.read,
    transport: configuredTransport(disposables),
    redact,
    version: context.extension.packageJSON.version,
    log: (connectionId, { method, path, outcome, ms, bytes, try: tried }) =>
      log.info(
        `${connectionId} ${method} ${path} → ${outcome} · ${Math.round(ms)} ms · ${bytes} B${tried > 1 ? ` · try ${tried}` : ''}`,
      ),
  });

  const { version } = context.extension.packageJSON;
  const folder = context.globalStorageUri.fsPath;
  const pictures = pictureThread(vscode.Uri.joinPath(context.extensionUri, 'dist/picture.worker.mjs').fsPath);
  const explorer = createExplorer({
    provider: providerOf,
    services,
    async openStore(persists) {
      const tell = (problem: Parameters<typeof wordStoreProblem>[0]): void => {
        log.warn(`store: ${problem.code}`);
        void tellWarning(wordStoreProblem(problem));
      };
      const disk = await openStore({
        folder,
        onProblem: problem => problem && tell(problem),
      });
      if (disk.problem) tell(disk.problem);
      const memory = await openStore();
      return partitionStore({ disk: disk.store, memory: memory.store, persists });
    },
    settings() {
      const settings = readSettings();
      return {
        ...settings,
        pollsHidden: settings.notifications !== 'off',
        reading: { timeZone: settings.timeZone, me: settings.me },
      };
    },
    // Its message may quote what was read.
    onFault: error =>
      log.error(
        redact.text(
          error instanceof Error ? `${error.name}${error.stack?.slice(error.stack.indexOf('\n'))}` : typeof error,
        ),
      ),
    picture: { version, draw: sharing => pictures.draw({ folder, version, sharing }) },
  });

  const demo = createDemo(keyring, configure);
  const current = createCurrentQuery(context.workspaceState);
  const configured = () => [...readConnections(rawConnections()), ...demo.configured(new Set(writtenIds()))];
  function configure(): Promise<void> {
    return explorer.configure(configured());
  }

  const statusOf = (connectionId: string) =>
    explorer.connections().find(status => status.connection.id === connectionId);
  const labelOf = (connectionId: string): string => statusOf(connectionId)?.label ?? connectionId;
  const providerLabel = (id: string): string => PROVIDERS.find(provider => provider.id === id)?.label ?? id;
  const display = () => displayIn(readSettings().timeZone);
  /** None where the setting names a service that there is not. */
  const serviceOf = (connectionId: string) =>
    PROVIDERS.find(({ id }) => id === statusOf(connectionId)?.connection.provider);
  const persists = (connectionId: string): boolean =>
    statusOf(connectionId)?.connection.persist ?? serviceOf(connectionId)?.persistByDefault ?? false;
  const linkOf = ({ session, raw }: SessionRecord): string | undefined => {
    const connection = statusOf(session.connectionId)?.connection;
    return connection && serviceOf(session.connectionId)?.link?.(connection, session, raw);
  };

  const seen = { view: false, details: false, overview: false };
  const watch = (part: keyof typeof seen) => (visible: boolean) => {
    seen[part] = visible;
    explorer.watch(Object.values(seen).includes(true));
  };

  const view = createSessionsView({
    ...registered,
    explorer,
    current,
    providerLabel,
    hasLink: session => linkOf({ session, raw: undefined, attendees: [] }) !== undefined,
    watch: watch('view'),
  });

  const source = (connectionId: string): string => {
    const [service, label] = [serviceOf(connectionId)?.label, labelOf(connectionId)];
    return !service || label.startsWith(service) ? label : `${service} · ${label}`;
  };
  const wordProblemOf = (problem: Problem, connectionId: string): string => wordProblem(problem, labelOf(connectionId));

  const details = createDetailPanels({
    extensionUri: context.extensionUri,
    explorer,
    settings: readSettings,
    source,
    // Sample data is nobody's: its titles may be remembered, and a tab named by an id is a poor first look.
    persists: id => persists(id) || demo.has(id),
    link: async key => {
      const record = await explorer.record(key);
      return record && linkOf(record);
    },
    differences: ({ provider, raw }) => {
      const service = PROVIDERS.find(({ id }) => id === provider);
      return service ? differences(service, raw, Date.now()) : [];
    },
    async neighbours(key) {
      const { selection } = await explorer.search(current.get());
      const at = selection.indexOf(key);
      const [previous] = at > 0 ? selection.keys(at - 1, 1) : [];
      const [next] = at >= 0 ? selection.keys(at + 1, 1) : [];
      return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
    },
    wordProblem: wordProblemOf,
    onVisible: watch('details'),
  });

  const overview = createOverviewPanel({
    extensionUri: context.extensionUri,
    explorer,
    current,
    settings: readSettings,
    async applyQuery(text) {
      await commands.setQuery?.(text);
      await view.show();
    },
    providerLabel,
    connectionLabel: labelOf,
    wordProblem: wordProblemOf,
    onVisible: watch('overview'),
  });

  const compare = createComparePanels({
    extensionUri: context.extensionUri,
    explorer,
    settings: readSettings,
    source,
    wordProblem: wordProblemOf,
  });

  const documents = createDocuments({
    ...registered,
    explorer,
    provider: connectionId => statusOf(connectionId)?.connection.provider ?? 'unknown',
    source: labelOf,
    document: connectionId => serviceOf(connectionId)?.document ?? { title: connectionId, readOn: '' },
    instant: iso => wordInstant(iso, display()),
    wordProblem: wordProblemOf,
  });

  const filters = filterCommands({ explorer, current, providerLabel, view });

  /** The sessions that a command means; called without any, those selected in the tree, else the one that is picked. */
  async function chosen(args: readonly unknown[]): Promise<string[]> {
    const named = sessionKeys(args);
    if (named.length > 0) return named;
    const selected = view.selected();
    if (selected.length > 0) return selected;
    const picked = await filters.pickSession();
    return picked === undefined ? [] : [picked];
  }

  const commands: Commands = {
    ...connectionCommands({
      explorer,
      keyring,
      providers: PROVIDERS,
      provider: providerOf,
      services,
      routeTo,
      display,
      showTest: documents.openTest,
      demo,
      configure,
      removed(connectionId) {
        details.closeFor(connectionId);
        compare.closeFor(connectionId);
      },
    }),
    ...filters.commands,
    ...treeCommands(explorer, current),
    ...overviewCommands(overview),
    ...compareCommands({ compare, selected: view.selected, pickSession: filters.pickSession }),
    ...shareCommands({ explorer, provider: providerOf, chosen }),
    ...exportCommands({
      explorer,
      currentQuery: () => current.get() satisfies Query,
      timeZone: () => readSettings().timeZone,
      providerLabel,
    }),
    async openDetail(...args) {
      const keys = await chosen(args);
      for (const key of keys) details.open(key);
      view.look(keys);
    },
    async openRaw(...args) {
      for (const key of await chosen(args)) await documents.openRaw(key);
    },
    async showDrift(argument) {
      const id = connectionIdOf(argument) ?? (await filters.pickConnection());
      if (id !== undefined) await documents.openDrift(id);
    },
    showLog: () => log.show(),
    clearCache: () => explorer.clearCache(),
    startDemo: async () => {
      await demo.start(Number(process.env.SESSION_EXPLORER_DEMO_SESSIONS) || undefined);
      await view.show();
    },
    stopDemo: () => demo.stop(),
  };

  disposables.push(
    current,
    view,
    details,
    overview,
    compare,
    documents,
    showNextSession(explorer),
    notify({
      explorer,
      told: toldIn(context.globalState),
      open: details.open,
      showAll: () => void view.show(),
    }),
    onDidChangeSettings(() => void configure(), 'connections'),
    onDidChangeSettings(
      () => {
        for (const panels of [details, overview, compare]) panels.redraw();
      },
      'timeZone',
      'remoteImages',
    ),
    keyring.onDidChange(id => void explorer.keyChanged(id)),
  );
  const stopTelling = explorer.onDidChange(change => {
    if (change.sessions) registered.sessionsChanged.fire();
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
    tools: agentTools(explorer, persists),
    openLink(uri) {
      const key = keyOfLink(uri.path, uri.query);
      if (key !== undefined) details.open(key);
      else void tellError(vscode.l10n.t('This link names no session.'));
    },
    restore: { detail: details.restore, overview: overview.restore, compare: compare.restore },
    document: documents.text,
    async dispose() {
      stopTelling();
      for (const disposable of disposables) disposable.dispose();
      await demo.stop();
      await pictures.stop();
      await explorer.dispose();
    },
  };
}
