import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { withWindow } from './person.ts';
import { command, EXTENSION, setting, suiteServices, until } from './services.ts';

/** Where this VS Code keeps what extensions store for the person: beside the test's folder, or where test-electron puts it. */
function storage(): string | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const homes = [join(folder, '../data/User'), resolve('.vscode-test/user-data/User')];
  return homes.map(home => join(home, 'globalStorage', EXTENSION)).find(existsSync);
}

describe('what lies on disk', () => {
  const suite = suiteServices('disk', { sessions: 60 });
  let folder: string;

  before(function () {
    const found = storage();
    if (!found) return this.skip();
    folder = found;
  });

  async function bytes(): Promise<Buffer> {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const read = files.filter(file => file.isFile()).map(file => readFile(join(file.parentPath, file.name)));
    return Buffer.concat(await Promise.all(read));
  }

  const idsOf = async (query: string): Promise<string[]> =>
    (await suite().api.query(query, { limit: 1000 })).sessions.map(({ id }) => id);

  it('are the sessions of connections that persist', async () => {
    const disk = await bytes();
    for (const provider of ['digitalSamba', 'hyra', 'prplManagement', 'series']) {
      const ids = await idsOf(`provider:${provider}`);
      assert.ok(ids.length > 0);
      assert.deepEqual(
        ids.filter(id => !disk.includes(id)),
        [],
        provider,
      );
    }
  });

  it('are none of those that do not: no id, no title, no client, no detail', async () => {
    const { sessions } = await suite().api.query('provider:placio', { limit: 1000 });
    assert.ok(sessions.length > 10);
    for (const { key } of sessions.slice(0, 5)) await suite().api.detail(key);
    const disk = await bytes();
    const names = sessions.flatMap(({ id, client, host }) => [id, client?.id, client?.name, host?.name]);
    const found = names.filter(name => name !== undefined && disk.includes(name));
    assert.deepEqual(found, []);
  });

  it('is never a key', async () => {
    const disk = await bytes();
    for (const { id } of suite().services.connections) {
      const key = suite().services.keyOf(id);
      for (const form of [key, Buffer.from(key).toString('base64').replace(/=+$/, '')])
        assert.ok(!disk.includes(form), `the key of ${id}`);
    }
  });

  it('is held in memory while its folder is gone, which is told once, and lies there again once it can', async () => {
    const { api } = suite();
    const held = async (): Promise<string[]> => (await idsOf('-provider:placio')).sort();
    const ids = await held();
    assert.ok(ids.length > 100);
    const heard: string[] = [];
    const hear = async (text: string): Promise<undefined> => void heard.push(text);
    const messages = { showInformationMessage: hear, showWarningMessage: hear, showErrorMessage: hear };
    await withWindow(messages, async () => {
      await rm(folder, { recursive: true });
      // Nor can it be made anew.
      await writeFile(folder, '');
      try {
        for (let times = 0; times < 3; times += 1)
          for (const { complete, problem, connectionId } of await api.refresh())
            assert.ok(complete, `${connectionId}: ${problem}`);
        assert.deepEqual(await held(), ids);
        const [{ key } = { key: '' }] = (await api.query('provider:hyra', { limit: 1 })).sessions;
        assert.equal((await api.detail(key)).key, key);
        assert.equal(heard.length, 1, heard.join('\n'));
        assert.match(heard[0] ?? '', /^.{40,}\.$/s);
      } finally {
        await rm(folder);
      }
      await api.refresh();
    });
    assert.deepEqual(await held(), ids);
    const disk = await bytes();
    assert.deepEqual(
      ids.filter(id => !disk.includes(id)),
      [],
    );
    assert.equal(heard.length, 1, heard.join('\n'));
  });

  it('goes when a connection no longer persists', async () => {
    const ids = await idsOf('provider:hyra');
    await setting(
      'connections',
      suite().services.connections.map(each => (each.provider === 'hyra' ? { ...each, persist: false } : each)),
    );
    await until(
      'it was taken up',
      suite().api,
      async () => (await suite().api.query('provider:hyra', { limit: 0 })).total === 0,
    );
    const [coverage] = await suite().api.refresh(suite().idOf('hyra'));
    assert.equal(coverage?.complete, true);
    assert.deepEqual(await found(ids), []);
    assert.deepEqual((await idsOf('provider:hyra')).sort(), ids.sort());
  });

  it('goes with the connection: rows, words and all', async () => {
    const { sessions } = await suite().api.query('provider:series', { limit: 1000 });
    await command('removeConnection', suite().idOf('series'));
    assert.equal((await suite().api.query('provider:series', { limit: 0 })).total, 0);
    assert.deepEqual(await found(sessions.map(({ id }) => id)), []);
    const written = JSON.stringify(vscode.workspace.getConfiguration('sessionExplorer').get('connections'));
    assert.ok(!written.includes(suite().idOf('series')), written);
  });

  it('goes when the cache is cleared', async () => {
    const ids = await idsOf('provider:digitalSamba');
    assert.ok(ids.length > 0);
    await command('clearCache');
    assert.deepEqual(await found(ids), []);
  });

  /** Which of these still lie there; what another process of SQLite has to let go of first is given a moment. */
  async function found(words: readonly string[]): Promise<string[]> {
    for (let left = 50; ; left -= 1) {
      const disk = await bytes();
      const still = words.filter(word => disk.includes(word));
      if (still.length === 0 || left === 0) return still;
      await pause(100);
    }
  }
});
