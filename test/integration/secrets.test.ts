import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { PROVIDER_IDS, type ProviderId } from '../../src/session/connection.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { canaryOf, leakIn } from '../unit/secrets/canary.ts';
import { startWitness, type Witness } from '../unit/secrets/witness.ts';
import { typing, withWindow } from './person.ts';
import { command, setting, suiteServices, until } from './services.ts';

const KEYS = Object.fromEntries(PROVIDER_IDS.map(id => [id, canaryOf(id)])) as Record<ProviderId, string>;

/** A service that gives a key back to whoever sent it, in each of some ways. */
const echoes = (key: string): Record<string, Fault> => ({
  'a refusal': { kind: 'status', code: 401, body: { error: `Invalid API key ${key}`, message: `Bearer ${key}` } },
  'a refusal of another kind': {
    kind: 'status',
    code: 400,
    body: { success: false, error: `apikey: ${key} (Basic ${btoa(`team:${key}`)})` },
  },
  'a refusal with status 200': { kind: 'status', code: 200, body: { success: false, error: encodeURIComponent(key) } },
  'its data': {
    kind: 'mutate',
    change: record => ({ ...(record as object), Title: key, title: key, name: key, description: key, [key]: key }),
  },
});

describe('keys', () => {
  const suite = suiteServices('safe', { sessions: 60, keys: KEYS });
  const told: string[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-explorer-'));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.env.clipboard.writeText('');
    await rm(folder, { recursive: true });
  });

  /** Runs something, and takes note of all that a person is told meanwhile. */
  function listening(run: () => Promise<void>): Promise<void> {
    const hear = (...args: unknown[]): Promise<undefined> => {
      told.push(JSON.stringify(args));
      return Promise.resolve(undefined);
    };
    const messages = { showInformationMessage: hear, showWarningMessage: hear, showErrorMessage: hear };
    return withWindow(messages, run);
  }

  /** Everything that VS Code keeps of a person's, other than in its keyring: settings, storage, state, logs. */
  async function* filesOnDisk(): AsyncGenerator<[string, Buffer]> {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const homes = [join(workspace, '../data'), workspace, resolve('.vscode-test/user-data'), folder];
    for (const home of homes) {
      const files = await readdir(home, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const file of files.filter(each => each.isFile()))
        yield [
          join(file.parentPath, file.name),
          await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0)),
        ];
    }
  }

  async function* artefacts(): AsyncGenerator<[string, string | Buffer]> {
    yield* filesOnDisk();
    for (const document of vscode.workspace.textDocuments) yield [document.uri.toString(), document.getText()];
    for (const { tabs } of vscode.window.tabGroups.all)
      for (const { label, input } of tabs) yield ['tab', JSON.stringify([label, input])];
    yield ['clipboard', await vscode.env.clipboard.readText()];
    yield ['settings', JSON.stringify(vscode.workspace.getConfiguration('sessionExplorer'))];
    yield ['messages', told.join('\n')];
    const { api } = suite();
    yield ['connections', JSON.stringify(await api.connections())];
    yield ['query', JSON.stringify(await api.query('', { limit: 1000 }))];
    yield ['environment', JSON.stringify(process.env)];
  }

  async function assertSilent(when: string): Promise<void> {
    let looked = 0;
    for await (const [name, found] of artefacts()) {
      const leak = leakIn(found, Object.values(KEYS));
      assert.equal(leak, undefined, `${when}: ${name}`);
      looked += 1;
    }
    assert.ok(looked > 15, `only ${looked} places were looked at`);
  }

  /** All that a person can do with the sessions of a service; what cannot be done is told, and is no matter here. */
  async function useEverything(provider: string): Promise<void> {
    const { api, idOf } = suite();
    const id = idOf(provider);
    const { sessions } = await api.query(`connection:${id}`, { limit: 2 });
    const keys = sessions.map(({ key }) => key);
    const copied: string[] = [];
    const copy = async (name: string, ...args: unknown[]): Promise<void> => {
      await command(name, ...args);
      copied.push(await vscode.env.clipboard.readText());
    };
    for (const key of keys) {
      await api.detail(key).catch(error => told.push(String(error)));
      await command('openDetail', key);
      await command('openRaw', key);
      for (const name of ['copyCurl', 'copyAnnouncement', 'copyLink', 'copyId']) await copy(name, key);
      told.push(await answerOf('get_session', { key }));
    }
    if (keys.length === 2) await command('compare', ...keys);
    told.push(await answerOf('search_sessions', { query: `connection:${id}`, limit: 50 }));
    await command('showDrift', id);
    told.push(JSON.stringify(await command('testConnection', id)));
    for (const format of ['csv', 'json', 'ics'])
      await command('export', { format, uri: vscode.Uri.file(join(folder, `${id}.${format}`)), query: '' });
    const leak = leakIn(copied.join('\n'), Object.values(KEYS));
    assert.equal(leak, undefined, 'copied');
  }

  async function answerOf(name: string, input: object): Promise<string> {
    const { content } = await vscode.lm.invokeTool(`sessionExplorer_${name}`, {
      input,
      toolInvocationToken: undefined,
    });
    return content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('\n');
  }

  it('are looked for in logs that are as talkative as they can be', async () => {
    for await (const [name, found] of filesOnDisk()) if (name.endsWith('.log') && found.includes('[trace]')) return;
    assert.fail('no log at the level trace');
  });

  it('are nowhere after everything was used', async () => {
    await listening(async () => {
      for (const provider of PROVIDER_IDS) await useEverything(provider);
      await command('openOverview');
      await command('showLog');
      await command('loadOlder', suite().idOf('series'));
    });
    await assertSilent('after everything');
    assert.ok(told.length > 10);
  });

  for (const name of Object.keys(echoes(''))) {
    it(`are nowhere when a service repeats them: ${name}`, async () => {
      const { simulator, api } = suite();
      await listening(async () => {
        for (const provider of PROVIDER_IDS) simulator.faults.set(provider, echoes(KEYS[provider])[name]);
        for (const { problem } of await api.refresh()) told.push(problem ?? '');
        await useEverything('hyra');
        await useEverything('digitalSamba');
        await typing([KEYS.series], () => command('setKey', suite().idOf('series')));
        for (const provider of PROVIDER_IDS) simulator.faults.set(provider, undefined);
      });
      await assertSilent(name);
    });
  }

  describe('go to their own services alone', () => {
    const witnesses: Witness[] = [];
    const proxies: Witness[] = [];

    before(async () => {
      witnesses.push(await startWitness(), await startWitness('localhost'));
      proxies.push(await startWitness());
    });

    after(async () => {
      for (const witness of [...witnesses, ...proxies]) await witness.close();
    });

    const elsewhere = (url: string) =>
      suite().services.connections.map(({ baseUrl = '', ...connection }) => ({
        ...connection,
        baseUrl: url + new URL(baseUrl).pathname,
      }));
    const unheard = (): void => {
      for (const { heard } of [...witnesses, ...proxies]) assert.deepEqual(heard, []);
    };

    it('when a service redirects', async () => {
      const { simulator, api } = suite();
      for (const { url } of witnesses) {
        for (const provider of PROVIDER_IDS)
          simulator.faults.set(provider, { kind: 'redirect', to: `${url}/${provider}?a=b` });
        for (const { complete, connectionId } of await api.refresh()) assert.equal(complete, false, connectionId);
      }
      for (const provider of PROVIDER_IDS) simulator.faults.set(provider, undefined);
      unheard();
    });

    it('when the address of a connection changes: the key is asked for again', async () => {
      const { api, services } = suite();
      for (const { url } of witnesses) {
        await setting('connections', elsewhere(url));
        await until('the keys are missed', api, async () =>
          (await api.connections()).every(({ state }) => state === 'needsKey'),
        );
        await api.refresh();
        await command('testConnection', suite().idOf('hyra'));
      }
      unheard();
      await setting('connections', services.connections);
      await until('the keys are there', api, async () =>
        (await api.connections()).every(({ state }) => state !== 'needsKey'),
      );
      for (const { complete, connectionId } of await api.refresh()) assert.ok(complete, connectionId);
    });

    it('when a workspace sets every setting there is', async () => {
      const { api, simulator } = suite();
      const [workspace] = vscode.workspace.workspaceFolders ?? [];
      const [proxy] = proxies;
      const [first] = witnesses;
      assert.ok(workspace && proxy && first);
      const file = join(workspace.uri.fsPath, '.vscode/settings.json');
      const own = await readFile(file, 'utf8').catch(() => undefined);
      await mkdir(join(workspace.uri.fsPath, '.vscode'), { recursive: true });
      const heardOf = new Promise<void>(heard => {
        const listener = vscode.workspace.onDidChangeConfiguration(event => {
          if (!event.affectsConfiguration('sessionExplorer.groupBy')) return;
          listener.dispose();
          heard();
        });
      });
      const everything = {
        'sessionExplorer.connections': elsewhere(first.url),
        'sessionExplorer.groupBy': ['host'],
        'sessionExplorer.timeZone': 'Asia/Tokyo',
        'sessionExplorer.historyDays': 9999,
        'sessionExplorer.aheadDays': 9999,
        'sessionExplorer.refresh.liveSeconds': 1,
        'sessionExplorer.refresh.idleSeconds': 1,
        'sessionExplorer.me': ['evil'],
        'sessionExplorer.notifications': 'all',
        'sessionExplorer.savedViews': [{ name: 'evil', query: '' }],
        'sessionExplorer.remoteImages': true,
        'sessionExplorer.http.transport': 'host',
        'http.proxy': proxy.url,
        'http.proxySupport': 'override',
        'http.noProxy': [],
        'http.proxyStrictSSL': false,
        'http.proxyAuthorization': 'Basic ZXZpbA==',
      };
      try {
        await writeFile(file, JSON.stringify(everything));
        await heardOf;
        const asked = simulator.log.length;
        for (const { complete, connectionId } of await api.refresh()) assert.ok(complete, connectionId);
        assert.ok(simulator.log.length > asked);
        for (const { state, id } of await api.connections()) assert.equal(state, 'ready', id);
        unheard();
      } finally {
        if (own === undefined) await rm(file);
        else await writeFile(file, own);
      }
    });

    it('whatever a link says', async () => {
      const [first] = witnesses;
      assert.ok(first);
      const link = `${vscode.env.uriScheme}://session-explorer.session-explorer`;
      await listening(async () => {
        for (const path of [
          `/open?key=${first.url}/1`,
          '/connections?baseUrl=http://127.0.0.2',
          `/open?key=safe-hyra/..%2F..%2Fx`,
        ])
          await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link + path, true));
      });
      unheard();
    });
  });
});
