import type { Sort } from '../../query/query.ts';
import type { Dimension, Group, Selection } from '../../query/selection.ts';
import { DAY } from '../../session/instant.ts';
import { STATUSES } from '../../session/session.ts';
import { type GroupNode, type MoreNode, type RangeNode, step, type Within } from './nodes.ts';

/** As many children as a level may have: VS Code's tree slows down with more, and nobody reads them. */
const WIDEST = 200;
/** The span of starts, in ms, up to which a level is divided by day; a longer one is divided by month. */
const LONGEST_BY_DAY = 60 * DAY;

/** The groups of one level in the order in which they are read; above 200 the largest, and a node for the rest. */
export async function divide(
  selection: Selection,
  dimension: Dimension,
  rest: readonly Dimension[],
  path: string,
  sort: Sort,
  within: Within,
): Promise<(GroupNode | MoreNode)[]> {
  const groups = await selection.groups(dimension);
  const shown = groups.length > WIDEST ? largest(groups, WIDEST - 1) : groups;
  const nodes: (GroupNode | MoreNode)[] = [...shown]
    .sort(orderOf(dimension, sort))
    .map(group => groupNode(group, dimension, rest, path, finer(within, dimension, group.value)));
  const hidden = groups.length - shown.length;
  if (hidden > 0) nodes.push({ kind: 'more', id: step(path, 'more', dimension), dimension, hidden });
  return nodes;
}

const groupNode = (
  { value, label, selection }: Group,
  dimension: Dimension,
  rest: readonly Dimension[],
  path: string,
  within: Within,
): GroupNode => ({
  kind: 'group',
  id: step(path, dimension, value),
  dimension,
  value,
  label,
  selection,
  rest,
  within,
  connections: [],
});

/** A day lies in a month; the group of those without a start lies in neither. */
function finer(within: Within, dimension: Dimension, value: string): Within {
  if (value === '' || within === 'day') return within;
  return dimension === 'day' || dimension === 'month' ? dimension : within;
}

const largest = (groups: readonly Group[], count: number): Group[] =>
  [...groups].sort((a, b) => b.count - a.count || compare(a.value, b.value)).slice(0, count);

function orderOf(dimension: Dimension, sort: Sort): (a: Group, b: Group) => number {
  switch (dimension) {
    case 'status':
      return (a, b) => rank(a.value) - rank(b.value);
    case 'day':
    case 'month': {
      const forwards = sort === 'start' ? 1 : -1;
      return (a, b) => absentLast(a, b) || forwards * compare(a.value, b.value);
    }
    case 'provider':
    case 'connection':
      return (a, b) => a.label.localeCompare(b.label) || compare(a.value, b.value);
    default:
      return (a, b) =>
        absentLast(a, b) || b.count - a.count || a.label.localeCompare(b.label) || compare(a.value, b.value);
  }
}

const rank = (status: string): number => (STATUSES as readonly string[]).indexOf(status);
const absentLast = (a: Group, b: Group): number => Number(a.value === '') - Number(b.value === '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Divides a list that is too long for one level: by month where it spans more than 60 days, else by day; a day, or
 * sessions without a start, into ranges of 200. Undefined: it is short enough to be shown as it is.
 */
export async function divideList(
  selection: Selection,
  path: string,
  sort: Sort,
  within: Within,
): Promise<(GroupNode | RangeNode | MoreNode)[] | undefined> {
  if (selection.total <= WIDEST) return undefined;
  const span = selection.span();
  if (within === 'day' || span === undefined) return ranges(selection, path);
  const byMonth = within === undefined && span.to - span.from > LONGEST_BY_DAY;
  return divide(selection, byMonth ? 'month' : 'day', [], path, sort, within);
}

function ranges(selection: Selection, path: string): RangeNode[] {
  // Ranges of ranges where even those are too many, so that nothing is out of reach.
  let size = WIDEST;
  while (selection.total / size > WIDEST) size *= WIDEST;
  const nodes: RangeNode[] = [];
  for (let from = 0; from < selection.total; from += size) {
    const to = Math.min(from + size, selection.total);
    nodes.push({ kind: 'range', id: step(path, 'range', `${from}`), from, to, selection: selection.slice(from, to) });
  }
  return nodes;
}
