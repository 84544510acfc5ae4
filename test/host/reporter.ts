import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What became of a test. `suite` is the title of its outermost suite. */
export type TestResult = { readonly suite: string; readonly title: string } & (
  | { readonly state: 'passed' | 'pending' }
  | { readonly state: 'failed'; readonly stack: string }
);

/** One line of the file that `SESSION_EXPLORER_RESULTS` names. */
export type ResultLine = TestResult | { readonly state: 'end' };

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
    const write = (line: ResultLine): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
    const named = (test: Mocha.Test) => ({ suite: test.titlePath()[0] ?? '', title: test.fullTitle() });
    runner.on(EVENT_TEST_PASS, test => write({ state: 'passed', ...named(test) }));
    runner.on(EVENT_TEST_PENDING, test => write({ state: 'pending', ...named(test) }));
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      write({ state: 'failed', ...named(test), stack: String(error?.stack ?? error) });
    });
    runner.on(EVENT_RUN_END, () => write({ state: 'end' }));
  }
}
