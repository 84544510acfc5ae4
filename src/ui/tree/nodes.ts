import type { Dimension, Selection } from '../../query/selection.ts';
import type { Session } from '../../session/session.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { LiveCounts } from '../live/live-counts.ts';

/** What stands in the tree. A node's id is its path, so that one session can stand under several roots. */
export type Node = ViewNode | GroupNode | RangeNode | SessionNode | MoreNode | NoticeNode;

/** A named query above the providers. */
export interface ViewNode {
  kind: 'view';
  id: string;
  name: string;
  query: string;
  builtIn: boolean;
  /** Absent until it was counted. */
  selection?: Selection;
  live?: LiveCounts;
  /** The query cannot be read: why, in words. */
  complaint?: string;
}

/** Nothing, a month or a day: what the groups above a place say of when its sessions start. */
export type Within = 'month' | 'day' | undefined;

/** The sessions that have one value in a dimension; a day or a month may also have come from dividing a long list. */
export interface GroupNode {
  kind: 'group';
  id: string;
  dimension: Dimension;
  value: string;
  label: string;
  selection: Selection;
  live?: LiveCounts;
  /** What its content is divided by. */
  rest: readonly Dimension[];
  /** The finest span that all of its sessions are known to lie in. */
  within: Within;
  /** The connections whose sessions these are, in a group by provider or connection. */
  connections: readonly ConnectionStatus[];
}

/** A stretch of a list that is too long for one level: positions from `from` up to `to`, counted from 0. */
export interface RangeNode {
  kind: 'range';
  id: string;
  from: number;
  to: number;
  selection: Selection;
}

export interface SessionNode {
  kind: 'session';
  id: string;
  session: Session;
  /** It stands below the name of its day. */
  onDay?: boolean;
  /** Its connection's rows are older than they should be. */
  staleSince?: string;
}

/** Stands for the groups of a level that is too long to show. */
export interface MoreNode {
  kind: 'more';
  id: string;
  dimension: Dimension;
  hidden: number;
}

/** Something to be known, and often to be done, about a connection or the whole. */
export interface NoticeNode {
  kind: 'notice';
  id: string;
  notice: Notice;
  /** It does not stand below the one connection that it is about, so its row has to name that. */
  named: boolean;
}

export type Notice =
  /** Needs a key, is invalid, or its last load failed: the status says which. */
  | { about: 'trouble'; status: ConnectionStatus }
  | { about: 'loading'; status: ConnectionStatus }
  /** Waits for its rate budget. Epoch ms. */
  | { about: 'waiting'; status: ConnectionStatus; until: number; perMinute?: number }
  | { about: 'partial'; status: ConnectionStatus }
  | { about: 'empty'; status: ConnectionStatus }
  | { about: 'not-loaded'; status: ConnectionStatus }
  /** A filter is on and nothing matches it, while other notices keep the tree from being empty. */
  | { about: 'no-matches' };

/** A place in the tree. It stays the same object while what stands there changes, so that expansion and selection stay too. */
export interface TreeNode {
  readonly id: string;
  readonly parent: TreeNode | undefined;
  node: Node;
  /** Present once they were asked for. */
  children: TreeNode[] | undefined;
  /** What was last shown of it. */
  shown: string;
  /** The session that stands here; what commands on a node look at. */
  readonly key?: string;
  /** The one connection that this is about. */
  readonly connectionId?: string;
}

/** A step of a path. JSON keeps every value apart from every other, whatever characters a service uses. */
export const step = (parent: string, name: string, value: string): string =>
  `${parent === '' ? '' : `${parent}/`}${name}=${JSON.stringify(value)}`;

export const selectionOf = (node: Node): Selection | undefined => ('selection' in node ? node.selection : undefined);
