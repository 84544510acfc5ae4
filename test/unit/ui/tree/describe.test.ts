import assert from 'node:assert/strict';
import '../vscode.ts';
import type { Selection } from '../../../../src/query/selection.ts';
import { STATUSES } from '../../../../src/session/session.ts';
import type { ConnectionStatus } from '../../../../src/sync/explorer.ts';
import type { GroupNode, Node, Notice } from '../../../../src/ui/tree/nodes.ts';
import { connected, coverage, NOW, providerLabel, session, ZONE } from '../world.ts';

const { describe: describeNode } = await import('../../../../src/ui/tree/describe.ts');
const { markdownOf, tooltipOf } = await import('../../../../src/ui/tree/tooltip.ts');

const context = {
  display: { timeZone: ZONE, locale: 'en-GB', now: NOW },
  providerLabel,
  whoIs: () => undefined,
  changes: () => [],
  hasLink: ({ status }: { status: string }) => status === 'live',
  notCurrent: () => [],
};

/** A row only asks how many there are. */
const selection = (total: number) => ({ total }) as Selection;

const group = (total: number, some: Partial<GroupNode>): GroupNode => ({
  kind: 'group',
  id: 'g',
  dimension: 'provider',
  value: 'digitalSamba',
  label: 'Digital Samba',
  selection: selection(total),
  rest: [],
  within: undefined,
  connections: [],
  ...some,
});

const ofSession = (some: Parameters<typeof session>[2]): Node => ({
  kind: 'session',
  id: 's',
  session: session('ds', '1', some),
});

