import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { requireChromium } from './chromium.ts';
import { cacheDir, root } from './paths.ts';
import { type Failure, failuresOf, type Results, readResults } from './results.ts';
import { installVsCode } from './vscode-install.ts';

/** How a stage of `npm test` went. A stage without mocha counts as one failure or as nothing. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What a person needs to mend it; empty when all went well. */
  readonly report: string;
}

export interface Stage {
  readonly name: string;
  /** Without a good build it makes no sense. */
  readonly needsBuild?: boolean;
  /** Fetches what the stage needs; may run beside earlier stages, and again. */
  readonly prepare?: () => Promise<unknown>;
  readonly run: () => Promise<Outcome>;
}

export interface StageOptions {
  /** Runs the long tests too, and gives every stage the time for it. */
  readonly full: boolean;
  /** Only the tests whose title holds it. */
  readonly grep?: string | undefined;
}

const node = process.execPath;
const bin = (path: string): string => join(root, 'node_modules', path);

/** All of `npm test`, in its order. */
export function allStages({ full, grep }: StageOptions): readonly Stage[] {
  const limitMs = (full ? 180 : 30) * 60_000;
  const say = (line: string): void => console.log(`  ${line}`);
  const newest = once(() => Promise.all([installVsCode('newest', say), requireChromium(say)]));
  const floor = once(async () => {
    await newest();
    await installVsCode('floor', say);
  });
  const mochaCli = (timeoutMs: number, files: string): string[] => [
    bin('mocha/bin/mocha.js'),
    ...['--reporter', join(root, 'test/host/reporter.ts'), '--no-color', '--timeout', String(timeoutMs)],
    ...(grep ? ['--grep', grep] : []),
    files,
  ];
  const mocha = (name: string, args: readonly string[], { again, ...rest }: Partial<MochaStage> = {}): Stage => ({
    name,
    ...rest,
    async run() {
      const env = { SESSION_EXPLORER_FULL: full ? '1' : undefined, SESSION_EXPLORER_GREP: grep };
      const first = await runMocha(name, args, env, limitMs);
      const suites = [...new Set(failuresOf(first).map(({ suite }) => suite))];
      if (!again || suites.length === 0 || !first.ended) return outcomeOf(name, first);
      const second = await runMocha(name, [...args, '--grep', anyOf(suites)], env, limitMs);
      const tests = [...first.tests.filter(({ suite }) => !suites.includes(suite)), ...second.tests];
      return outcomeOf(name, { ...second, tests }, failuresOf(first));
    },
  });
  const integration = join(root, 'test/host/integration.ts');
  return [
    check('types', [bin('typescript/bin/tsc')]),
    check('lint', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']),
    check('build', [join(root, 'esbuild.js'), '--production']),
    mocha('unit', mochaCli(60_000, 'test/unit/**/*.test.ts')),
    mocha('integration', [integration, 'newest'], { needsBuild: true, prepare: newest }),
    mocha('floor', [integration, 'floor', 'smoke'], { needsBuild: true, prepare: floor }),
    mocha('ui', mochaCli(180_000, 'test/ui/**/*.test.ts'), {
      needsBuild: true,
      prepare: newest,
      again: !!process.env.CI && !grep,
    }),
    // The same suite on the build that test-electron downloads, where somebody says that it can be downloaded.
    ...(process.env.SESSION_EXPLORER_DESKTOP ? [mocha('desktop', [integration, 'desktop'], { needsBuild: true })] : []),
  ];
}

/** A command whose exit code is its result. */
function check(name: string, args: readonly string[]): Stage {
  return {
    name,
    run: async () => {
      const child = startChild(node, args, { cwd: root });
      const code = await child.exit;
      return code === 0
        ? { passed: 0, failed: 0, report: '' }
        : { passed: 0, failed: 1, report: child.output().trimEnd() || `exit code ${code}` };
    },
  };
}

interface MochaStage extends Stage {
  /**
   * Suites in which a test failed run once more from their start, and the report names what failed at first: a browser on
   * a machine that others use now and then misses a click.
   */
  readonly again: boolean;
}

interface MochaRun extends Results {
  readonly code: number;
  readonly output: string;
}

/** A pattern for the tests of these suites. */
const anyOf = (suites: readonly string[]): string =>
  `^(${suites.map(suite => suite.replaceAll(/\W/g, '\\$&')).join('|')}) `;

/** A command in which mocha runs, wherever that is, with our reporter. */
async function runMocha(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  limitMs: number,
): Promise<MochaRun> {
  await mkdir(cacheDir, { recursive: true });
  const file = join(cacheDir, `results-${name}-${process.pid}.jsonl`);
  await rm(file, { force: true });
  const child = startChild(node, args, { cwd: root, env: { ...env, SESSION_EXPLORER_RESULTS: file } });
  const limit = setTimeout(() => void child.stop(), limitMs);
  const code = await child.exit;
  clearTimeout(limit);
  const results = await readResults(file);
  await rm(file, { force: true });
  return { ...results, code, output: child.output() };
}

function outcomeOf(name: string, run: MochaRun, before: readonly Failure[] = []): Outcome {
  const { tests, ended, code, output } = run;
  const failures = failuresOf(run);
  const told = (mark: string) => (failure: Failure) =>
    `${mark} ${failure.title}\n${failure.stack.replaceAll(/^/gm, '    ')}`;
  const report = [...before.map(told('↻ failed at first:')), ...failures.map(told('✘'))];
  const broken = !ended || (code !== 0 && failures.length === 0);
  if (broken) report.push(`${name} ${ended ? `ended with exit code ${code}` : 'broke off'}:\n${tail(output)}`);
  const passed = tests.filter(({ state }) => state === 'passed').length;
  return { passed, failed: failures.length + (broken ? 1 : 0), report: report.join('\n\n') };
}

const tail = (text: string): string => text.trimEnd().split('\n').slice(-150).join('\n');

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= work();
    return started;
  };
}
