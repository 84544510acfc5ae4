import fc from 'fast-check';
import { COMPARE_ACTIONS } from '../../../src/webview/compare-protocol.ts';
import { OVERVIEW_ACTIONS } from '../../../src/webview/overview-protocol.ts';
import { ACTIONS } from '../../../src/webview/protocol.ts';

/** What a script that got into a page would try to have opened, run or told. */
const BAIT = [
  'command:workbench.action.quit',
  'command:sessionExplorer.removeConnection?%5B%22demo%22%5D',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vscode://session-explorer.session-explorer/open?key=demo/two',
  'https://elsewhere.example/',
  'demo/two',
  'other/1',
  '../../demo/two',
  '__proto__',
  'constructor',
  'toString',
  'then',
  '\u0000',
  '\ud800',
  'x'.repeat(100_000),
];

const TYPES = ['ready', 'action', 'query', 'state', 'openExternal', 'command', ...BAIT];
const NAMES = ['type', 'action', 'query', 'key', 'keys', 'url', 'href', 'state', '__proto__', 'constructor', 'then'];
const words = fc.constantFrom(...BAIT, ...TYPES, ...ACTIONS, ...COMPARE_ACTIONS, ...OVERVIEW_ACTIONS);
const values = fc.oneof(
  { weight: 4, arbitrary: words },
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true, withMap: true }),
  words.map(word => ({ type: word, action: word })),
);

/** An object as `JSON.parse` makes it: a field may be called `__proto__`. */
const made = (fields: [string, unknown][]): object => {
  const all: object = {};
  for (const [name, value] of fields)
    Object.defineProperty(all, name, { value, enumerable: true, configurable: true, writable: true });
  return all;
};

const fields = fc.array(fc.tuple(fc.constantFrom(...NAMES), values), { maxLength: 5 });
const near = fc
  .tuple(fc.constantFrom('ready', 'action', 'query'), fields)
  .map(([type, more]) => made([['type', type], ...more]));

/** Messages that no page of ours sends, and some that one does. */
export const messages = fc.oneof({ weight: 3, arbitrary: near }, fields.map(made), values);
