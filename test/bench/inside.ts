// Stands in front of the packaged extension, in its own directory: VS Code activates this, and this activates the extension
// with a stopwatch in hand. Its commands measure in the extension host, for `main.ts` at the other end of the companion's line.
import { readFile, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';
import * as vscode from 'vscode';
import { createSessionIndex } from '../../src/query/session-index.ts';
import type { SimulatedConnection } from '../../src/simulator/server.ts';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { createKeyring } from '../../src/ui/connections/keyring.ts';
import { type Block, type Memory, memory, percentile, type Span, stopwatch, threadTime, watchBlocks } from './clock.ts';
import { fetchAll, filter } from './naive.ts';
import { type PictureCost, pictureCost } from './picture.ts';
import { entriesOf, type Throughput, throughput } from './pipeline.ts';
import { type QueryTimes, timeQueries } from './queries.ts';
import { connectionId, type Wire } from './wire.ts';

export interface Activation {
  wall: number;
  /** Processor time of the host's thread, ms. */
  cpu: number;
  /** Heap kept after it, MB; only where nothing waits for the first paint. */
  heap?: number;
}

export interface Start {
  /** Epoch ms at which VS Code called `activate`. */
  began: number;
  /** … and at which the tree's first rows had been answered; absent while they are not. */
  answered?: number;
  /** Processor time of the host's thread in between, ms. */
  cpu?: number;
}

export interface Load {
  span: Span;
  longestBlock: Span;
  sessions: number;
  requests: Record<string, number>;
  /** Above the host before the load, MB. */
  memory: Memory;
  /** Of a refresh right after, with nothing new. */
  refreshRequests: Record<string, number>;
}

export interface Naive {
  span: Span;
  longestBlock: Span;
  rows: number;
  requests: number;
  memory: Memory;
  query: Omit<QueryTimes, 'alone'>;
}

export interface Inside {
  throughput: Throughput[];
  queries: Record<number, QueryTimes>;
  picture: PictureCost;
}

const MEASURED = 'measured';
const PROFILE_TO = 'profileTo';
const SETTLED = 5000;

const epoch = (): number => performance.timeOrigin + performance.now();
const command = (name: string, run: (...args: never[]) => Promise<unknown>): vscode.Disposable =>
  vscode.commands.registerCommand(`sessionExplorerBench.${name}`, run);

export async function activate(context: vscode.ExtensionContext): Promise<SessionExplorerApi> {
  const start: Start = { began: 0 };
  const warm = context.globalState.get(MEASURED) === true;
  const before = warm ? undefined : await memory();
  const profileTo = context.globalState.get<string>(PROFILE_TO);
  const stopProfiling = profileTo && warm ? await startProfiling(join(profileTo, 'start.cpuprofile')) : undefined;
  const begunCpu = threadTime();
  noteFirstRows(() => {
    if (start.answered !== undefined) return;
    start.answered = epoch();
    start.cpu = threadTime() - begunCpu;
    void stopProfiling?.();
  });
  start.began = epoch();
  const took = stopwatch();
  const entry: string = './dist/extension.mjs';
  const extension: { activate(context: vscode.ExtensionContext): SessionExplorerApi } = await import(entry);
  const api = extension.activate(context);
  const activation: Activation = { wall: took().wall, cpu: threadTime() - begunCpu };
  if (before) activation.heap = (await memory()).used - before.used;
  await context.globalState.update(MEASURED, true);

  context.subscriptions.push(
    command('activation', async () => activation),
    command('start', async () => start),
    command('saveKeys', (connections: SimulatedConnection[]) => saveKeys(context, connections)),
    command('load', async (profileTo?: string) => {
      await context.globalState.update(PROFILE_TO, profileTo);
      return load(api, profileTo);
    }),
    command('naive', naive),
    command('inside', inside),
    command('memory', memory),
    command('query', async (query: string, limit: number) => (await api.query(query, { limit })).sessions),
    command('barePanel', barePanel),
    command('openOverview', async () => {
      const began = epoch();
      await vscode.commands.executeCommand('sessionExplorer.openOverview');
      return began;
    }),
  );
  return api;
}

/** Calls back when the tree's roots were first given to VS Code. */
function noteFirstRows(done: () => void): void {
  const create = vscode.window.createTreeView;
  Reflect.set(vscode.window, 'createTreeView', (id: string, options: vscode.TreeViewOptions<unknown>) => {
    const { treeDataProvider } = options;
    const getChildren = treeDataProvider.getChildren.bind(treeDataProvider);
    treeDataProvider.getChildren = async node => {
      const rows = await getChildren(node);
      if (rows && rows.length > 0) done();
      return rows;
    };
    return create(id, options);
  });
}

async function saveKeys(context: vscode.ExtensionContext, connections: readonly SimulatedConnection[]): Promise<void> {
  const keyring = createKeyring(context.secrets);
  for (const connection of connections)
    await keyring.save(connectionId(connection), new URL(connection.baseUrl).origin, connection.key);
}

async function load(api: SessionExplorerApi, profileTo: string | undefined): Promise<Load> {
  const before = await memory();
  const stopProfiling = profileTo === undefined ? undefined : await startProfiling(join(profileTo, 'load.cpuprofile'));
  const blocks: Block[] = [];
  const [took, stopWatching] = [stopwatch(), watchBlocks(block => blocks.push(block))];
  const loaded = await api.refresh();
  const [span, longestBlock] = [took(), stopWatching()];
  await stopProfiling?.();
  if (profileTo !== undefined) await writeFile(join(profileTo, 'blocks.json'), JSON.stringify(blocks));
  const incomplete = loaded.find(({ complete }) => !complete);
  if (incomplete) throw new Error(`${incomplete.connectionId}: ${incomplete.stopped}, ${incomplete.problem}`);
  await pause(SETTLED);
  const after = await memory();
  if (profileTo !== undefined) writeHeapSnapshot(join(profileTo, 'loaded.heapsnapshot'));
  const refreshed = await api.refresh();
  const requestsOf = (coverage: typeof loaded) =>
    Object.fromEntries(coverage.map(({ connectionId, requests }) => [connectionId, requests]));
  return {
    span,
    longestBlock,
    sessions: loaded.reduce((sum, { fetched }) => sum + fetched, 0),
    requests: requestsOf(loaded),
    memory: { used: after.used - before.used, resident: after.resident - before.resident },
    refreshRequests: requestsOf(refreshed),
  };
}

/** Opens a panel with a heading and nothing else; epoch ms of the call. */
async function barePanel(): Promise<number> {
  const began = epoch();
  const panel = vscode.window.createWebviewPanel('sessionExplorer.bare', 'Bare', vscode.ViewColumn.Active, {});
  panel.webview.html = '<h1>Bare</h1>';
  return began;
}

async function startProfiling(file: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    await writeFile(file, JSON.stringify(profile));
  };
}

