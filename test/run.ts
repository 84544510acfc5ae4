// All tests, as `npm test` runs them; the last line is `N passed, N failed`.
//
//   --full              the tests that take long, too
//   --only unit,ui      only these stages (and the build, where they need one)
//   --grep words        only the tests whose title holds the words
import { parseArgs } from 'node:util';
import { endWithParent } from './host/child.ts';
import { allStages, type Outcome, type Stage } from './host/stages.ts';

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' }, grep: { type: 'string' } },
});
endWithParent();

const stages = select(allStages({ full: values.full, grep: values.grep }), values.only?.split(','));
for (const stage of stages) stage.prepare?.().catch(() => {}); // Its own turn reports it.
let passed = 0;
let failed = 0;
let built = true;
for (const stage of stages) {
  console.log(`▸ ${stage.name}`);
  if (stage.needsBuild && !built) {
    console.log('  not run, since the build failed');
    continue;
  }
  const start = performance.now();
  const outcome = await runStage(stage);
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (outcome.report) console.log(outcome.report);
  console.log(`  ${describe(outcome)} · ${seconds}`);
  if (stage.name === 'build' && outcome.failed > 0) built = false;
  passed += outcome.passed;
  failed += outcome.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

function select(all: readonly Stage[], names: readonly string[] | undefined): readonly Stage[] {
  if (!names) return all;
  const unknown = names.filter(name => !all.some(stage => stage.name === name));
  if (unknown.length > 0) {
    console.error(`No stage ${unknown.join(', ')}; there are ${all.map(stage => stage.name).join(', ')}.`);
    process.exit(1);
  }
  const chosen = all.filter(stage => names.includes(stage.name));
  return all.filter(stage => chosen.includes(stage) || (stage.name === 'build' && chosen.some(one => one.needsBuild)));
}

async function runStage(stage: Stage): Promise<Outcome> {
  try {
    await stage.prepare?.();
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, report: error instanceof Error ? error.message : String(error) };
  }
}

function describe({ passed, failed }: Outcome): string {
  if (failed > 0) return passed > 0 ? `${passed} good, ${failed} bad` : 'failed';
  return passed > 0 ? `${passed} good` : 'good';
}
