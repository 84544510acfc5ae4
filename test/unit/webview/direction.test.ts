import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../src/webview/', import.meta.url);
const sheets = readdirSync(folder).filter(name => name.endsWith('.css'));
const declared = (name: string, property: string): string[] =>
  [...readFileSync(new URL(name, folder), 'utf8').matchAll(new RegExp(`^ *${property}: ([^;]+);`, 'gm'))].map(
    ([, value = '']) => value,
  );

describe('the pages, written from right to left', () => {
  for (const name of sheets) {
    it(`have their space where the words begin and end: ${name}`, () => {
      assert.deepEqual(declared(name, '(?:padding|margin|border)-(?:left|right)'), []);
      for (const value of ['padding', 'margin'].flatMap(property => declared(name, property))) {
        const [, right, , left] = value.match(/(?:\([^)]*\)|[^\s(])+/g) ?? [];
        assert.ok(left === undefined || left === right, `${name}: ${value}`);
      }
    });

    it(`ask for the alignment of the whole in a word that Chromium knows: ${name}`, () => {
      assert.ok(!declared(name, 'text-align').includes('match-parent'));
    });
  }
});
