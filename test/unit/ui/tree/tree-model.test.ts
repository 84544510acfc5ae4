import assert from 'node:assert/strict';
import '../vscode.ts';
import type { Query } from '../../../../src/query/query.ts';
import { DIMENSIONS, type Dimension } from '../../../../src/query/selection.ts';
import type { SavedView } from '../../../../src/ui/settings.ts';
import type { TreeNode } from '../../../../src/ui/tree/nodes.ts';
import type { Changed, Summary } from '../../../../src/ui/tree/tree-model.ts';
import { connected, coverage, createWorld, NOW, providerLabel, session, type World, ZONE } from '../world.ts';

const { createTreeModel } = await import('../../../../src/ui/tree/tree-model.ts');
const { describe: describeNode } = await import('../../../../src/ui/tree/describe.ts');
const { parseQuery } = await import('../../../../src/query/parse.ts');

const query = (text: string): Query => {
  const parsed = parseQuery(text);
  assert(parsed.ok);
  return parsed.query;
};

const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

function plant(world: World, start: { groupBy?: Dimension[]; query?: string; views?: SavedView[] } = {}) {
  const state = {
    groupBy: start.groupBy ?? ['provider', 'status'],
    query: query(start.query ?? ''),
    views: start.views ?? [],
  };
  const context = {
    display: { timeZone: ZONE, locale: 'en-GB', now: NOW },
    providerLabel,
    hasLink: () => false,
    notCurrent: () => [],
    whoIs: () => undefined,
    changes: () => [],
  };
  const changes: Changed[] = [];
  const summaries: Summary[] = [];
  const model = createTreeModel({
    explorer: world.explorer,
    query: () => state.query,
    groupBy: () => state.groupBy as Dimension[],
    savedViews: () => state.views,
    providerLabel,
    face: node => JSON.stringify([describeNode(node, context), node.kind === 'session' ? node.session : undefined]),
    changed: changed => changes.push(changed),
    refreshed: summary => summaries.push(summary),
    inBackground: work => void work.then(),
  });
  const label = ({ node }: TreeNode): string => plain(describeNode(node, context).label);
  const row = ({ node }: TreeNode): string => {
    const described = describeNode(node, context);
    return plain([described.label, described.description].filter(Boolean).join(' | '));
  };
  /** The rows under a path of labels, views left out. */
  async function at(...path: string[]): Promise<TreeNode[]> {
    let level = await model.children(undefined);
    for (const step of path) {
      const next = level.find(each => label(each) === step);
      assert(next, `no “${step}” among ${level.map(label).join(', ')}`);
      level = await model.children(next);
    }
    return level.filter(each => each.node.kind !== 'view');
  }
  return { model, state, changes, summaries, at, label, row };
}

