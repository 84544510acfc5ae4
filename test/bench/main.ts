// `npm run bench`: what the product costs, measured in a real VS Code, beside its budgets and beside a naive client.
//
//   --quick        few sessions: a minute, for a look whether the bench still runs
//   --json FILE    writes the figures for a machine to read
//   --each N       so many sessions a service in place of 20,000
//   --panels       ends after what panels cost
//   --profile DIR  load and warm start alone, with profiles and a heap snapshot of the extension host
//
// Times are processor time where nothing else is said, and throughput is a multiple of what JSON.parse takes for the same bytes
// in the same run, so that figures of a busy machine can be compared. It fails only where something could not be measured.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { SimulatedConnection } from '../../src/simulator/server.ts';
import { type Child, endWithParent, startChild } from '../host/child.ts';
import { makeRunDir } from '../host/paths.ts';
import type { Memory } from './clock.ts';
import type { Activation, Inside, Load, Naive, Start } from './inside.ts';
import { layOut, weighPackage } from './package.ts';
import { panelCost, panelFigures } from './panels.ts';
import type { PictureCost } from './picture.ts';
import type { QueryTimes } from './queries.ts';
import { type Figure, table } from './report.ts';
import { openWindow } from './window.ts';
import { connectionId, simulatedWire } from './wire.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    each: { type: 'string' },
    profile: { type: 'string' },
    panels: { type: 'boolean', default: false },
  },
});
const EACH = Number(values.each ?? (values.quick ? 400 : 20_000));
const SIZES = values.quick ? [1000, 2000] : [1000, 10_000, 100_000];
const BUDGETS: Record<number, number> = { 100000: 10, 1000000: 100 };

interface Million {
  sessions: number;
  queries: QueryTimes;
  used: number;
  resident: number;
}

