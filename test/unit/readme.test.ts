import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

describe('what a reader is told', () => {
  for (const name of ['README.md', 'CONTRIBUTING.md'])
    it(`stands where ${name} says`, () => {
      const text = readFileSync(join(root, name), 'utf8');
      const paths = [...text.matchAll(/(?:`|\]\()((?:test|src|media)\/[\w./-]+)(?:`|\))/g)].map(
        ([, path = '']) => path,
      );
      assert.ok(paths.length > 5);
      assert.deepEqual(
        paths.filter(path => !existsSync(join(root, path))),
        [],
      );
    });
});
