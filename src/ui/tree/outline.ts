import type { Query } from '../../query/query.ts';
import type { Dimension, Selection } from '../../query/selection.ts';
import { given } from '../../session/given.ts';
import type { Session } from '../../session/session.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import { liveCounts } from '../live/live-counts.ts';
import { divide, divideList } from './divide.ts';
import { type GroupNode, type Node, type Notice, type NoticeNode, step, type ViewNode, type Within } from './nodes.ts';

/** All that the tree is made from, taken at one moment. */
export interface Scene {
  connections: readonly ConnectionStatus[];
  selection: Selection;
  query: Query;
  groupBy: readonly Dimension[];
  views: readonly ViewNode[];
  providerLabel(id: string): string;
  sessions(keys: readonly string[]): Promise<Session[]>;
}

/** The top level. Empty where a welcome view has more to say: no connection at all, or nothing that matches. */
export async function roots(scene: Scene): Promise<Node[]> {
  if (scene.connections.length === 0) return [];
  if (isFiltered(scene) && scene.selection.total === 0) {
    const troubles = allNotices(scene.connections, '');
    return troubles.length === 0 ? [] : [notice('', 'matches', { about: 'no-matches' }, false), ...troubles];
  }
  const [first] = scene.groupBy;
  if (first === 'provider') return [...scene.views, ...(await providers(scene))];
  if (first === 'connection')
    return [
      ...scene.views,
      ...(await connectionGroups(scene, '', scene.selection, scene.connections, scene.groupBy.slice(1), undefined)),
    ];
  const content = await divided(scene, scene.selection, scene.groupBy, '', undefined);
  return [...scene.views, ...allNotices(scene.connections, ''), ...content];
}

/** What stands under a node. */
export async function childrenOf(node: Node, scene: Scene): Promise<Node[]> {
  switch (node.kind) {
    case 'view':
      return node.selection ? divided(scene, node.selection, [], node.id, undefined) : [];
    case 'range':
      return divided(scene, node.selection, [], node.id, 'day');
    case 'group':
      return inGroup(node, scene);
    default:
      return [];
  }
}

async function inGroup(
  { id, selection, rest, connections, dimension, within }: GroupNode,
  scene: Scene,
): Promise<Node[]> {
  // Only the providers of the top level stand for their connections; deeper ones stand for their sessions.
  if (dimension === 'provider' && connections.length > 0 && rest[0] === 'connection') {
    return connectionGroups(scene, id, selection, connections, rest.slice(1), within);
  }
  if (dimension === 'provider' && connections.length > 1 && !rest.includes('connection')) {
    return connectionGroups(scene, id, selection, connections, rest, within);
  }
  return [...allNotices(connections, id), ...(await divided(scene, selection, rest, id, within))];
}

async function divided(
  scene: Scene,
  selection: Selection,
  dimensions: readonly Dimension[],
  path: string,
  within: Within,
): Promise<Node[]> {
  const [dimension, ...rest] = dimensions;
  const { sort } = scene.query;
  if (dimension !== undefined) {
    const nodes = await divide(selection, dimension, rest, path, sort, within);
    return Promise.all(nodes.map(node => (node.kind === 'group' ? withConnections(node, scene) : node)));
  }
  return (await divideList(selection, path, sort, within)) ?? sessionNodes(scene, selection, path, within === 'day');
}

async function sessionNodes(scene: Scene, selection: Selection, path: string, onDay: boolean): Promise<Node[]> {
  const sessions = await scene.sessions(selection.keys(0, selection.total));
  const stale = new Map(
    scene.connections.filter(status => status.stale).map(status => [status.connection.id, status.coverage.fetchedAt]),
  );
  return sessions.map(session =>
    given({
      kind: 'session' as const,
      id: step(path, 'session', session.key),
      session,
      onDay,
      staleSince: stale.get(session.connectionId),
    }),
  );
}