const dir = await makeRunDir();
endWithParent(() => rm(dir, { recursive: true, force: true }));
try {
  const figures = await measureAll();
  console.log(`\n${table(figures)}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ each: EACH, figures }, null, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await rm(dir, { recursive: true, force: true });
process.exit();

async function measureAll(): Promise<Figure[]> {
  say('packaging');
  const packed = await weighPackage(dir);
  const extension = join(dir, 'extension');
  await layOut(extension);

  const { connections, child } = await startServices();

  say('opening VS Code');
  const window = await openWindow(extension, say);
  const activations = [await window.measure<Activation>('activation')];
  await window.measure('saveKeys', connections);
  await window.setSettings({ 'sessionExplorer.connections': connections.map(asConfigured) });
  await window.showView();
  if (values.profile) await mkdir(values.profile, { recursive: true });
  say('loading');
  const load = await window.measure<Load>('load', ...(values.profile ? [resolve(values.profile)] : []));
  say('starting again with what is on disk');
  const start = await window.reopen();
  if (values.profile)
    return [startFigure(start, load.sessions, undefined), ...loadFigures(load, undefined, connections)];
  activations.push(await window.measure<Activation>('activation'));
  say('opening and closing panels');
  const panels = panelFigures(await panelCost(window));
  if (values.panels) return panels;
  say('loading with a naive client');
  const naive = await window.measure<Naive>('naive', connections);
  say(`making ${EACH * 5} sessions`);
  const files: string[] = [];
  for (const wire of await simulatedWire(EACH)) {
    const file = join(dir, `${wire.connection.id}.json`);
    await writeFile(file, JSON.stringify({ ...wire, answers: [...wire.answers] }));
    files.push(file);
  }
  say('reading, storing, asking');
  const folder = join(dir, 'store');
  await mkdir(folder);
  const inside = await window.measure<Inside>('inside', { files, folder, sizes: SIZES });
  await window.close();
  await child.stop();
  const million = values.quick ? undefined : await measureMillion(files);
  const { heap = Number.NaN } = activations[0] ?? {};
  const parse = inside.throughput.reduce((all, one) => all + one.parse, 0);
  const overall = (of: 'read' | 'stored'): number =>
    inside.throughput.reduce((all, one) => all + one[of] * one.parse, 0) / parse;

  return [
    { what: 'package', unit: 'kB', value: packed.vsix, budget: 600 },
    {
      what: '… its code',
      unit: 'kB',
      value: packed.code,
      budget: 350,
      note: `${Math.round(packed.codeUnpacked)} kB unpacked`,
    },
    { what: 'code that activation evaluates', unit: 'kB', value: packed.evaluated, budget: 10 },
    { what: 'activation, cold', unit: 'ms', value: least(activations, 'wall'), budget: 10, note: 'on the wall' },
    { what: '… processor', unit: 'ms', value: least(activations, 'cpu'), budget: 10 },
    { what: '… heap kept', unit: 'MB', value: heap, budget: 1 },
    startFigure(start, load.sessions, naive),
    ...pictureFigures(inside.picture),
    ...panels,
    ...queryFigures(inside.queries, naive, load.sessions),
    ...(million
      ? [
          ...queryFigures({ 1000000: million.queries }, undefined, 0),
          { ...memoryFigure('1,000,000 sessions', million, 220), note: 'the index alone, in plain Node' },
        ]
      : []),
    ...inside.throughput.map(({ service, read, stored, megabytes, sessions }) => ({
      what: `${service}: read, stored and indexed`,
      unit: '×',
      value: stored,
      note: `${read.toFixed(1)} × to read; ${Math.round(sessions)} sessions in ${megabytes.toFixed(0)} MB`,
    })),
    { what: 'wire text to sessions, all services', unit: '×', value: overall('read'), budget: 2.5, naive: 1 },
    { what: '… stored and indexed', unit: '×', value: overall('stored'), budget: 9, naive: 1 },
    ...loadFigures(load, naive, connections),
  ];
}

function startFigure(
  { began, painted, answered = Number.NaN, cpu = Number.NaN }: Start & { painted: number },
  sessions: number,
  naive: Naive | undefined,
): Figure {
  const notes = [`rows after ${wall(answered - began)}, painted after ${wall(painted - began)}`];
  if (naive) notes.push(`naive: loads all again, ${wall(naive.span.wall)}`);
  const what = `warm start to the tree, ${sessions.toLocaleString('en')} on disk`;
  return { what, unit: 'ms', value: cpu, budget: 300, naive: naive?.span.cpu, note: notes.join('; ') };
}

/** What a fast start costs, and what it would be without. */
function pictureFigures({ sessions, disk, rows, draw, restore, plain }: PictureCost): Figure[] {
  const on = (size: number): string => `${Math.round(size)} MB`;
  return [
    {
      what: `the picture that it reads, ${sessions.toLocaleString('en')} sessions`,
      unit: 'MB',
      value: disk,
      note: `beside ${on(rows)} of rows`,
    },
    { what: '… drawn after a load, on a thread of its own', unit: 'ms', value: draw },
    { what: '… read back', unit: 'ms', value: restore, note: `without it all rows are read: ${Math.round(plain)} ms` },
  ];
}

function loadFigures(load: Load, naive: Naive | undefined, connections: readonly SimulatedConnection[]): Figure[] {
  const sum = (requests: Record<string, number>): number => Object.values(requests).reduce((all, one) => all + one, 0);
  const sessions = `${load.sessions.toLocaleString('en')} sessions`;
  return [
    {
      what: `requests for ${sessions}`,
      unit: '',
      value: sum(load.requests),
      budget: most(connections, load.requests),
      naive: naive?.requests,
      note: 'budget: pages + 1 a scope, a month a request at Placio',
    },
    { what: '… for a refresh without news', unit: '', value: sum(load.refreshRequests), naive: naive?.requests },
    {
      what: 'longest block while they load',
      unit: 'ms',
      value: load.longestBlock.cpu,
      budget: 50,
      naive: naive?.longestBlock.cpu,
      note: `${wall(load.longestBlock.wall)}${naive ? `; naive ${wall(naive.longestBlock.wall)}` : ''}`,
    },
    { ...memoryFigure(sessions, load.memory, 36), naive: naive?.memory.used },
    { what: 'the load', unit: 'ms', value: load.span.cpu, naive: naive?.span.cpu, note: wall(load.span.wall) },
  ];
}

function wall(ms: number): string {
  return `${Math.round(ms).toLocaleString('en')} ms on the wall`;
}

function queryFigures(queries: Record<number, QueryTimes>, naive: Naive | undefined, naiveRows: number): Figure[] {
  const later = { p95: '… p95', p99: '… p99', alone: '… p95 without facets' };
  return Object.entries(queries).flatMap(([size, times]) =>
    (['p50', 'p95', 'p99', 'alone'] as const).map(name => {
      const budget = name === 'p95' ? BUDGETS[Number(size)] : undefined;
      const like = naive && Math.abs(Number(size) - naiveRows) < naiveRows / 10 ? naive : undefined;
      const sessions = Number(size).toLocaleString('en');
      return {
        what: { ...later, p50: `query, facets, first page: ${sessions}, p50` }[name],
        unit: 'ms',
        value: times[name],
        ...(budget === undefined ? {} : { budget }),
        ...(like && name !== 'alone' ? { naive: like.query[name] } : {}),
        ...(Number(size) > 100_000 ? { note: 'in plain Node' } : {}),
      };
    }),
  );
}

function memoryFigure(what: string, { used, resident }: Memory, budget: number): Figure {
  const note = `${Math.round(resident)} MB resident`;
  return { what: `memory above idle, ${what}`, unit: 'MB', value: used, budget, note };
}

/** The most requests that a full load may make: its pages, and one more a scope. */
function most(connections: readonly SimulatedConnection[], made: Record<string, number>): number {
  const days = 400 + 60 + 3;
  const pages: Record<string, number> = {
    digitalSamba: Math.ceil(EACH / 100) + 1,
    hyra: 1 + 1,
    placio: Math.ceil(days / 31) + 1,
    prplManagement: Math.ceil(EACH / 100) + 1 + 2,
    series: Math.ceil(EACH / 50) + 1,
  };
  const answered = connections.filter(connection => connectionId(connection) in made);
  return answered.reduce((sum, { provider }) => sum + (pages[provider] ?? 0), 0);
}

function least(activations: readonly Activation[], of: 'wall' | 'cpu'): number {
  return Math.min(...activations.map(activation => activation[of]));
}

/** As a person has them in the settings; what a clinic's connection would keep in memory alone is on disk here too. */
function asConfigured({ key: _, ...connection }: SimulatedConnection) {
  return { ...connection, id: connectionId(connection), persist: true };
}

async function startServices(): Promise<{ connections: SimulatedConnection[]; child: Child }> {
  const child = startChild(process.execPath, [join(import.meta.dirname, 'services.ts'), String(EACH)]);
  const line = Promise.withResolvers<string>();
  child.onOutput(() => {
    const [first, rest] = child.output().split('\n');
    if (first !== undefined && rest !== undefined) line.resolve(first);
  });
  void child.exit.then(code => line.reject(new Error(`the services ended with ${code}: ${child.output()}`)));
  return { connections: JSON.parse(await line.promise), child };
}

async function measureMillion(files: readonly string[]): Promise<Million> {
  say('a million sessions');
  const child = startChild(process.execPath, [join(import.meta.dirname, 'million.ts'), ...files]);
  if ((await child.exit) !== 0) throw new Error(child.output());
  return JSON.parse(child.output().trim().split('\n').at(-1) ?? '');
}

function say(line: string): void {
  console.error(`▸ ${line}`);
}
