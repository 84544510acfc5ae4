import assert from 'node:assert/strict';
import type { Route } from 'playwright-core';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { connect } from './account.ts';
import { suiteWindow, type TestWindow } from './window.ts';

describe('a keyring of VS Code that fails', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
  });
  after(() => simulator.close());

  const notice = (label: string, said: RegExp) =>
    window()
      .row(label)
      .filter({ has: window().page.locator('.label-description', { hasText: said }) });
  const series = () => notice('Series', /^\d+/);

  it('and does not answer keeps nobody from what is held; when it does, loading goes on by itself', async () => {
    const [account] = simulator.connections.filter(({ provider }) => provider === 'series');
    assert.ok(account);
    await window().openView();
    await connect(window(), account, 'series');
    await series().waitFor();
    const stalled = await stall(window());
    await window().reopen();
    await window().openView();
    await notice('Retry', /keyring does not answer/).waitFor();
    await series().waitFor();
    await window().screenshot('keyring-silent');
    const before = simulator.log.length;
    stalled.answer();
    await notice('Retry', /keyring does not answer/).waitFor({ state: 'hidden' });
    await series().waitFor();
    assert.ok(simulator.log.length > before);
    assert.ok(simulator.log.slice(before).every(({ auth }) => auth === 'ok'));
  });

  it('and lost a key asks for it again, with all rows there', async () => {
    const lost = await window()
      .page.context()
      .route('**/mint-key', route => route.fulfill({ status: 500 }));
    await window().reopen();
    await window().openView();
    await notice('Set the key', /has no key yet/).waitFor();
    await series().waitFor();
    await window().screenshot('keyring-lost');
    await lost.dispose();
    const [account] = simulator.connections.filter(({ provider }) => provider === 'series');
    await window().row('Set the key').click();
    await window().page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
    await window().type(account?.key ?? '');
    await window().accept();
    await notice('Set the key', /./).waitFor({ state: 'hidden' });
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
