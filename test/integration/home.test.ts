import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Finding } from '../../src/ui/connections/doctor.ts';
import { drag } from '../../src/ui/tree/drag.ts';
import type { TreeNode } from '../../src/ui/tree/nodes.ts';
import { unasked, withWindow } from './person.ts';
import { command, EXTENSION, setting, suiteServices, until } from './services.ts';

interface Message {
  kind: string;
  text: string;
  choices: string[];
}

describe('at home in VS Code', () => {
  const suite = suiteServices('home', { sessions: 60 });
  const closeAll = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');

  /** Runs something and hears what it tells a person, who answers each message by the choice named. */
  async function told<T>(answer: string | undefined, run: (heard: readonly Message[]) => Promise<T>) {
    const heard: Message[] = [];
    const hear =
      (kind: string) =>
      (text: string, ...choices: string[]) => {
        heard.push({ kind, text, choices });
        return Promise.resolve(choices.find(choice => choice === answer));
      };
    const messages = { showInformationMessage: hear('information'), showErrorMessage: hear('error') };
    return { heard, value: await withWindow(messages, () => run(heard)) };
  }

  describe('a link', () => {
    const details = (): string[] =>
      vscode.window.tabGroups.all
        .flatMap(group => group.tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && /sessionExplorer\.detail/.test(input.viewType),
        )
        .map(({ label }) => label);

    const follow = (link: string): Thenable<unknown> =>
      vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link, true));

    afterEach(closeAll);

    it('that was copied opens its session', async () => {
      const { api } = suite();
      const [session] = (await api.query('provider:series', { limit: 1 })).sessions;
      assert.ok(session);
      await command('copyLink', session.key);
      const link = await vscode.env.clipboard.readText();
      assert.ok(link.startsWith(`${vscode.env.uriScheme}://${EXTENSION}/open?key=`), link);
      await follow(link);
      await until('the detail is open', api, async () => details().includes(session.title));
    });

    it('that is no such link opens nothing', async () => {
      const base = `${vscode.env.uriScheme}://${EXTENSION}`;
      const { heard } = await told(undefined, async heard => {
        for (const link of ['/open', '/open?key=', '/run?key=home-series/1', '/open?key=..%2F1%0A'])
          await follow(base + link);
        await until('each was answered', suite().api, async () => heard.length === 4);
      });
      assert.deepEqual(new Set(heard.map(({ text }) => text)), new Set(['This link names no session.']));
      assert.deepEqual(details(), []);
    });
  });

  describe('a raw record', () => {
    afterEach(closeAll);

    for (const [provider, field, meaning] of [
      ['series', 'Claimable', /taken over by a host/],
      ['digitalSamba', 'max_concurrent_participants', /at one time/],
      ['hyra', 'in_progress', /is running/],
    ] as const) {
      it(`is explained where the pointer rests: ${provider}`, async () => {
        const { api } = suite();
        const [session] = (await api.query(`provider:${provider} status:completed`, { limit: 1 })).sessions;
        assert.ok(session);
        await command('openRaw', session.key);
        const document = vscode.window.activeTextEditor?.document;
        assert.ok(document);
        const at = document.positionAt(document.getText().indexOf(`"${field}"`) + 3);
        const hover = async (): Promise<string> => {
          const found = await vscode.commands.executeCommand<vscode.Hover[]>(
            'vscode.executeHoverProvider',
            document.uri,
            at,
          );
          return found
            .flatMap(({ contents }) => contents)
            .map(content => (typeof content === 'string' ? content : content.value))
            .join('\n');
        };
        await until(`${field} is explained`, api, async () => meaning.test(await hover()));
      });
    }
  });

  describe('the test of a connection', () => {
    afterEach(closeAll);

    it('asks nothing, says in a sentence how it stands, and shows what it found', async () => {
      const { services, idOf, api } = suite();
      const id = idOf('placio');
      const { heard, value } = await told('Show Details', () =>
        unasked(async () => (await command('testConnection', id)) as Finding[]),
      );
      assert.deepEqual(
        heard.map(({ kind, choices }) => ({ kind, choices })),
        [{ kind: 'information', choices: ['Show Details'] }],
      );
      const verdict = Object.fromEntries(value.map(each => [each.name, each.verdict]));
      assert.deepEqual(
        ['Address', 'Key', 'Proxy', 'Name (DNS)', 'Connection', 'Answer', 'Clock', 'Rate budget'].map(
          name => verdict[name],
        ),
        Array(8).fill('good'),
      );
      await until(
        'the findings are open',
        api,
        async () => vscode.window.activeTextEditor?.document.uri.toString() === `session-explorer:/test/${id}.txt`,
      );
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      for (const { name, text: found } of value) assert.ok(text.includes(`${name}: ${found}`), text);
      assert.ok(!text.includes(services.keyOf(id)));
    });

    it('finds the step at which it fails', async () => {
      const { simulator, idOf } = suite();
      simulator.faults.set('hyra', { kind: 'status', code: 403 });
      const { heard, value } = await told(
        undefined,
        async () => (await command('testConnection', idOf('hyra'))) as Finding[],
      );
      simulator.faults.set('hyra', undefined);
      assert.deepEqual(
        heard.map(({ kind }) => kind),
        ['error'],
      );
      assert.deepEqual(
        value.filter(({ verdict }) => verdict === 'bad').map(({ name }) => name),
        ['Answer'],
      );
    });
  });

  describe('notifications', () => {
    after(() => setting('notifications', undefined));

    it('tell once of what goes live after the first look, and can be turned off where they show', async () => {
      const { api, simulator, idOf } = suite();
      const id = idOf('series');
      const { heard } = await told('Do not show again', async heard => {
        await setting('notifications', 'live');
        await api.refresh(id);
        await api.refresh(id);
        assert.deepEqual(heard, []);
        const { series } = simulator.world;
        const start = Date.now() - 60_000;
        const added = series.add({
          title: 'Training at noon',
          start,
          end: start + 3_600_000,
          cancelled: false,
          delayed: false,
        });
        await api.refresh(id);
        await until('it is told', api, async () => heard.length > 0);
        await until('it is turned off', api, async () => turnedOff());
        await setting('notifications', 'live');
        await api.refresh(id);
        await api.refresh(id);
        series.remove(added.id);
      });
      assert.deepEqual(heard, [
        { kind: 'information', text: '\u2068Training at noon\u2069 is live.', choices: ['Open', 'Do not show again'] },
      ]);
    });

    const turnedOff = (): boolean =>
      vscode.workspace.getConfiguration('sessionExplorer').get('notifications') === 'off';
  });

  describe('a row that is dragged', () => {
    it('carries a line for each session', async () => {
      const { sessions } = await suite().api.query('provider:series', { limit: 2 });
      const held = new Map(sessions.map(session => [session.key, session]));
      const explorer = { sessions: async (keys: readonly string[]) => keys.flatMap(key => held.get(key) ?? []) };
      const nodes = [...held.keys(), undefined, ...held.keys()].map(key => ({ key }) as TreeNode);
      const transfer = new vscode.DataTransfer();
      await drag(explorer, nodes, transfer);
      const lines = (await transfer.get('text/plain')?.asString())?.split('\n') ?? [];
      assert.equal(lines.length, 2);
      for (const [at, { key, title }] of sessions.entries())
        assert.ok(lines[at]?.startsWith(title) && lines[at].endsWith(key), lines[at]);
    });

    it('carries nothing where it is no session', async () => {
      const transfer = new vscode.DataTransfer();
      await drag({ sessions: async () => [] }, [{ id: 'group' } as TreeNode], transfer);
      assert.equal(transfer.get('text/plain'), undefined);
    });
  });

  describe("an agent's budget", () => {
    it('is kept, and the answer says how much of how much it holds', async () => {
      const { total } = await suite().api.query('', { limit: 0 });
      const { content } = await vscode.lm.invokeTool('sessionExplorer_search_sessions', {
        input: { query: '', limit: 200 },
        toolInvocationToken: undefined,
        tokenizationOptions: { tokenBudget: 1500, countTokens: async text => Math.ceil(text.length / 4) },
      });
      const [part] = content;
      assert.ok(part instanceof vscode.LanguageModelTextPart);
      assert.ok(part.value.length <= 6000, `${part.value.length} characters`);
      const answer = JSON.parse(part.value) as {
        total: number;
        shown: number;
        sessions: unknown[];
        coverage: unknown[];
      };
      assert.equal(answer.total, total);
      assert.equal(answer.shown, answer.sessions.length);
      assert.ok(answer.shown > 0 && answer.shown < 200);
      assert.equal(answer.coverage.length, 5);
    });
  });
});
