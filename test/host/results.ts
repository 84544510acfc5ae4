import { readFile } from 'node:fs/promises';
import type { ResultLine, TestResult } from './reporter.ts';

/** What a mocha run left in the file of `reporter.ts`. */
export interface Results {
  readonly tests: readonly TestResult[];
  /** False when the run broke off. */
  readonly ended: boolean;
}

export type Failure = Extract<TestResult, { state: 'failed' }>;

export const failuresOf = ({ tests }: Results): readonly Failure[] => tests.filter(test => test.state === 'failed');

export async function readResults(file: string): Promise<Results> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap(parseLine);
  return { tests: lines.filter(line => line.state !== 'end'), ended: lines.some(({ state }) => state === 'end') };
}

/** A killed run can leave half a line. */
function parseLine(line: string): ResultLine[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as ResultLine];
  } catch {
    return [];
  }
}
