import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** One line of the file that `SESSION_EXPLORER_RESULTS` names. */
export type TestResult =
  | { readonly state: 'passed' | 'pending'; readonly title: string }
  | { readonly state: 'failed'; readonly title: string; readonly stack: string }
  | { readonly state: 'end' };

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/**
 * Mocha's usual report, and beside it a line of JSON a test in a file, written at once: the outer run counts the same way
 * whether mocha ran in a process of ours or inside VS Code, and a run that died half-way shows how far it came.
 */
export default class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env.SESSION_EXPLORER_RESULTS;
    if (!file) return;
    const write = (result: TestResult): void => appendFileSync(file, `${JSON.stringify(result)}\n`);
    runner.on(EVENT_TEST_PASS, test => write({ state: 'passed', title: test.fullTitle() }));
    runner.on(EVENT_TEST_PENDING, test => write({ state: 'pending', title: test.fullTitle() }));
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      write({ state: 'failed', title: test.fullTitle(), stack: String(error?.stack ?? error) });
    });
    runner.on(EVENT_RUN_END, () => write({ state: 'end' }));
  }
}
