import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { unasked } from './person.ts';
import { activated, command, disconnect, setting, until } from './services.ts';

const PROVIDERS = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'];

describe('sample data', () => {
  let api: SessionExplorerApi;

  before(async () => {
    api = await activated();
    await disconnect(api);
  });

  after(() => disconnect(api));

  const run = (name: string, ...args: unknown[]): Promise<unknown> => unasked(async () => command(name, ...args));
  const settings = (): unknown =>
    vscode.workspace.getConfiguration('sessionExplorer').inspect('connections')?.globalValue;

  it('stands in for all five services, asks nothing, and writes no setting', async () => {
    await run('startDemo');
    const told = await api.connections();
    assert.deepEqual(told.map(({ provider }) => provider).sort(), PROVIDERS);
    assert.deepEqual(
      told.map(({ state }) => state),
      PROVIDERS.map(() => 'ready'),
    );
    assert.equal(settings(), undefined);
  });

  it('comes over HTTP like any other, complete', async () => {
    for (const coverage of await api.refresh()) {
      assert.equal(coverage.complete, true, JSON.stringify(coverage));
      assert.ok(coverage.fetched > 0 && coverage.requests > 0);
    }
    const { facets } = await api.query('', { limit: 0 });
    assert.deepEqual(facets.provider.map(({ value }) => value).sort(), PROVIDERS);
    const statuses = facets.status.map(({ value }) => value);
    for (const status of ['live', 'upcoming', 'completed', 'cancelled']) assert.ok(statuses.includes(status), status);
  });

  it('opens in details', async () => {
    const [session] = (await api.query('provider:digitalSamba status:completed', { limit: 1 })).sessions;
    assert.ok(session);
    const { metrics } = await api.detail(session.key);
    assert.ok(metrics.some(({ name }) => name === 'participation_minutes'));
  });

  it('is the same when it is started twice', async () => {
    await run('startDemo');
    assert.equal((await api.connections()).length, 5);
  });

  it("stands beside a person's own connections, and leaves them alone", async () => {
    await setting('connections', [{ id: 'mine', provider: 'series' }]);
    await until('mine is known', api, async () => (await api.connections()).length === 6);
    await run('stopDemo');
    assert.deepEqual(
      (await api.connections()).map(({ id }) => id),
      ['mine'],
    );
    assert.deepEqual(settings(), [{ id: 'mine', provider: 'series' }]);
    await setting('connections', undefined);
    await until('mine is gone', api, async () => (await api.connections()).length === 0);
  });

  it("gives way to a person's connection of the same id, whoever came first", async () => {
    const mine = { id: 'demo-hyra', provider: 'series' };
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await api.connections()).map(({ id, provider, state }) => [id, `${provider} ${state}`]));
    const beside = async (): Promise<boolean> => (await states())['demo-hyra-2'] === 'hyra ready';
    await run('startDemo');
    await setting('connections', [mine]);
    await until('the sample moved', api, beside);
    assert.equal((await states())['demo-hyra'], 'series needsKey');
    await run('startDemo');
    assert.equal((await api.connections()).length, 6);
    await run('stopDemo');
    assert.deepEqual(await states(), { 'demo-hyra': 'series needsKey' });
    await run('startDemo');
    await until('the sample stands beside it', api, beside);
    const [coverage] = await api.refresh('demo-hyra-2');
    assert.equal(coverage?.complete, true);
    await run('stopDemo');
    await setting('connections', undefined);
    await until('mine is gone', api, async () => (await api.connections()).length === 0);
  });

  it('cannot be edited or given a key, and can be taken away one by one', async () => {
    await run('startDemo');
    for (const name of ['editConnection', 'setKey', 'forgetKey']) await run(name, 'demo-series');
    assert.equal(settings(), undefined);
    assert.equal((await api.connections()).find(({ id }) => id === 'demo-series')?.state, 'ready');
    await run('removeConnection', 'demo-series');
    assert.deepEqual(
      (await api.connections()).map(({ provider }) => provider),
      PROVIDERS.filter(provider => provider !== 'series'),
    );
    await run('stopDemo');
  });

  it('leaves nothing once it is stopped', async () => {
    await run('startDemo');
    await api.refresh();
    const { total, sessions } = await api.query('', { limit: 5 });
    assert.ok(total > 0);
    await run('stopDemo');
    assert.deepEqual(await api.connections(), []);
    assert.deepEqual(await api.query(''), {
      total: 0,
      sessions: [],
      facets: { provider: [], connection: [], status: [], host: [], place: [], kind: [] },
      coverage: [],
    });
    for (const { key } of sessions) await assert.rejects(api.detail(key));
    assert.equal(settings(), undefined);
  });

  it('leaves nothing open: no detail, no comparison, no record, no report', async () => {
    const tabs = (): string[] => vscode.window.tabGroups.all.flatMap(group => group.tabs.map(({ label }) => label));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('startDemo');
    await api.refresh();
    const [one, two] = (await api.query('provider:hyra', { limit: 2 })).sessions;
    assert.ok(one && two);
    await run('openDetail', one.key);
    await run('compare', one.key, two.key);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await run('openRaw', one.key);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await run('showDrift', one.connectionId);
    await until('all is open', api, async () => tabs().length === 4);
    await run('stopDemo');
    await until('all is closed', api, async () => tabs().length === 0);
  });

  it('can be stopped when it does not run', async () => {
    await run('stopDemo');
  });
});
