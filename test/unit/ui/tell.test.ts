import './vscode.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { withoutLinks } = await import('../../../src/ui/tell.ts');

const SOURCES = join(import.meta.dirname, '../../../src');
/** What VS Code makes a link of in its messages (`parseLinkedText`). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

describe('what a person is told', () => {
  it('holds no link that a service wrote', () => {
    for (const title of [
      '[Join](command:workbench.action.terminal.new)',
      '[Join](COMMAND:workbench.action.quit "Join")',
      'x [a](https://evil.example) [b](file:///etc/passwd)',
      '[[x]](command:a)[y](command:b)',
    ]) {
      assert.match(title, LINK);
      assert.doesNotMatch(withoutLinks(title), LINK);
    }
    assert.equal(withoutLinks('Training (1) [new]'), 'Training (1) [new]');
  });

  it('goes through the one place that sees to it', () => {
    const tells = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .filter(name => /window\.show(Information|Warning|Error)Message/.test(readFileSync(join(SOURCES, name), 'utf8')));
    assert.deepEqual(tells, [join('ui', 'tell.ts')]);
  });
});
