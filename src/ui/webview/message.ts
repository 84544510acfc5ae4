import type * as vscode from 'vscode';

/** Letters of one text that a page shows: a name of a hundred thousand takes seconds to lay out. The raw record has it whole. */
const LONGEST = 20_000;
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Sends a page what it is to show, of each text so much as it can lay out: VS Code would copy megabytes several times on their way. */
export const sendTo = (panel: vscode.WebviewPanel, message: unknown): Thenable<boolean> =>
  panel.webview.postMessage(bounded(message));

/** A message with each of its texts as far as a page shows it, cut before a letter with all its marks. */
export function bounded(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, bounded(each)]));
}

const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, clusters.segment(text).containing(LONGEST)?.index)}…`;
