import { readFile } from 'node:fs/promises';
import type { TestResult } from './reporter.ts';

/** What a mocha run left in the file of `reporter.ts`. */
export interface Results {
  readonly passed: number;
  readonly pending: number;
  readonly failures: readonly { readonly title: string; readonly stack: string }[];
  /** False when the run broke off. */
  readonly ended: boolean;
}

export async function readResults(file: string): Promise<Results> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const results = text.split('\n').flatMap(parseLine);
  return {
    passed: results.filter(({ state }) => state === 'passed').length,
    pending: results.filter(({ state }) => state === 'pending').length,
    failures: results.filter(result => result.state === 'failed'),
    ended: results.some(({ state }) => state === 'end'),
  };
}

/** A killed run can leave half a line. */
function parseLine(line: string): TestResult[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as TestResult];
  } catch {
    return [];
  }
}
