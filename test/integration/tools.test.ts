import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Session } from '../../src/session/session.ts';
import type { Coverage } from '../../src/ui/api/api.ts';
import { suiteServices } from './services.ts';

interface Found {
  error?: string;
  total: number;
  shown: number;
  sessions: Session[];
  coverage: Coverage[];
}

describe("agents' tools", () => {
  const suite = suiteServices('tool', { sessions: 60 });

  async function invoke<T>(name: string, input: object): Promise<{ text: string; value: T }> {
    const { content } = await vscode.lm.invokeTool(`sessionExplorer_${name}`, {
      input,
      toolInvocationToken: undefined,
    });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return { text: part.value, value: JSON.parse(part.value) as T };
  }

  it('are found by agents', () => {
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const name of ['sessionExplorer_search_sessions', 'sessionExplorer_get_session'])
      assert.ok(names.includes(name), names.join());
  });

  it('search as the API does, and say their coverage', async () => {
    const { total } = await suite().api.query('status:completed', { limit: 0 });
    const { value } = await invoke<Found>('search_sessions', { query: 'status:completed', limit: 5 });
    assert.equal(value.total, total);
    assert.equal(value.sessions.length, 5);
    assert.deepEqual(
      value.coverage.map(({ connectionId, complete }) => ({ connectionId, complete })),
      suite().services.connections.map(({ id }) => ({ connectionId: id, complete: true })),
    );
  });

  it('say what is wrong with a query', async () => {
    const { value } = await invoke<Found>('search_sessions', { query: 'colour:red' });
    assert.match(value.error ?? '', /colour/);
  });

  it('leave out the names of clients of connections that are not persisted', async () => {
    const { sessions } = await suite().api.query('provider:placio', { limit: 100 });
    const names = [...new Set(sessions.flatMap(({ client }) => client?.name ?? []))];
    assert.ok(names.length > 0);
    const { text, value } = await invoke<Found>('search_sessions', { query: 'provider:placio', limit: 100 });
    assert.ok(value.sessions.length > 0);
    assert.deepEqual(
      names.filter(name => text.includes(name)),
      [],
    );
    for (const { key } of sessions.slice(0, 5)) {
      const one = await invoke('get_session', { key });
      assert.deepEqual(
        names.filter(name => one.text.includes(name)),
        [],
        key,
      );
    }
  });

  it('read a session whole', async () => {
    const [session] = (await suite().api.query('provider:digitalSamba status:completed', { limit: 1 })).sessions;
    assert.ok(session);
    const { text, value } = await invoke<{ session: { key: string; metrics: unknown[] } }>('get_session', {
      key: session.key,
    });
    assert.equal(value.session.key, session.key);
    assert.ok(value.session.metrics.length > 20);
    for (const { id } of suite().services.connections) assert.ok(!text.includes(suite().services.keyOf(id)));
  });

  it('say it when there is no such session', async () => {
    const { value } = await invoke<Found>('get_session', { key: 'nobody/1' });
    assert.ok(value.error);
  });
});