describe('a row', () => {
  it('of a session has its title in isolates, its time with the zone, and its host', () => {
    const row = describeNode(ofSession({ title: 'Reunión', host: { id: 'u1', displayName: 'Ana' } }), context);
    assert.equal(row.label, '\u2068Reunión\u2069');
    assert.equal(row.description, '20 Nov, 11:00 · \u2068Ana\u2069 · CET');
    const onDay = describeNode({ ...ofSession({}), onDay: true } as Node, context);
    assert.equal(onDay.description, '11:00 · CET');
    assert.deepEqual(row.command, { id: 'sessionExplorer.openDetail', arguments: ['ds/1'] });
    assert.equal(
      row.accessibilityLabel,
      '\u2068Reunión\u2069, Completed, 20 Nov, 11:00 CET, \u2068Ana\u2069, Digital Samba',
    );
  });

  it('of a session that changed is marked, for eyes and ears, and its tooltip says what did', () => {
    const changed = { ...context, changes: () => ['status', 'host'] as const };
    const row = describeNode(ofSession({}), changed);
    assert.ok(row.description?.startsWith('• '), row.description);
    assert.match(row.accessibilityLabel, /, changed, Completed,/);
    const lines = tooltipOf(ofSession({}), changed)?.lines;
    assert.deepEqual(lines?.[0], { name: 'Changed since you last looked', text: 'Status, Host' });
    assert.doesNotMatch(JSON.stringify(tooltipOf(ofSession({}), context)), /Changed/);
  });

  it('of a session carries tags for menus', () => {
    assert.deepEqual(describeNode(ofSession({ status: 'live' }), context).tags, [
      'session',
      'live',
      'digitalSamba',
      'link',
    ]);
    assert.deepEqual(describeNode(ofSession({}), context).tags, ['session', 'completed', 'digitalSamba']);
  });

  it('tells every status by its icon alone', () => {
    const icons = STATUSES.map(status => describeNode(ofSession({ status }), context).icon.codicon);
    assert.equal(new Set(icons).size, STATUSES.length);
  });

  it('is no longer sure that a session is live when its service fell silent', () => {
    const node: Node = {
      kind: 'session',
      id: 's',
      session: session('ds', '1', { status: 'live', participants: { live: 5 } }),
      staleSince: '2025-11-22T09:02:00.000Z',
    };
    const { description, icon } = describeNode(node, context);
    assert.equal(description, '20 Nov, 11:00 · as of 10:02 · CET');
    assert.deepEqual(icon, { codicon: 'broadcast' });
    // In summer the zone is called otherwise than when the service was last heard.
    const summer = { ...node, session: session('ds', '1', { start: '2025-07-01T10:00:00.000Z' }) } as Node;
    assert.equal(describeNode(summer, context).description, '1 Jul, 12:00 · as of 10:02 CET · CEST');
  });

  it('cannot be broken out of by a title', () => {
    const titles = ['a\u2069b', '\u2067a', 'line\nbreak', 'nul\u0000', '\ud800', 'x'.repeat(100_000), ''];
    for (const title of titles) {
      const { label } = describeNode(ofSession({ title }), context);
      assert.match(label, /^\u2068[^\u2066-\u2069\p{Cc}\p{Cs}]+\u2069$/u);
      assert(label.length < 700);
    }
  });

  it('of a group starts with its count', () => {
    assert.equal(describeNode(group(8096, { dimension: 'status', value: 'live' }), context).description, '8,096');
    const all = connected('ds', 'digitalSamba', { coverage: coverage('ds', { fetched: 42 }) });
    assert.equal(describeNode(group(42, { connections: [all] }), context).description, '42');
  });

  it('of live sessions says how many of them nobody confirmed lately, and has no colour where that is all', () => {
    const silent = connected('hy', 'hyra', { coverage: coverage('hy', { fetchedAt: '2025-11-22T09:02:00.000Z' }) });
    const later = { ...context, notCurrent: () => [silent] };
    const live = new Map([
      ['ds', 5],
      ['hy', 2],
    ]);
    const place: Node = group(7, { dimension: 'status', value: 'live', live });
    const view: Node = {
      kind: 'view',
      id: 'v',
      name: 'Live now',
      query: '',
      builtIn: true,
      selection: selection(7),
      live,
    };
    for (const node of [place, view]) {
      assert.equal(describeNode(node, context).description, '7');
      assert.equal(describeNode(node, later).description, '7 · 2 not confirmed');
      const said = { name: 'Hyra', text: 'not confirmed since Sat 22 Nov, 10:02 CET' };
      assert.deepEqual(tooltipOf(node, later)?.lines.at(-1), said);
    }
    const alone = group(2, { dimension: 'status', value: 'live', live: new Map([['hy', 2]]) });
    assert.equal(describeNode(alone, later).description, '2 · not confirmed');
    assert.deepEqual(describeNode(alone, later).icon, { codicon: 'broadcast' });
    assert.deepEqual(describeNode(place, later).icon, { codicon: 'broadcast', color: 'charts.green' });
    const others = group(7, { dimension: 'status', value: 'upcoming' });
    assert.equal(describeNode(others, later).description, '7');
  });

  it('of a connection says its count, then what is wrong, and then how old it is', () => {
    const said = (total: number, held: Parameters<typeof coverage>[1], some: Parameters<typeof connected>[2] = {}) =>
      describeNode(
        group(total, { connections: [connected('ds', 'digitalSamba', { coverage: coverage('ds', held), ...some })] }),
        context,
      ).description;
    const cut = { fetched: 1200, reportedTotal: 8096, complete: false, stopped: 'budget' } as const;
    assert.equal(said(1200, cut), '1,200 of 8,096 · stopped: rate budget · 3 min ago');
    assert.equal(said(12, cut), '12 · 1,200 of 8,096 · stopped: rate budget · 3 min ago');
    assert.equal(
      said(42, { fetched: 42, complete: false, stopped: 'page-cap' }),
      '42 · stopped: too many pages · 3 min ago',
    );
    const failed = { fetched: 42, complete: false, stopped: 'error' } as const;
    const refused = { state: 'error', stale: true, problem: { code: 'unauthorized', status: 401 } } as const;
    assert.equal(said(42, failed, refused), '42 · key refused · 3 min ago');
    assert.equal(said(1200, { ...cut, stopped: 'error' }, refused), '1,200 of 8,096 · key refused · 3 min ago');
    const locked = { state: 'needsKey', problem: { code: 'needs-key' } } as const;
    assert.equal(said(42, { fetched: 42 }, locked), '42 · needs a key · 3 min ago');
    assert.equal(said(42, { fetched: 42 }, { stale: true }), '42 · 3 min ago');
    assert.equal(said(42, { fetched: 42 }), '42');
  });

  it('of a connection that loads says how far it is, once', () => {
    const said = (total: number, received: number, expected?: number) => {
      const progress = { received, ...(expected === undefined ? {} : { expected }) };
      const connections = [connected('ds', 'digitalSamba', { progress, coverage: coverage('ds', { fetched: total }) })];
      return describeNode(group(total, { connections }), context).description;
    };
    assert.equal(said(0, 0), '0 · loading');
    assert.equal(said(700, 700), '700 · loading');
    assert.equal(said(700, 700, 8096), '700 of 8,096 · loading');
    assert.equal(said(8096, 300, 8096), '8,096 · loading, 300 of 8,096');
  });

  it('of several connections names what is wrong with the first that is in trouble', () => {
    const fine = connected('a', 'digitalSamba', { label: 'A' });
    const refused = { state: 'error', problem: { code: 'unauthorized', status: 401 } } as const;
    const of = (...connections: ConnectionStatus[]) => describeNode(group(42, { connections }), context);
    assert.equal(of(fine, fine).description, '42');
    assert.equal(
      of(fine, connected('b', 'digitalSamba', { label: 'B', ...refused })).description,
      '42 · B: key refused',
    );
    const all = [connected('a', 'digitalSamba', { label: 'A', ...refused }), connected('b', 'digitalSamba', refused)];
    assert.equal(of(...all).description, '42 · A: key refused, 1 more');
    assert.equal(of(...all).icon.codicon, 'warning');
  });

  it('never calls rows of a failed load all there are, nor fresh', () => {
    const problem = { code: 'dns', host: 'x' } as const;
    const old = coverage('ds', { fetched: 42, complete: false, stopped: 'error', problem });
    const status = connected('ds', 'digitalSamba', { state: 'error', stale: true, coverage: old, problem });
    const row = describeNode(group(42, { connections: [status] }), context);
    assert.equal(row.description, '42 · no such host · 3 min ago');
    const [held] = tooltipOf(group(42, { connections: [status] }), context)?.lines ?? [];
    assert.equal(held?.text, '42 of an unknown total · failed');
    assert.equal(row.icon.codicon, 'warning');
    assert.deepEqual(row.tags, ['group', 'provider', 'digitalSamba', 'connection', 'error']);
  });

  it('of a connection that waits names the budget', () => {
    const status = connected('pr', 'prplManagement', { label: 'prplManagement' });
    const node: Node = {
      kind: 'notice',
      id: 'n',
      notice: { about: 'waiting', status, until: NOW + 40_000, perMinute: 100 },
      named: false,
    };
    const { label, description } = describeNode(node, context);
    assert.equal(`${label} ${description}`, 'Waits 40 s for the budget of prplManagement (100/min)');
  });

  it('names the connection only where its place does not', () => {
    const some = coverage('ds', { fetched: 1200, reportedTotal: 8096, complete: false, stopped: 'cancelled' });
    const status = connected('ds', 'digitalSamba', { label: 'Samba', coverage: some });
    const said = (named: boolean, notice: Notice) =>
      describeNode({ kind: 'notice', id: 'n', notice, named }, context).description;
    const loading = { ...status, progress: { received: 200, expected: 8096 } };
    const problem = { code: 'invalid-connection', reason: 'id-repeated', field: 'id' } as const;
    const invalid: ConnectionStatus = { ...status, state: 'invalid', problem };
    const partial = '1,200 of 8,096 · 3 min ago · stopped: cancelled';
    assert.equal(said(false, { about: 'partial', status }), partial);
    assert.equal(said(true, { about: 'partial', status }), `Samba: ${partial}`);
    assert.equal(said(false, { about: 'loading', status: loading }), '200 of 8,096');
    assert.equal(said(true, { about: 'loading', status: loading }), 'Samba: 200 of 8,096');
    assert.equal(said(false, { about: 'trouble', status: invalid }), 'Another connection has the same id.');
    assert.equal(said(true, { about: 'trouble', status: invalid }), 'Samba: Another connection has the same id.');
  });

  it('of a trouble says in short what it is, and to a screen reader and in its tooltip all of it', () => {
    const problem = { code: 'unauthorized', status: 401 } as const;
    const status = connected('ds', 'digitalSamba', { label: 'Samba', state: 'error', problem });
    const node = (named: boolean): Node => ({ kind: 'notice', id: 'n', notice: { about: 'trouble', status }, named });
    const sentence = 'Samba does not accept the key (401). Set the key again.';
    assert.equal(describeNode(node(false), context).description, 'key refused');
    assert.equal(describeNode(node(true), context).description, 'Samba: key refused');
    assert.equal(describeNode(node(false), context).accessibilityLabel, `Set the key, ${sentence}`);
    assert.deepEqual(tooltipOf(node(false), context)?.lines, [{ text: sentence }]);
  });

  it('of a trouble leads to what mends it', () => {
    const command = (some: Parameters<typeof connected>[2]) =>
      describeNode(
        {
          kind: 'notice',
          id: 'n',
          notice: { about: 'trouble', status: connected('ds', 'digitalSamba', some) },
          named: false,
        },
        context,
      ).command;
    assert.deepEqual(command({ state: 'needsKey', problem: { code: 'needs-key' } }), {
      id: 'sessionExplorer.setKey',
      arguments: ['ds'],
    });
    assert.equal(
      command({ state: 'error', problem: { code: 'unauthorized', status: 401 } })?.id,
      'sessionExplorer.setKey',
    );
    assert.equal(
      command({ state: 'error', problem: { code: 'server-error', status: 500 } })?.id,
      'sessionExplorer.refresh',
    );
    assert.equal(
      command({
        state: 'invalid',
        problem: { code: 'invalid-connection', reason: 'base-url-missing', field: 'baseUrl' },
      })?.id,
      'sessionExplorer.editConnection',
    );
  });
});