/** One group for each provider that has a connection, with sessions or without, so that every connection has its place. */
async function providers(scene: Scene): Promise<Node[]> {
  const groups = new Map((await scene.selection.groups('provider')).map(group => [group.value, group]));
  const ids = new Set([...scene.connections.map(status => status.connection.provider as string), ...groups.keys()]);
  return [...ids]
    .map(id => ({ id, label: scene.providerLabel(id) }))
    .sort((a, b) => a.label.localeCompare(b.label))
    .flatMap(({ id, label }): Node[] => {
      const selection = groups.get(id)?.selection ?? scene.selection.slice(0, 0);
      const connections = scene.connections.filter(status => status.connection.provider === id);
      // A filter hides what it leaves empty, but never a trouble.
      if (isFiltered(scene) && selection.total === 0 && !connections.some(inTrouble)) return [];
      const rest = scene.groupBy.slice(1);
      return [
        {
          kind: 'group',
          id: step('', 'provider', id),
          dimension: 'provider',
          value: id,
          label,
          selection,
          rest,
          within: undefined,
          connections,
        },
      ];
    });
}

async function connectionGroups(
  scene: Scene,
  path: string,
  selection: Selection,
  connections: readonly ConnectionStatus[],
  rest: readonly Dimension[],
  within: Within,
): Promise<Node[]> {
  const groups = new Map((await selection.groups('connection')).map(group => [group.value, group]));
  return connections.flatMap((status, at): Node[] => {
    const { id } = status.connection;
    const part = groups.get(id)?.selection ?? selection.slice(0, 0);
    if (isFiltered(scene) && part.total === 0 && !inTrouble(status)) return [];
    return [
      {
        kind: 'group',
        id: step(path, 'connection', nameAmong(connections, at)),
        dimension: 'connection',
        value: id,
        label: status.label,
        selection: part,
        rest,
        within,
        connections: [status],
      },
    ];
  });
}

/** Deeper down, groups by provider or connection come from the sessions alone; they still know whose they are. */
async function withConnections(node: GroupNode, scene: Scene): Promise<GroupNode> {
  switch (node.dimension) {
    case 'provider':
      return { ...node, label: scene.providerLabel(node.value) };
    case 'connection': {
      const status = scene.connections.find(each => each.connection.id === node.value);
      return { ...node, label: status?.label ?? node.label };
    }
    case 'status':
      return node.value === 'live' ? { ...node, live: await liveCounts(node.selection) } : node;
    default:
      return node;
  }
}

const isFiltered = (scene: Scene): boolean => scene.query.terms.length > 0;
const inTrouble = (status: ConnectionStatus): boolean => status.state !== 'ready';

const allNotices = (connections: readonly ConnectionStatus[], path: string): NoticeNode[] =>
  connections.flatMap((status, at) =>
    noticesOf(status).map(each =>
      notice(path, `${nameAmong(connections, at)} ${each.about}`, each, path === '' || connections.length > 1),
    ),
  );

/** Connections that share an id are all wrong and hold nothing, but each needs a path of its own. */
function nameAmong(connections: readonly ConnectionStatus[], at: number): string {
  const id = connections[at]?.connection.id ?? '';
  const same = connections.slice(0, at).filter(other => other.connection.id === id).length;
  return same === 0 ? id : `${id}#${same}`;
}

/** What is to be said about a connection before its sessions. */
function noticesOf(status: ConnectionStatus): Notice[] {
  const { progress, coverage } = status;
  const notices: Notice[] = inTrouble(status) ? [{ about: 'trouble', status }] : [];
  if (progress?.waitsUntil !== undefined) {
    const { waitsUntil: until, perMinute } = progress;
    notices.push({ about: 'waiting', status, until, ...given({ perMinute }) });
  } else if (progress) {
    notices.push({ about: 'loading', status });
  }
  if (notices.length > 0) return notices;
  if (coverage.stopped === 'never-ran' && coverage.fetched === 0) return [{ about: 'not-loaded', status }];
  if (coverage.fetched === 0 && coverage.complete) return [{ about: 'empty', status }];
  return coverage.complete ? [] : [{ about: 'partial', status }];
}

const notice = (path: string, name: string, what: Notice, named: boolean): NoticeNode => ({
  kind: 'notice',
  id: step(path, 'notice', name),
  notice: what,
  named,
});
