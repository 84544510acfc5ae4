import assert from 'node:assert/strict';
import { bounded } from '../../../../src/ui/webview/message.ts';

describe('what a page is sent', () => {
  it('stands as it is, up to texts of a length that can be laid out', () => {
    const message = { type: 'detail', rows: [{ text: 'é'.repeat(20_000), n: 1, none: null, not: undefined }, 'x'] };
    assert.deepEqual(bounded(message), message);
    assert.deepEqual(bounded({ deep: [{ text: 'x'.repeat(1_000_000) }] }), {
      deep: [{ text: `${'x'.repeat(20_000)}…` }],
    });
  });

  it('is cut before a letter with all its marks', () => {
    const family = '👨‍👩‍👧';
    assert.equal(bounded(`${'x'.repeat(19_998)}${family}y`), `${'x'.repeat(19_998)}…`);
    assert.equal(bounded(`${'ش'.repeat(20_000)}\u0651\u064e!`), `${'ش'.repeat(19_999)}…`);
  });

  it('has its fields under whatever names', () => {
    const message = JSON.parse('{"__proto__":{"a":1},"constructor":"b"}');
    assert.equal(JSON.stringify(bounded(message)), JSON.stringify(message));
  });
});
