import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SessionExplorerApi } from '../../src/ui/api/api.ts';
import { activated, command, disconnect, EXTENSION } from './services.ts';

/** Where `fetch` of every extension in this host looks for the dispatcher that undici's own module would take over. */
const SLOTS = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map(name => Symbol.for(name));
const dispatchers = (): unknown[] => SLOTS.map(slot => Reflect.get(globalThis, slot));
// Read before any test activates the extension.
const found = { dispatchers: dispatchers(), fetch: globalThis.fetch };

describe('activation', () => {
  let api: SessionExplorerApi;

  before(async () => {
    api = await activated();
  });
  after(() => disconnect(api));

  it('returns the API, version 1, and nothing that is not in it', () => {
    assert.deepEqual(Object.keys(api).sort(), [
      'connections',
      'detail',
      'onDidChangeSessions',
      'query',
      'refresh',
      'version',
    ]);
    assert.equal(api.version, 1);
  });

  it('answers with nothing where nothing is set up', async () => {
    await disconnect(api);
    assert.deepEqual(await api.connections(), []);
    assert.deepEqual(await api.refresh(), []);
    const { total, sessions, coverage } = await api.query('');
    assert.deepEqual({ total, sessions, coverage }, { total: 0, sessions: [], coverage: [] });
  });

  it('leaves the network of other extensions alone, also after it loaded something over its own', async () => {
    assert.deepEqual(dispatchers(), found.dispatchers);
    await command('startDemo');
    for (const { complete } of await api.refresh()) assert.equal(complete, true);
    assert.deepEqual(dispatchers(), found.dispatchers);
    assert.equal(globalThis.fetch, found.fetch);
    await command('stopDemo');
  });

  it('can be asked for by every name of the contract', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      COMMANDS.filter(name => !registered.has(`sessionExplorer.${name}`)),
      [],
    );
    const contributes: { commands: { command: string; category: string }[] } = manifest().contributes;
    for (const each of contributes.commands) assert.equal(each.category, 'Sessions', each.command);
  });

  it('declares the settings of the contract with their scopes and defaults', () => {
    const contributes: { configuration: { properties: Record<string, { scope: string; default: unknown }> } } =
      manifest().contributes;
    for (const [name, [scope, value]] of Object.entries(SETTINGS)) {
      const declared = contributes.configuration.properties[`sessionExplorer.${name}`];
      assert.deepEqual({ scope: declared?.scope, default: declared?.default }, { scope, default: value }, name);
    }
  });
});

function manifest() {
  const extension = vscode.extensions.getExtension(EXTENSION);
  assert.ok(extension);
  return extension.packageJSON;
}

const COMMANDS = [
  ...['addConnection', 'editConnection', 'removeConnection', 'testConnection', 'setKey', 'forgetKey'],
  ...['refresh', 'loadOlder', 'cancel', 'setQuery', 'filter', 'filterByStatus', 'filterByProvider', 'filterByDate'],
  ...['filterByHost', 'filterByPlace', 'filterByKind', 'filterByAttendee', 'filterByClient', 'search', 'clearFilters'],
  ...['saveView', 'applyView', 'deleteView', 'groupBy', 'openDetail', 'openRaw', 'copyId', 'copyCurl'],
  ...['copyAnnouncement', 'compare', 'export', 'openOverview', 'showDrift', 'showLog', 'clearCache'],
  ...['startDemo', 'stopDemo'],
];

const SETTINGS: Readonly<Record<string, readonly [scope: string, value: unknown]>> = {
  connections: ['application', []],
  groupBy: ['window', ['provider', 'status']],
  timeZone: ['window', 'local'],
  historyDays: ['application', 30],
  aheadDays: ['application', 30],
  'refresh.liveSeconds': ['application', 30],
  'refresh.idleSeconds': ['application', 300],
  me: ['application', []],
  notifications: ['application', 'off'],
  savedViews: ['window', []],
  remoteImages: ['application', false],
  'http.transport': ['application', 'auto'],
};