describe('the tree', () => {
  it('groups by provider and status, each with its count, in the order of the life of a session', async () => {
    const world = createWorld([connected('ds', 'digitalSamba'), connected('hy', 'hyra')]);
    world.put(
      session('ds', '1'),
      session('ds', '2', { status: 'live' }),
      session('ds', '3', { status: 'upcoming' }),
      session('hy', '4', { provider: 'hyra', status: 'cancelled' }),
    );
    const { at, row } = plant(world);
    assert.deepEqual((await at()).map(row), ['Digital Samba | 3', 'Hyra | 1']);
    assert.deepEqual((await at('Digital Samba')).map(row), ['Live | 1', 'Upcoming | 1', 'Completed | 1']);
    assert.deepEqual(
      (await at('Digital Samba', 'Live')).map(each => each.key),
      ['ds/2'],
    );
  });

  it('puts connections between provider and status only where a provider has more than one', async () => {
    const world = createWorld([
      connected('a', 'digitalSamba', { label: 'Team A' }),
      connected('b', 'digitalSamba', { label: 'Team B' }),
    ]);
    world.put(session('a', '1'), session('b', '2'), session('b', '3'));
    const { at, row } = plant(world);
    assert.deepEqual((await at('Digital Samba')).map(row), ['Team A | 1', 'Team B | 2']);
    assert.deepEqual((await at('Digital Samba', 'Team B')).map(row), ['Completed | 2']);
  });

  it('groups by any order of dimensions, and loses no session on the way down', async () => {
    const world = createWorld([
      connected('a', 'digitalSamba'),
      connected('b', 'digitalSamba'),
      connected('hy', 'hyra'),
    ]);
    world.put(
      session('a', '1', { status: 'live', place: { id: 'p' } }),
      session('b', '2', { host: { id: 'h' } }),
      session('hy', '3', { provider: 'hyra', kind: { name: 'k' } }),
    );
    const below = async (model: ReturnType<typeof plant>['model'], place: TreeNode | undefined): Promise<string[]> => {
      const level = (await model.children(place)).filter(({ node }) => node.kind !== 'view');
      return (
        await Promise.all(level.map(async each => (each.key === undefined ? below(model, each) : each.key)))
      ).flat();
    };
    for (const first of DIMENSIONS)
      for (const second of DIMENSIONS)
        for (const third of DIMENSIONS) {
          const groupBy = [...new Set([first, second, third])];
          const { model } = plant(world, { groupBy });
          assert.deepEqual((await below(model, undefined)).sort(), ['a/1', 'b/2', 'hy/3'], groupBy.join());
        }
  });

  it('is empty without connections, and where a filter leaves nothing', async () => {
    const none = plant(createWorld());
    assert.deepEqual(await none.model.children(undefined), []);
    assert.deepEqual(none.summaries, [{ matching: 0, empty: true }]);

    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'));
    const filtered = plant(world, { query: 'status:live' });
    assert.deepEqual(await filtered.model.children(undefined), []);
  });

  it('keeps a trouble in sight though a filter leaves nothing', async () => {
    const world = createWorld([
      connected('ds', 'digitalSamba', { state: 'error', problem: { code: 'dns', host: 'api.example' } }),
    ]);
    const { model, label } = plant(world, { query: 'status:live' });
    assert.deepEqual((await model.children(undefined)).map(label), ['No session matches the filter', 'Retry']);
  });

  it('puts what is to be said of a connection under its provider, or on top where nothing is grouped by it', async () => {
    const troubled = connected('ds', 'digitalSamba', {
      state: 'needsKey',
      problem: { code: 'needs-key' },
      coverage: coverage('ds', { fetched: 0, complete: false, stopped: 'never-ran' }),
    });
    const world = createWorld([troubled, connected('hy', 'hyra')]);
    world.put(session('hy', '1', { provider: 'hyra' }));
    const byProvider = plant(world);
    assert.deepEqual((await byProvider.at('Digital Samba')).map(byProvider.label), ['Set the key']);
    const byStatus = plant(world, { groupBy: ['status'] });
    assert.deepEqual((await byStatus.at()).map(byStatus.label), ['Set the key', 'Completed']);
  });

  it('gives every place an id of its own, though connections share one', async () => {
    const wrong = {
      state: 'invalid',
      problem: { code: 'invalid-connection', reason: 'id-repeated', field: 'id' },
    } as const;
    const world = createWorld([connected('x', 'hyra', wrong), connected('x', 'hyra', wrong)]);
    for (const groupBy of [['provider', 'status'], ['connection'], ['status']] as Dimension[][]) {
      const { model } = plant(world, { groupBy });
      const ids: string[] = [];
      const walk = async (level: TreeNode[]): Promise<void> => {
        for (const each of level) {
          ids.push(each.id);
          await walk(await model.children(each));
        }
      };
      await walk(await model.children(undefined));
      assert.equal(new Set(ids).size, ids.length, ids.join('\n'));
    }
  });

  it('has the same session under a view and under its provider, at different places', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1', { status: 'live' }));
    const { model, changes } = plant(world);
    await model.children(undefined);
    while (changes.length === 0) await new Promise(setImmediate);
    const [liveNow] = await model.children(undefined);
    const [inView] = liveNow ? await model.children(liveNow) : [];
    const inTree = await model.locate('ds/1');
    assert.equal(inView?.key, 'ds/1');
    assert.equal(inTree?.key, 'ds/1');
    assert.notEqual(inView?.id, inTree?.id);
  });

  it('keeps the very objects through a refresh and reports only the row that changed', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'), session('ds', '2'));
    const { model, changes, at } = plant(world);
    const before = await at('Digital Samba', 'Completed');
    while (changes.length === 0) await new Promise(setImmediate); // The views are counted.
    changes.length = 0;
    world.put(session('ds', '2', { title: 'Renamed' }));
    await model.refresh();
    const after = await at('Digital Samba', 'Completed');
    assert.deepEqual(
      after.map(each => before.indexOf(each)),
      [0, 1],
    );
    assert.deepEqual(changes, [after.filter(each => each.key === 'ds/2')]);
  });

  it('reports the group whose count changed and nothing above it that looks the same', async () => {
    const world = createWorld([connected('ds', 'digitalSamba'), connected('hy', 'hyra')]);
    world.put(session('ds', '1', { status: 'live' }), session('ds', '2'), session('hy', '3', { provider: 'hyra' }));
    const { model, changes, at, label } = plant(world);
    await at('Digital Samba', 'Completed');
    changes.length = 0;
    world.put(session('ds', '1', { status: 'completed' }), session('ds', '4', { status: 'live' }));
    await model.refresh();
    const [reported] = changes;
    assert(Array.isArray(reported));
    assert.deepEqual(reported.filter(each => each.node.kind !== 'view').map(label), ['Digital Samba']);
    assert.deepEqual(
      (await at('Digital Samba', 'Completed')).map(each => each.key),
      ['ds/1', 'ds/2'],
    );
  });

  it('asks for the top level again only when other rows stand there', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'));
    const { model, changes, at } = plant(world);
    const [samba] = await at();
    world.connections = [...world.connections, connected('hy', 'hyra')];
    await model.refresh();
    assert(changes.includes('all'));
    assert.equal((await at())[0], samba);
  });

  it('turns many refreshes at once into one more', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'));
    const { model, changes } = plant(world);
    await model.children(undefined);
    while (changes.length === 0) await new Promise(setImmediate);
    world.asked = [];
    const all = Array.from({ length: 20 }, () => model.refresh());
    await Promise.all(all);
    assert.equal(world.asked.filter(text => text === '').length, 2);
  });

  it('shows a place anew that was opened while everything was being read', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'));
    const { model, at } = plant(world);
    const [completed] = await at('Digital Samba');
    assert(completed);
    world.put(session('ds', '2'));
    const refreshed = model.refresh();
    await model.children(completed);
    await refreshed;
    assert.deepEqual(
      (await model.children(completed)).map(each => each.key),
      ['ds/1', 'ds/2'],
    );
  });

  it('finds the place of a session through days and ranges', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(...Array.from({ length: 650 }, (_, at) => session('ds', `${at}`, { start: day(at % 2) })));
    const { model } = plant(world);
    const found = await model.locate('ds/649');
    assert.equal(found?.key, 'ds/649');
    const path: string[] = [];
    for (let each: TreeNode | undefined = found; each; each = each.parent) path.push(each.node.kind);
    assert.deepEqual(path, ['session', 'range', 'group', 'group', 'group']);
  });

  it('says why a saved view cannot be read instead of showing it empty', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(session('ds', '1'));
    const { model, changes, row } = plant(world, { views: [{ name: 'Mine', query: 'stauts:live' }] });
    await model.children(undefined);
    while (changes.length === 0) await new Promise(setImmediate);
    const mine = (await model.children(undefined)).find(each => row(each).startsWith('Mine'));
    assert(mine);
    assert.match(row(mine), /no qualifier “stauts”.*▸stauts◂:live.*status/);
  });
});

