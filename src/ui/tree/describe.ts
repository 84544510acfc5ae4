import { l10n } from 'vscode';
import type { LiveCounts } from '../live/live-counts.ts';
import type { Display } from '../wording/display.ts';
import {
  isolated,
  personName,
  STATUS_ICONS,
  sessionLabel,
  wordAbsent,
  wordDimension,
  wordStatus,
} from '../wording/session.ts';
import { wordClock, wordCount, wordDay, wordMoment, wordMonth, wordTimeOfDay, zoneName } from '../wording/time.ts';
import { connectionGroupExtras, describeNotice } from './describe-connection.ts';
import { type DescribeContext, type Description, row } from './description.ts';
import type { GroupNode, Node, SessionNode, ViewNode } from './nodes.ts';

/** All that a row of the tree shows and offers, as plain data in the person's language. */
export function describe(node: Node, context: DescribeContext): Description {
  switch (node.kind) {
    case 'view':
      return describeView(node, context);
    case 'group':
      return describeGroup(node, context);
    case 'range':
      return row({
        label: l10n.t('{0} to {1}', wordCount(node.from + 1, context.display), wordCount(node.to, context.display)),
        description: wordCount(node.selection.total, context.display),
        icon: { codicon: 'list-ordered' },
        tags: ['range'],
        collapsible: 'collapsed',
      });
    case 'session':
      return describeSession(node, context);
    case 'more':
      return row({
        label: l10n.t('{0} more', wordCount(node.hidden, context.display)),
        description: l10n.t('{0}: filter to see them', wordDimension(node.dimension)),
        icon: { codicon: 'ellipsis' },
        tags: ['more'],
        collapsible: 'none',
        command: { id: `sessionExplorer.${NARROWING[node.dimension]}`, arguments: [] },
      });
    case 'notice':
      return describeNotice(node, context);
  }
}

/** The command that narrows a level that is too wide. */
const NARROWING = {
  provider: 'filterByProvider',
  connection: 'filter',
  status: 'filterByStatus',
  day: 'filterByDate',
  month: 'filterByDate',
  host: 'filterByHost',
  place: 'filterByPlace',
  kind: 'filterByKind',
} as const;

function describeView(node: ViewNode, context: DescribeContext): Description {
  const { name, builtIn, selection, complaint } = node;
  const described: Omit<Description, 'accessibilityLabel'> = {
    label: isolated(name),
    icon: complaint === undefined ? { codicon: builtIn ? 'eye' : 'bookmark' } : WARNING,
    tags: ['view', builtIn ? 'builtInView' : 'savedView'],
    collapsible: selection && selection.total > 0 ? 'collapsed' : 'none',
  };
  const about = complaint ?? (selection ? wordTotal(selection.total, node.live, context) : undefined);
  return row(about === undefined ? described : { ...described, description: about });
}

const WARNING = { codicon: 'warning', color: 'list.warningForeground' };

function describeGroup(node: GroupNode, context: DescribeContext): Description {
  const { dimension, value, selection, connections } = node;
  const count = wordTotal(selection.total, node.live, context);
  const byService = dimension === 'provider' || dimension === 'connection';
  const extras = connectionGroupExtras(node, context);
  return row({
    label: groupLabel(node, context),
    description: extras.description ?? count,
    icon: extras.trouble ? WARNING : groupIcon(node, context),
    tags: ['group', dimension, ...(dimension === 'status' || byService ? [value] : []), ...extras.tags],
    collapsible: byService && connections.length > 0 ? 'expanded' : 'collapsed',
  });
}

function groupLabel({ dimension, value, label }: GroupNode, { display }: DescribeContext): string {
  if (value === '') return wordAbsent(dimension);
  switch (dimension) {
    case 'provider':
      return label;
    case 'status':
      return value in STATUS_ICONS ? wordStatus(value as keyof typeof STATUS_ICONS) : label;
    case 'day':
      return wordDay(value, display);
    case 'month':
      return wordMonth(value, display);
    default:
      return isolated(label);
  }
}

/** Of what is called live, that is said which nobody confirmed lately: the badge counts the rest. */
function wordTotal(total: number, live: LiveCounts | undefined, context: DescribeContext): string {
  const count = wordCount(total, context.display);
  const unconfirmed = unconfirmedOf(live, context);
  if (unconfirmed === 0) return count;
  return unconfirmed === total
    ? l10n.t('{0} · not confirmed', count)
    : l10n.t('{0} · {1} not confirmed', count, wordCount(unconfirmed, context.display));
}

function unconfirmedOf(live: LiveCounts | undefined, context: DescribeContext): number {
  if (!live) return 0;
  return context.notCurrent().reduce((sum, { connection }) => sum + (live.get(connection.id) ?? 0), 0);
}

function groupIcon({ dimension, value, live, selection }: GroupNode, context: DescribeContext): Description['icon'] {
  if (live && unconfirmedOf(live, context) === selection.total) return { codicon: STATUS_ICONS.live.codicon };
  switch (dimension) {
    case 'provider':
      return { codicon: 'cloud' };
    case 'connection':
      return { codicon: 'plug' };
    case 'status':
      return value in STATUS_ICONS ? STATUS_ICONS[value as keyof typeof STATUS_ICONS] : STATUS_ICONS.unknown;
    case 'day':
    case 'month':
      return { codicon: 'calendar' };
    case 'host':
      return { codicon: 'person' };
    case 'place':
      return { codicon: 'location' };
    case 'kind':
      return { codicon: 'tag' };
  }
}

function describeSession({ session, staleSince, onDay }: SessionNode, context: DescribeContext): Description {
  const { display } = context;
  const { status, start, host, participants, provider } = session;
  const zone = start === undefined ? undefined : zoneName(start, display);
  const time = start === undefined ? l10n.t('no start') : wordMoment(start, display, onDay);
  const live = status === 'live' && staleSince === undefined ? participants?.live : undefined;
  const rest = [
    staleSince === undefined ? undefined : l10n.t('as of {0}', wordAsOf(staleSince, zone, display)),
    host ? isolated(personName(host, context.whoIs(provider, host.id))) : undefined,
    live === undefined ? undefined : l10n.t('{0} here now', wordCount(live, display)),
  ].filter(part => part !== undefined);
  const label = sessionLabel(session);
  const { codicon } = STATUS_ICONS[status];
  const changed = context.changes(session).length > 0;
  // The zone is named on every row, but last: a narrow side bar cuts the end off, and has room for the host then.
  const seen = [time, ...rest, zone].filter(part => part !== undefined);
  return {
    label,
    description: `${changed ? '• ' : ''}${seen.join(' · ')}`,
    // What is not known to be so any more has no colour.
    icon: staleSince === undefined ? STATUS_ICONS[status] : { codicon },
    tags: ['session', status, provider, ...(context.hasLink(session) ? ['link'] : [])],
    collapsible: 'none',
    command: { id: 'sessionExplorer.openDetail', arguments: [session.key] },
    accessibilityLabel: [
      label,
      ...(changed ? [l10n.t('changed')] : []),
      wordStatus(status),
      zone === undefined ? time : `${time} ${zone}`,
      ...rest,
      context.providerLabel(provider),
    ].join(', '),
  };
}

/** With its zone where that is called otherwise than the one that the row names already. */
const wordAsOf = (at: string, named: string | undefined, display: Display): string =>
  zoneName(at, display) === named ? wordClock(at, display) : wordTimeOfDay(at, display);
