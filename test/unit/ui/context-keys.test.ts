import assert from 'node:assert/strict';
import './vscode.ts';

const { contextKeys } = await import('../../../src/ui/context-keys.ts');

describe('context keys', () => {
  let executed: unknown[][];
  beforeEach(() => {
    executed = [];
    Object.assign(globalThis, { executed: (...call: unknown[]) => executed.push(call) });
  });
  afterEach(() => void Reflect.deleteProperty(globalThis, 'executed'));

  it('are set where they change, and anew by a product that was built again', async () => {
    const set = contextKeys();
    await set('loading', true);
    await set('loading', true);
    await contextKeys()('loading', true);
    await set('loading', false);
    assert.deepEqual(
      executed,
      [true, true, false].map(value => ['setContext', 'sessionExplorer.loading', value]),
    );
  });
});
