import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

/** `l10n.t('…'` with one literal: single, double or backtick quotes, over as many lines as the formatter likes. */
const MESSAGE = /\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/g;

/** Every message that the sources word. */
export async function sourceMessages(): Promise<Set<string>> {
  const messages = new Set<string>();
  for await (const file of glob('src/{extension.ts,ui/**/*.ts}', { cwd: root })) {
    const source = await readFile(join(root, file), 'utf8');
    for (const [, single, double, backtick] of source.matchAll(MESSAGE)) {
      messages.add(unescaped(single ?? double ?? backtick ?? ''));
    }
  }
  return messages;
}

const unescaped = (literal: string): string =>
  literal.replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|n|(.))/gi, (_, braced, four, other) =>
    braced || four ? String.fromCodePoint(Number.parseInt(braced ?? four, 16)) : (other ?? '\n'),
  );

/** The `{0}`, `{name}` of a message, sorted. */
export const placeholders = (message: string): string[] =>
  [...message.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

export async function readJson(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(root, file), 'utf8'));
}
