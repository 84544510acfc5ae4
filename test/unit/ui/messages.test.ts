import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as compare from '../../../src/ui/compare/messages.ts';
import * as detail from '../../../src/ui/detail/messages.ts';
import { COMPARE_ACTIONS } from '../../../src/webview/compare-protocol.ts';
import { OVERVIEW_ACTIONS } from '../../../src/webview/overview-protocol.ts';
import { ACTIONS } from '../../../src/webview/protocol.ts';
import { messages } from './hostile-messages.ts';
import './vscode.ts';

// After the stub of `vscode`, which it asks for words.
const overview = await import('../../../src/ui/overview/messages.ts');

const PAGES = {
  detail: { read: detail.readMessage, actions: ACTIONS, asks: false },
  compare: { read: compare.readMessage, actions: COMPARE_ACTIONS, asks: false },
  overview: { read: overview.readMessage, actions: OVERVIEW_ACTIONS, asks: true },
} satisfies Record<string, { read(message: unknown): unknown; actions: readonly string[]; asks: boolean }>;

describe('what a page says', () => {
  for (const [page, { read, actions, asks }] of Object.entries(PAGES)) {
    it(`is one of its own messages and nothing more, or nothing: ${page}`, () => {
      let [taken, refused] = [0, 0];
      fc.assert(
        fc.property(messages, message => {
          const said: unknown = read(message);
          if (said === undefined) {
            refused += 1;
            return;
          }
          taken += 1;
          assert.equal(Object.getPrototypeOf(said), Object.prototype);
          const { type, ...rest } = said as Record<string, unknown>;
          if (type === 'ready') assert.deepEqual(rest, {});
          else if (type === 'action') {
            assert.deepEqual(Object.keys(rest), ['action']);
            assert.ok(actions.some(action => action === rest.action));
          } else {
            assert.ok(asks && type === 'query');
            assert.deepEqual(Object.keys(rest), ['query']);
            assert.ok(typeof rest.query === 'string' && rest.query.length <= 10_000);
          }
        }),
        { numRuns: 3000 },
      );
      assert.ok(taken > 20 && refused > 1000, `${taken} taken, ${refused} refused`);
      assert.equal(Object.hasOwn(Object.prototype, 'type'), false);
    });
  }
});
