import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { typing, unasked } from './person.ts';
import { activated, command, connect, disconnect, type Services, setting, startServices, until } from './services.ts';

const POLLS = ['refresh.liveSeconds', 'refresh.idleSeconds'];

describe('connections and their keys', () => {
  let api: SessionExplorerApi;
  let services: Services;

  before(async () => {
    api = await activated();
    await disconnect(api);
    services = await startServices('own', { sessions: 40 });
    // A poll would be counted as what a command asked.
    for (const name of POLLS) await setting(name, 0);
  });

  after(async () => {
    await disconnect(api);
    for (const name of POLLS) await setting(name, undefined);
    await services.close();
  });

  const stateOf = async (id: string) => (await api.connections()).find(each => each.id === id);
  const requests = (): number => services.simulator.log.length;

  describe('before there is a key', () => {
    it('say that they need one, under their own ids, providers and labels', async () => {
      await setting('connections', services.connections);
      await until('five connections', api, async () => (await api.connections()).length === 5);
      const told = await api.connections();
      assert.deepEqual(
        told.map(({ id, provider, label, state }) => ({ id, provider, label, state })),
        services.connections.map(({ id, provider, label }) => ({ id, provider, label, state: 'needsKey' })),
      );
      for (const { problem } of told) assert.match(problem ?? '', /key/i);
    });

    it('ask nobody anything when they are refreshed', async () => {
      const before = requests();
      const coverage = await unasked(() => api.refresh());
      assert.deepEqual(
        coverage.map(({ connectionId, complete, stopped, fetched }) => ({ connectionId, complete, stopped, fetched })),
        services.connections.map(({ id }) => ({ connectionId: id, complete: false, stopped: 'error', fetched: 0 })),
      );
      assert.equal(requests(), before);
      assert.equal((await stateOf('own-hyra'))?.state, 'needsKey');
    });
  });

  describe('with a key', () => {
    it('is refused in a sentence while it is wrong, and taken once it is right', async () => {
      const [box, ...others] = await typing(['nonsense', services.keyOf('own-series')], () =>
        command('setKey', 'own-series'),
      );
      assert.deepEqual(others, []);
      assert.equal(box?.password, true);
      assert.equal(box?.complaints.length, 1);
      assert.match(box?.complaints[0] ?? '', /Series.*key/);
      assert.doesNotMatch(box?.complaints[0] ?? '', /nonsense/);
      assert.equal((await stateOf('own-series'))?.state, 'ready');
    });

    it('is ready, and loads', async () => {
      await connect(api, services);
      assert.deepEqual(
        (await api.connections()).map(({ state }) => state),
        services.connections.map(() => 'ready'),
      );
      const coverage = await api.refresh('own-hyra');
      assert.deepEqual(
        coverage.map(({ connectionId, complete, stopped }) => ({ connectionId, complete, stopped })),
        [{ connectionId: 'own-hyra', complete: true, stopped: 'end' }],
      );
    });

    it('never writes a key into the settings', async () => {
      const written = JSON.stringify(vscode.workspace.getConfiguration('sessionExplorer').inspect('connections'));
      for (const { id } of services.connections) assert.ok(!written.includes(services.keyOf(id)), id);
    });

    it('needs another key once it names another origin, and does not send the old one there', async () => {
      const elsewhere = await startServices('own', { sessions: 40 });
      try {
        const [moved] = elsewhere.connections.filter(({ id }) => id === 'own-hyra');
        assert.ok(moved);
        await setting(
          'connections',
          services.connections.map(each => (each.id === moved.id ? moved : each)),
        );
        await until('the key does not fit', api, async () => (await stateOf('own-hyra'))?.state === 'needsKey');
        await api.refresh('own-hyra');
        assert.deepEqual(elsewhere.simulator.log, []);
        assert.equal((await stateOf('own-hyra'))?.state, 'needsKey');
        assert.equal((await api.query('connection:own-hyra')).total, 0, "the other account's sessions are gone");
        await setting('connections', services.connections);
        await until('the key fits again', api, async () => (await stateOf('own-hyra'))?.state === 'ready');
      } finally {
        await elsewhere.close();
      }
    });

    it('is in error after a failed load, keeps what it had, and is ready after the next good one', async () => {
      const [first] = await api.refresh('own-series');
      assert.ok(first && first.fetched > 0);
      services.simulator.faults.set('series', { kind: 'status', code: 403, body: { success: false, error: 'Nope' } });
      const [failed] = await api.refresh('own-series');
      assert.equal(failed?.complete, false);
      assert.equal(failed?.stopped, 'error');
      assert.equal(failed?.fetched, first.fetched);
      assert.match(failed?.problem ?? '', /403/);
      assert.deepEqual(
        { ...(await stateOf('own-series')) },
        { id: 'own-series', provider: 'series', label: 'Series (own)', state: 'error', problem: failed?.problem },
      );
      assert.equal((await api.query('connection:own-series')).total, first.fetched);
      services.simulator.faults.set('series', undefined);
      const [again] = await api.refresh('own-series');
      assert.equal(again?.complete, true);
      assert.equal(again?.problem, undefined);
      assert.equal((await stateOf('own-series'))?.state, 'ready');
    });

    it('can be tested without being asked anything', async () => {
      const before = requests();
      await unasked(async () => command('testConnection', 'own-placio'));
      assert.equal(requests(), before + 1);
    });

    it('needs a key again once it is forgotten', async () => {
      await unasked(async () => command('forgetKey', 'own-placio'));
      assert.equal((await stateOf('own-placio'))?.state, 'needsKey');
    });
  });

  describe('that are written wrong', () => {
    const good = { id: 'good', provider: 'series' };
    const wrong: readonly [what: string, entry: unknown, id: string][] = [
      [
        'an address without encryption',
        { id: 'plain', provider: 'hyra', workspaceId: 'w', baseUrl: 'http://example.com' },
        'plain',
      ],
      ['an address that is none', { id: 'garbled', provider: 'series', baseUrl: 'no address' }, 'garbled'],
      [
        'an address with a password in it',
        { id: 'leaky', provider: 'series', baseUrl: 'https://me:pass@example.com' },
        'leaky',
      ],
      ['an unknown provider', { id: 'stranger', provider: 'zoom' }, 'stranger'],
      ['no workspace', { id: 'homeless', provider: 'hyra' }, 'homeless'],
      ['no address where one is needed', { id: 'lost', provider: 'placio', workspaceId: 'w' }, 'lost'],
      ['an unknown zone', { id: 'timeless', provider: 'series', timeZone: 'Mars/Olympus' }, 'timeless'],
      ['an id with capitals', { id: 'Shouting', provider: 'series' }, 'Shouting'],
      ['an id that is too long', { id: 'x'.repeat(41), provider: 'series' }, 'x'.repeat(41)],
    ];

    for (const [what, entry, id] of wrong) {
      it(`are invalid with a reason, and the others work on: ${what}`, async () => {
        await setting('connections', [entry, good]);
        await until('both are known', api, async () => {
          const ids = new Set((await api.connections()).map(each => each.id));
          return ids.size === 2 && ids.has('good') && ids.has(id);
        });
        const told = await stateOf(id);
        assert.equal(told?.state, 'invalid');
        assert.ok(told?.problem && told.problem.length > 10, told?.problem);
        assert.doesNotMatch(told.problem, /me:pass|undefined|\[object/);
        assert.equal((await stateOf('good'))?.state, 'needsKey');
        const coverage = await api.refresh(id);
        assert.deepEqual(
          coverage.map(({ connectionId, complete, requests }) => ({ connectionId, complete, requests })),
          [{ connectionId: id, complete: false, requests: 0 }],
        );
      });
    }

    it('are mended at the field that is wrong, and keep all else that is written', async () => {
      const written = {
        id: 'mine',
        provider: 'placio',
        baseUrl: 'no address',
        workspaceId: 'w',
        persist: true,
        note: 1,
      };
      await setting('connections', [written, good]);
      await until('it is known', api, async () => (await stateOf('mine'))?.state === 'invalid');
      const [box] = await typing(['http://example.com', 'https://example.com'], () =>
        command('editConnection', 'mine'),
      );
      assert.deepEqual(box?.complaints, ['The address must start with https, unless it is on this machine.']);
      assert.deepEqual(vscode.workspace.getConfiguration('sessionExplorer').get('connections'), [
        { ...written, baseUrl: 'https://example.com' },
        good,
      ]);
      await until('it is right', api, async () => (await stateOf('mine'))?.state === 'needsKey');
    });

    const beyondBoxes: readonly unknown[] = [
      { id: 'stranger', provider: 'zoom' },
      { id: 'UP', provider: 'series' },
      'x',
    ];
    for (const entry of beyondBoxes) {
      it(`are shown in the setting where no box can mend them: ${JSON.stringify(entry)}`, async () => {
        await setting('connections', [entry]);
        await until('it is known', api, async () => (await api.connections()).length === 1);
        const [told] = await api.connections();
        for (const name of ['setKey', 'forgetKey', 'showDrift']) await unasked(async () => command(name, told?.id));
        await unasked(async () => command('editConnection', told?.id));
        assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /settings\.json$/);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      });
    }

    const refused: readonly object[] = [
      { provider: 'zoom' },
      { provider: 'series', id: 'Bad Id' },
      { provider: 'series', baseUrl: 'http://example.com' },
    ];
    for (const draft of refused) {
      it(`are refused before a key is asked for: ${JSON.stringify(draft)}`, async () => {
        await setting('connections', undefined);
        await unasked(async () => command('addConnection', draft));
        assert.deepEqual(await api.connections(), []);
      });
    }

    it('are all invalid where they share an id', async () => {
      await setting('connections', [
        { id: 'twin', provider: 'series' },
        { id: 'twin', provider: 'series', label: 'Other' },
        good,
      ]);
      await until('three are known', api, async () => (await api.connections()).length === 3);
      const states = (await api.connections()).map(({ id, state }) => `${id} ${state}`).sort();
      assert.deepEqual(states, ['good needsKey', 'twin invalid', 'twin invalid']);
    });

    for (const junk of [[null], ['series'], [7], [[]], { id: 'good' }, 'series', null]) {
      it(`throw nothing: ${JSON.stringify(junk)}`, async () => {
        await setting('connections', junk);
        await until('it was read', api, async () => !(await api.connections()).some(({ id }) => id === 'good'));
        for (const { state } of await api.connections()) assert.equal(state, 'invalid');
        assert.equal((await api.query('')).total, 0);
      });
    }
  });

  describe('of a workspace', () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

    it('do not count, whatever the workspace sets', async function () {
      if (!folder) return this.skip();
      await setting('connections', [{ id: 'mine', provider: 'series' }]);
      await until('mine is known', api, async () => (await stateOf('mine')) !== undefined);
      const settings = join(folder, '.vscode/settings.json');
      await mkdir(join(folder, '.vscode'), { recursive: true });
      const theirs = { id: 'mine', provider: 'series', baseUrl: 'https://evil.example' };
      const taken = new Promise<void>(resolve => {
        const heard = vscode.workspace.onDidChangeConfiguration(event => {
          if (!event.affectsConfiguration('sessionExplorer.groupBy')) return;
          heard.dispose();
          resolve();
        });
      });
      await writeFile(
        settings,
        JSON.stringify({
          'sessionExplorer.connections': [theirs, { ...theirs, id: 'theirs' }],
          'sessionExplorer.groupBy': ['day'],
        }),
      );
      try {
        await taken;
        assert.deepEqual(
          (await api.connections()).map(({ id }) => id),
          ['mine'],
        );
        assert.match((await stateOf('mine'))?.problem ?? '', /key/i);
      } finally {
        await rm(settings);
      }
    });
  });
});
