import assert from 'node:assert/strict';
import type { Route } from 'playwright-core';
import { type SimulatedConnection, type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { connect, typeKey } from './account.ts';
import { suiteWindow, type TestWindow } from './window.ts';

describe('a keyring of VS Code that fails', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;
  let account: SimulatedConnection;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
    const [found] = simulator.connections.filter(({ provider }) => provider === 'series');
    assert.ok(found);
    account = found;
  });
  after(() => simulator.close());

  const series = () => window().row('Series', /^\d+/);
  const silent = () => window().row('Retry', /keyring/);

  it('and does not answer keeps nobody from what is held; when it does, loading goes on by itself', async () => {
    await window().openView();
    await connect(window(), account, 'series');
    await series().waitFor();
    const stalled = await stall(window());
    await window().reopen();
    await window().openView();
    await silent().waitFor();
    await series().waitFor();
    await window().screenshot('keyring-silent');
    const before = simulator.log.length;
    stalled.answer();
    await silent().waitFor({ state: 'hidden' });
    await series().waitFor();
    assert.ok(simulator.log.length > before);
    assert.ok(simulator.log.slice(before).every(({ auth }) => auth === 'ok'));
  });

  it('and does not answer when it is given a key has it for this window, which is said', async () => {
    const stalled = await stall(window());
    await window().reopen();
    await window().openView();
    await silent().waitFor();
    const before = simulator.log.length;
    const saved = window().execute('sessionExplorer.setKey', 'series');
    await typeKey(window(), account.key);
    await saved;
    await window().command('Notifications: Show Notifications');
    await window()
      .page.locator('.notifications-center .notification-list-item', { hasText: /works in this window/ })
      .waitFor();
    await window().screenshot('keyring-window');
    await silent().waitFor({ state: 'hidden' });
    assert.ok(simulator.log.length > before);
    stalled.answer();
  });

  it('and lost a key asks for it again, with all rows there', async () => {
    const lost = await window()
      .page.context()
      .route('**/mint-key', route => route.fulfill({ status: 500 }));
    await window().reopen();
    await window().openView();
    await window().row('Set the key').waitFor();
    await series().waitFor();
    await window().screenshot('keyring-lost');
    await lost.dispose();
    await window().row('Set the key').click();
    await typeKey(window(), account.key);
    await window().row('Set the key').waitFor({ state: 'hidden' });
    await series().waitFor();
  });
});

/** Has VS Code wait for the key that its secrets are sealed with, until it is answered. */
async function stall({ page }: TestWindow): Promise<{ answer(): void }> {
  const waiting: Route[] = [];
  let answered = false;
  const answer = (route: Route): Promise<void> => route.fallback();
  await page.context().route('**/mint-key', async route => {
    if (answered) await answer(route);
    else waiting.push(route);
  });
  return {
    answer() {
      answered = true;
      for (const route of waiting.splice(0)) void answer(route);
    },
  };
}