async function naive(connections: SimulatedConnection[]): Promise<Naive> {
  const before = await memory();
  const [took, stopWatching] = [stopwatch(), watchBlocks()];
  const { rows, requests } = await fetchAll(connections);
  const [span, longestBlock] = [took(), stopWatching()];
  const after = await memory();
  const times = ['', 't', 'tr', 'training', 'متابعة', '1000017'].map(text => {
    const begun = threadTime();
    filter(rows, text).found.slice(0, 50);
    return threadTime() - begun;
  });
  return {
    span,
    longestBlock,
    rows: rows.length,
    requests,
    memory: { used: after.used - before.used, resident: after.resident - before.resident },
    query: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
  };
}

/** Measures what lies behind the API, on answers that were written to files. */
async function inside({ files, folder, sizes }: { files: string[]; folder: string; sizes: number[] }): Promise<Inside> {
  const wires: Wire[] = [];
  for (const file of files) {
    const { connection, answers, size } = JSON.parse(await readFile(file, 'utf8'));
    wires.push({ connection, answers: new Map(answers), size });
  }
  const measured: Throughput[] = [];
  for (const wire of wires) measured.push(await throughput(wire, folder));
  const picture = await pictureCost(wires, folder);
  const entries = await entriesOf(wires);
  const queries: Record<number, QueryTimes> = {};
  for (const size of sizes) {
    const some = createSessionIndex();
    const every = Math.max(1, Math.floor(entries.length / size));
    some.put(entries.filter((_, at) => at % every === 0));
    queries[size] = await timeQueries(some);
  }
  return { throughput: measured, queries, picture };
}
