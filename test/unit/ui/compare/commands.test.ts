import assert from 'node:assert/strict';
import { compareCommands } from '../../../../src/ui/compare/commands.ts';

function calls(selected: string[] = [], picks: (string | undefined)[] = []) {
  const opened: [string, string][] = [];
  const { compare } = compareCommands({
    compare: { open: (first, second) => opened.push([first, second]) },
    selected: () => selected,
    pickSession: async () => picks.shift(),
  });
  return { compare: async (...args: unknown[]) => compare?.(...args), opened, picks };
}

describe('the command compare', () => {
  it('takes two keys, a list of them, or what the tree hands over', async () => {
    for (const args of [['a/1', 'b/2'], [['a/1', 'b/2']], [{ key: 'a/1' }, [{ key: 'a/1' }, { key: 'b/2' }]]]) {
      const { compare, opened } = calls();
      await compare(...args);
      assert.deepEqual(opened, [['a/1', 'b/2']]);
    }
  });

  it('takes the selection, and asks for what is missing', async () => {
    const two = calls(['a/1', 'b/2']);
    await two.compare();
    assert.deepEqual(two.opened, [['a/1', 'b/2']]);
    const one = calls(['a/1'], ['a/1', 'c/3']);
    await one.compare();
    assert.deepEqual(one.opened, [['a/1', 'c/3']]);
  });

  it('does nothing where the person does not choose', async () => {
    const { compare, opened } = calls([], ['a/1', undefined]);
    await compare();
    assert.deepEqual(opened, []);
  });
});
