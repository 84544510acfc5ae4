import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fold, words } from '../../../src/query/fold.ts';

describe('fold', () => {
  const alike: [string, string][] = [
    ['Crème BRÛLÉE', 'creme brulee'],
    ['ＡＢＣ１２', 'abc12'],
    ['Straße', 'STRASSE'],
    ['Łódź', 'lodz'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['جَلْسَةٌ', 'جلسه'],
    ['أحمد', 'احمد'],
    ['إسلام', 'اسلام'],
    ['آمال', 'امال'],
    ['مستشفى', 'مستشفي'],
    ['مؤتمر', 'موتمر'],
    ['رئيس', 'رييس'],
    ['مـــرحبا', 'مرحبا'],
    ['٢٠٢٦', '2026'],
    ['۲۰۲۶', '2026'],
    ['کیمیا', 'كيميا'],
    ['ﷺ', 'صلي الله عليه وسلم'],
    ['\u2068Title\u2069 \u200f', 'title'],
    ['  two \t\n spaces  ', 'two spaces'],
    ['co\u00adop', 'coop'],
  ];
  for (const [one, other] of alike) it(`reads ${one} as ${other}`, () => assert.equal(fold(one), fold(other)));

  it('tells different words apart', () => {
    for (const [one, other] of [
      ['ber', 'bar'],
      ['سلام', 'كلام'],
      ['か', 'き'],
      ['a b', 'ab'],
      ["o'neil", 'oneil'],
    ] as const) {
      assert.notEqual(fold(one), fold(other));
    }
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    );
    for (let code = 0; code < 0x10000; code++) {
      const folded = fold(String.fromCodePoint(code));
      assert.equal(fold(folded), folded, code.toString(16));
    }
  });
});

describe('words', () => {
  it('parts at punctuation and white space', () =>
    assert.equal(words('  Q&A: "Weekly"—sess_01/b, O\'Neil '), 'q a weekly sess 01 b o neil'));
  it('takes each sign of a script without spaces as a word', () => assert.equal(words('定例会議A'), '定 例 会 議 a'));
  it('keeps emoji as words', () => assert.equal(words('🎉Party🎉'), '🎉 party 🎉'));
  it('is empty for punctuation', () => assert.equal(words(' —!? '), ''));
  it('finds the same in what is folded already', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => words(fold(text)) === words(text)),
      { numRuns: 2000 },
    ));
});