const day = (back: number): string => new Date(NOW - back * 86_400_000).toISOString();

describe('long lists', () => {
  const keysBelow = async (model: ReturnType<typeof plant>['model'], from: TreeNode[]): Promise<string[]> => {
    const keys: string[] = [];
    for (const each of from) {
      if (each.key !== undefined) keys.push(each.key);
      const below = await model.children(each);
      assert(below.length <= 200, `${below.length} under ${each.id}`);
      keys.push(...(await keysBelow(model, below)));
    }
    return keys;
  };

  const cases: [string, number, (at: number) => number, string[]][] = [
    ['by day up to sixty days', 400, at => at % 30, ['group day']],
    ['by month beyond', 400, at => at, ['group month']],
    ['by ranges within one day', 401, () => 0, ['group day']],
  ];
  for (const [what, count, back, kinds] of cases) {
    it(`are divided ${what}, and every session stays in reach`, async () => {
      const world = createWorld([connected('ds', 'digitalSamba')]);
      world.put(...Array.from({ length: count }, (_, at) => session('ds', `${at}`, { start: day(back(at)) })));
      const { model, at } = plant(world);
      const level = await at('Digital Samba', 'Completed');
      const seen = new Set(level.map(({ node }) => (node.kind === 'group' ? `group ${node.dimension}` : node.kind)));
      assert.deepEqual([...seen], kinds);
      const keys = await keysBelow(model, level);
      assert.equal(keys.length, count);
      assert.equal(new Set(keys).size, count);
    });
  }

  it('show up to two hundred as they are', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    world.put(...Array.from({ length: 200 }, (_, at) => session('ds', `${at}`, { start: day(at % 3) })));
    const { at } = plant(world);
    const level = await at('Digital Samba', 'Completed');
    assert.equal(level.filter(each => each.node.kind === 'session').length, 200);
  });

  it('of sessions without a start become ranges', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    const timeless = Array.from({ length: 450 }, (_, at) => {
      const { start: _start, startSource: _source, ...rest } = session('ds', `${at}`);
      return rest;
    });
    world.put(...timeless);
    const { at, row } = plant(world);
    assert.deepEqual((await at('Digital Samba', 'Completed')).map(row), [
      '1 to 200 | 200',
      '201 to 400 | 200',
      '401 to 450 | 50',
    ]);
  });

  it('of groups show the 199 largest and how many more there are', async () => {
    const world = createWorld([connected('ds', 'digitalSamba')]);
    const hosts = Array.from({ length: 230 }, (_, at) => `h${at}`);
    world.put(
      ...hosts.flatMap((id, at) =>
        Array.from({ length: at < 199 ? 2 : 1 }, (_, nth) => session('ds', `${id}-${nth}`, { host: { id } })),
      ),
    );
    const { at, row } = plant(world, { groupBy: ['host'] });
    const level = await at();
    assert.equal(level.length, 200);
    assert(level.slice(0, 199).every(({ node }) => node.kind === 'group' && node.selection.total === 2));
    assert.match(row(level[199] as TreeNode), /^31 more/);
  });
});
