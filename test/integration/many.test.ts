import assert from 'node:assert/strict';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { activated, command, connect, disconnect, type Services, startServices } from './services.ts';

const EACH = 10;

describe('fifty connections in one window', () => {
  let api: SessionExplorerApi;
  let services: Services;

  before(async () => {
    api = await activated();
    await disconnect(api);
    // Ten with one key would share its rate limit.
    services = await startServices('many', { sessions: 60, rateLimit: false });
  });

  after(async () => {
    await disconnect(api);
    await services.close();
  });

  it('load side by side, are told apart, and are forgotten again', async () => {
    const connections = services.connections.flatMap(connection =>
      Array.from({ length: EACH }, (_, n) => ({ ...connection, id: `${connection.id}-${n}` })),
    );
    const keyOf = (id: string): string => services.keyOf(id.replace(/-\d+$/, ''));
    await connect(api, { connections, keyOf });
    const loaded = await api.refresh();
    assert.deepEqual(loaded.map(({ connectionId }) => connectionId).sort(), connections.map(({ id }) => id).sort());
    for (const { connectionId, complete, problem } of loaded) assert.ok(complete, `${connectionId}: ${problem}`);
    assert.deepEqual(new Set((await api.connections()).map(({ state }) => state)), new Set(['ready']));
    const { facets, total } = await api.query('', { limit: 0 });
    assert.deepEqual(
      Object.fromEntries(facets.connection.map(({ value, count }) => [value, count])),
      Object.fromEntries(loaded.map(({ connectionId, fetched }) => [connectionId, fetched])),
    );
    assert.equal(
      total,
      loaded.reduce((sum, { fetched }) => sum + fetched, 0),
    );
    await command('clearCache');
    assert.equal((await api.query('', { limit: 0 })).total, 0);
  });
});
