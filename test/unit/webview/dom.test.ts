import assert from 'node:assert/strict';
import { bounded } from '../../../src/webview/dom.ts';

describe('texts of a page', () => {
  it('stand as they are, up to a length that can be laid out', () => {
    const text = 'é'.repeat(20_000);
    assert.equal(bounded(text), text);
    assert.equal(bounded('x'.repeat(1_000_000)), `${'x'.repeat(20_000)}…`);
  });

  it('are cut before a letter with all its marks', () => {
    const family = '👨‍👩‍👧';
    assert.equal(bounded(`${'x'.repeat(19_998)}${family}y`), `${'x'.repeat(19_998)}…`);
    assert.equal(bounded(`${'ش'.repeat(20_000)}\u0651\u064e!`), `${'ش'.repeat(19_999)}…`);
  });
});
