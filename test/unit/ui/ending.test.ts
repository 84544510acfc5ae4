import assert from 'node:assert/strict';
import { built } from '../../../src/ui/ending.ts';

describe('a whole of parts', () => {
  const ended: string[] = [];
  beforeEach(() => ended.splice(0));
  const part = (name: string) => ({ dispose: async () => ended.push(name) });

  it('ends them from the last to the first, once', async () => {
    const { whole, end } = await built(async ({ add }) => {
      add(part('store'));
      return add({ ...part('view'), name: 'view' }).name;
    });
    assert.equal(whole, 'view');
    await end();
    await end();
    assert.deepEqual(ended, ['view', 'store']);
  });

  it('leaves nothing behind where it cannot be built, though a part cannot be ended', async () => {
    const building = built(async ({ add }) => {
      add(part('log'));
      add({ dispose: () => Promise.reject(new Error('stuck')) });
      add(part('timer'));
      throw new Error('no store');
    });
    await assert.rejects(building, /no store/);
    assert.deepEqual(ended, ['timer', 'log']);
  });
});
