import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../../src/session/session.ts';
import type { QueryResult } from '../../src/ui/api/api.ts';
import { unasked, withWindow } from './person.ts';
import { command, setting, suiteServices, until } from './services.ts';

interface ExportedJson {
  query: string;
  total: number;
  exportedAt: string;
  coverage: QueryResult['coverage'];
  sessions: Session[];
}

describe('commands that are given their arguments', () => {
  const suite = suiteServices('cmd', { sessions: 120 }, { timeZone: 'America/St_Johns', me: ['nobody'] });
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-explorer-'));
  });

  after(async () => {
    await command('clearFilters');
    await rm(folder, { recursive: true });
  });

  const run = (name: string, ...args: unknown[]): Promise<unknown> => unasked(async () => command(name, ...args));
  const keysOf = async (query: string): Promise<string[]> =>
    (await suite().api.query(query, { limit: 100_000 })).sessions.map(({ key }) => key);

  async function exported(format: string, query?: string): Promise<string> {
    const file = join(folder, `export.${format}`);
    await run('export', { format, uri: vscode.Uri.file(file), ...(query === undefined ? {} : { query }) });
    return readFile(file, 'utf8');
  }

  /** The current query has no place in the API: an export without one answers it. */
  const current = async (): Promise<ExportedJson> => JSON.parse(await exported('json')) as ExportedJson;

  describe('filters', () => {
    beforeEach(() => run('clearFilters'));

    const filters: readonly [name: string, argument: string, query: string][] = [
      ['setQuery', 'status:live -provider:hyra', 'status:live -provider:hyra'],
      ['setQuery', '', ''],
      ['filter', 'status:upcoming', 'status:upcoming'],
      ['filterByStatus', 'live', 'status:live'],
      ['filterByStatus', 'live,upcoming', 'status:live,upcoming'],
      ['filterByProvider', 'digitalSamba', 'provider:digitalSamba'],
      ['filterByDate', 'today', 'on:today'],
      ['filterByDate', 'after:-7d', 'after:-7d'],
      ['filterByPlace', 'Scrum', 'place:Scrum'],
      ['filterByKind', 'Recruit Training', 'kind:"Recruit Training"'],
      ['filterByHost', 'me', 'host:me'],
      ['filterByAttendee', 'Nobody At All', 'attendee:"Nobody At All"'],
      ['filterByClient', 'Nobody', 'client:Nobody'],
      ['search', 'training', 'training'],
    ];
    for (const [name, argument, query] of filters) {
      it(`ask nothing: ${name} ${JSON.stringify(argument)}`, async () => {
        await run(name, argument);
        const answer = await current();
        assert.equal(answer.query, query);
        assert.deepEqual(
          answer.sessions.map(({ key }) => key),
          await keysOf(query),
        );
        assert.equal(answer.total, answer.sessions.length);
      });
    }

    it('take every value that a facet offers', async () => {
      const { facets } = await suite().api.query('', { limit: 0 });
      const by = {
        provider: 'filterByProvider',
        status: 'filterByStatus',
        place: 'filterByPlace',
        kind: 'filterByKind',
        host: 'filterByHost',
      };
      for (const [facet, name] of Object.entries(by)) {
        for (const { value, count } of facets[facet as keyof typeof by].slice(0, 12)) {
          await run('clearFilters');
          await run(name, value);
          assert.equal((await current()).total, count, `${name} ${value}`);
        }
      }
    });

    it('narrow each other, replace themselves, and are all cleared at once', async () => {
      await run('filterByStatus', 'upcoming');
      await run('filterByProvider', 'series');
      await run('filterByStatus', 'completed');
      assert.deepEqual(
        (await current()).sessions.map(({ key }) => key).sort(),
        (await keysOf('provider:series status:completed')).sort(),
      );
      await run('clearFilters');
      assert.equal((await current()).query, '');
    });

    it('leave the order alone, which is a question of its own', async () => {
      await run('filterByStatus', 'upcoming');
      for (const sort of ['start', 'title', 'participants', '-start']) {
        await run('sortBy', sort);
        const query = sort === '-start' ? 'status:upcoming' : `status:upcoming sort:${sort}`;
        const answer = await current();
        assert.equal(answer.query, query);
        assert.deepEqual(
          answer.sessions.map(({ key }) => key),
          await keysOf(query),
        );
      }
      await run('sortBy', 'title');
      await run('clearFilters');
      assert.equal((await current()).query, 'sort:title');
      await run('sortBy', '-start');
    });

    it('stay as they are when the argument cannot be read', async () => {
      await run('setQuery', 'status:live');
      await run('setQuery', 'colour:red');
      await run('filterByStatus', 'sleeping');
      await run('filterByDate', 'someday');
      assert.equal((await current()).query, 'status:live');
    });

    it('offer dates with the sessions behind each, and every month that has some', async () => {
      type Offered = { label: string; description?: string; dates: unknown };
      const lists: Offered[][] = [];
      const showQuickPick = async (items: Offered[] | Promise<Offered[]>): Promise<Offered | undefined> => {
        lists.push(await items);
        return lists.length === 1 ? lists[0]?.find(({ label }) => label === 'A month …') : lists[1]?.at(-1);
      };
      await run('filterByStatus', 'completed');
      await withWindow({ showQuickPick }, async () => command('filterByDate'));
      const [presets = [], months = []] = lists;
      assert.ok(months.length > 1, JSON.stringify(lists));
      for (const { dates, description, label } of [...presets, ...months]) {
        if (typeof dates !== 'string') continue;
        const { total } = await suite().api.query(`status:completed ${dates}`, { limit: 0 });
        assert.equal(/^[\d,]+/.exec(description ?? '')?.[0], total.toLocaleString('en'), label);
      }
      const { total } = await suite().api.query('status:completed', { limit: 0 });
      const counts = months.map(({ description }) => Number(description?.replaceAll(',', '')));
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        total,
      );
      assert.equal((await current()).query, `status:completed ${months.at(-1)?.dates}`);
    });

    it('can be kept under a name, renamed, applied and deleted', async () => {
      await run('setQuery', 'provider:placio status:upcoming sort:start');
      await run('saveView', 'Clinic ahead');
      await until('the view is saved', suite().api, async () => savedViews().length === 1);
      assert.deepEqual(savedViews(), [{ name: 'Clinic ahead', query: 'provider:placio status:upcoming sort:start' }]);
      await run('setQuery', '');
      await withWindow({ showInputBox: async () => 'Clinic soon' }, async () => command('renameView', 'Clinic ahead'));
      await until('the view is renamed', suite().api, async () => savedViews()[0]?.name === 'Clinic soon');
      await run('applyView', 'Clinic soon');
      assert.equal((await current()).query, 'provider:placio status:upcoming sort:start');
      await run('deleteView', 'Clinic soon');
      await until('the view is deleted', suite().api, async () => savedViews().length === 0);
    });
  });

  describe('arguments that no command can use', () => {
    const TEXT = ['setQuery', 'filter', 'filterByDate', 'search', 'saveView', 'applyView', 'renameView', 'deleteView'];
    const VALUES = ['Status', 'Provider', 'Host', 'Place', 'Kind', 'Attendee', 'Client'].map(name => `filterBy${name}`);
    const CONNECTION = ['editConnection', 'removeConnection', 'testConnection', 'setKey', 'forgetKey'];
    const LOADS = ['refresh', 'loadOlder', 'cancel', 'showDrift'];
    const SESSIONS = [
      'openDetail',
      'openRaw',
      'openLink',
      'copyId',
      'copyCurl',
      'copyLink',
      'copyAnnouncement',
      'compare',
    ];
    const refused: readonly [names: readonly string[], argument: unknown][] = [
      [[...TEXT, ...VALUES], 7],
      [[...TEXT, ...VALUES], { query: 'status:live' }],
      [TEXT, ['live']],
      [VALUES, [7]],
      [[...CONNECTION, ...LOADS], 7],
      [[...CONNECTION, ...LOADS], {}],
      [SESSIONS, 'no key'],
      [SESSIONS, []],
      [SESSIONS, { id: '1' }],
      [['addConnection'], 'hyra'],
      [['groupBy'], ['provider', 'colour']],
      [['groupBy'], 'provider'],
      [['sortBy'], 'colour'],
      [['export'], 'csv'],
      [['export'], {}],
      [['export'], { format: 'pdf', uri: '/tmp/sessions.pdf' }],
      [['export'], { format: 'csv' }],
      [['export'], { format: 'csv', uri: 7 }],
      [['export'], { format: 'csv', uri: '/tmp/sessions.csv', query: 7 }],
    ];
    for (const [names, argument] of refused)
      it(`are refused, and nobody is asked: ${JSON.stringify(argument)} by ${names.join(', ')}`, async () => {
        for (const name of names) await assert.rejects(run(name, argument), /It takes: /, name);
      });

    it('name no connection that there is', async () => {
      for (const name of [...CONNECTION, ...LOADS]) await run(name, 'gone');
      assert.equal(vscode.window.activeTextEditor, undefined);
    });
  });

  describe('groupBy', () => {
    after(() => setting('groupBy', undefined));

    it('writes the setting', async () => {
      await run('groupBy', ['host', 'day']);
      assert.deepEqual(vscode.workspace.getConfiguration('sessionExplorer').get('groupBy'), ['host', 'day']);
    });
  });

  describe('the clipboard', () => {
    async function copied(name: string, ...args: unknown[]): Promise<string> {
      await vscode.env.clipboard.writeText('nothing');
      await run(name, ...args);
      return vscode.env.clipboard.readText();
    }

    for (const provider of ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series']) {
      it(`gets ids and cURL lines without a key: ${provider}`, async () => {
        const [session] = (await suite().api.query(`provider:${provider} status:completed`, { limit: 1 })).sessions;
        assert.ok(session);
        assert.equal(await copied('copyId', session.key), session.id);
        const line = await copied('copyCurl', session.key);
        const key = suite().services.keyOf(session.connectionId);
        assert.match(line, /^curl /);
        assert.ok(line.includes('$SESSION_EXPLORER_KEY'), line);
        assert.ok(line.includes(suite().simulator.url), line);
        assert.ok(!line.includes(key), 'the key stands in it');
        assert.ok(!line.includes(Buffer.from(key).toString('base64').slice(0, -3)), 'the key stands in it as base64');
      });
    }

    it('gets several ids at once', async () => {
      const { sessions } = await suite().api.query('', { limit: 3 });
      const text = await copied(
        'copyId',
        sessions.map(({ key }) => key),
      );
      assert.deepEqual(
        text.split('\n'),
        sessions.map(({ id }) => id),
      );
    });

    it("gets an announcement in the reader's own time, without a ping", async () => {
      const { series } = suite().simulator.world;
      const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7_200_000;
      const { id } = series.add({ title: '@everyone **free** <@1>', start, cancelled: false });
      await suite().api.refresh(suite().idOf('series'));
      const text = await copied('copyAnnouncement', `${suite().idOf('series')}/${id}`);
      assert.ok(text.includes(`<t:${start / 1000}:F>`), text);
      assert.ok(text.includes(`<t:${start / 1000}:R>`), text);
      assert.doesNotMatch(text, /@everyone|<@1>|\*\*free\*\*/);
      series.remove(id);
    });
  });

  describe('documents', () => {
    const opened = (): vscode.TextDocument => {
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      return document;
    };
    afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('show the raw record, read-only, by a name that tells the key alone', async () => {
      const [session] = (await suite().api.query('provider:placio', { limit: 1 })).sessions;
      assert.ok(session);
      await run('openRaw', session.key);
      const document = opened();
      assert.equal(document.uri.scheme, 'session-explorer');
      assert.ok(document.uri.path.includes(session.id), document.uri.path);
      assert.equal(document.languageId, 'json');
      assert.deepEqual(
        JSON.parse(document.getText()),
        JSON.parse(JSON.stringify((await suite().api.detail(session.key)).raw)),
      );
      assert.equal(vscode.workspace.fs.isWritableFileSystem('session-explorer'), undefined);
    });

    it('show where the service departs from its page', async () => {
      await run('showDrift', suite().idOf('hyra'));
      const text = opened().getText();
      assert.equal(opened().uri.scheme, 'session-explorer');
      assert.match(text, /servers\[\]\.source/);
      assert.match(text, /subhosting\[\]\.type/);
    });

    it('show where each service departs from its page', async () => {
      await run('showDrift');
      const text = opened().getText();
      for (const { label } of await suite().api.connections()) assert.ok(text.includes(label), label);
      assert.match(text, /subhosting\[\]\.type/);
    });

    it('show a detail panel, once', async () => {
      const [session] = (await suite().api.query('provider:digitalSamba status:completed', { limit: 1 })).sessions;
      assert.ok(session);
      await run('openDetail', session.key);
      await run('openDetail', session.key);
      const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(group => group.tabs);
      await until('a detail is open', suite().api, async () => tabs().some(isDetail));
      assert.equal(tabs().filter(isDetail).length, 1);
    });
  });

  describe('loading', () => {
    it('goes further back on demand, and remembers', async () => {
      const { api, idOf } = suite();
      const before = (await api.query('connection:cmd-hyra', { limit: 0 })).total;
      await run('loadOlder', idOf('hyra'));
      const after = (await api.query('connection:cmd-hyra', { limit: 0 })).total;
      assert.ok(after > before, `${before} → ${after}`);
      const [coverage] = await api.refresh(idOf('hyra'));
      assert.equal(coverage?.fetched, after);
    });

    it('can be cancelled, and says so', async () => {
      const { api, idOf, simulator } = suite();
      simulator.faults.set('series', { kind: 'delay', ms: 30_000 });
      const asked = simulator.log.length;
      const loading = api.refresh(idOf('series'));
      await until('the service was asked', api, async () => simulator.log.length > asked);
      await run('cancel', idOf('series'));
      const [coverage] = await loading;
      simulator.faults.set('series', undefined);
      assert.equal(coverage?.stopped, 'cancelled');
      assert.equal(coverage?.complete, false);
      assert.notEqual((await api.connections()).find(({ id }) => id === idOf('series'))?.state, 'error');
      const [again] = await api.refresh(idOf('series'));
      assert.equal(again?.complete, true);
    });
  });
});

const savedViews = (): { name: string; query: string }[] =>
  vscode.workspace.getConfiguration('sessionExplorer').get('savedViews') ?? [];
const isDetail = ({ input }: vscode.Tab): boolean =>
  input instanceof vscode.TabInputWebview && input.viewType.endsWith('sessionExplorer.detail');