describe('a tooltip', () => {
  it('shows what a service wrote as text, and breaks its lines between words', () => {
    const hostile = '**[a](command:b)** <img src=x> &lt; `c`\n\n# d\t$(zap) https://e.example';
    assert.equal(
      markdownOf({ heading: 'A & B', lines: [{ name: 'Host', text: hostile }, { text: '_f_' }] }),
      [
        '**A \\& B**',
        '',
        'Host\\: \\*\\*\\[a\\]\\(command\\:b\\)\\*\\* \\<img src\\=x\\> \\&lt\\; \\`c\\` \\# d \\$\\(zap\\) https\\:\\/\\/e\\.example  ',
        '\\_f\\_  ',
      ].join('\n'),
    );
  });

  it('says where each time comes from', () => {
    const node = ofSession({
      statusSource: 'derived',
      startSource: 'assumed-utc',
      end: '2025-11-20T11:00:00.000Z',
      endSource: 'derived',
      durationMinutes: 60,
    });
    const lines = tooltipOf(node, context)?.lines.map(({ name, text }) => `${name}: ${text}`);
    assert.deepEqual(lines, [
      'Status: Completed · derived from its times',
      'Start: Thu 20 Nov, 11:00 CET (assumed UTC: the service names no zone)',
      'End: Thu 20 Nov, 12:00 CET (worked out from the duration)',
      'Duration: 1 h',
      'Service: Digital Samba',
    ]);
  });
});
