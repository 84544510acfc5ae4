import { l10n } from 'vscode';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import { isPartial, wordCoverage } from '../wording/coverage.ts';
import { wordFault, wordProblem } from '../wording/problem.ts';
import { wordCount, wordInstant, wordTimeOfDay } from '../wording/time.ts';
import { type DescribeContext, type Description, row } from './description.ts';
import type { GroupNode, Notice, NoticeNode } from './nodes.ts';

/** What a group by provider or connection says beyond its count. */
export interface GroupExtras {
  description?: string;
  tags: readonly string[];
  trouble: boolean;
}

/** A group's description starts with its count; what is partial, old, loading or in trouble follows. */
export function connectionGroupExtras({ connections, selection }: GroupNode, context: DescribeContext): GroupExtras {
  const trouble = connections.some(status => status.state !== 'ready');
  const [only] = connections;
  if (only === undefined) return { tags: [], trouble };
  const count = wordCount(selection.total, context.display);
  if (connections.length > 1) {
    const partial = connections.some(({ coverage }) => isPartial(coverage));
    return { description: partial ? l10n.t('{0} · partial', count) : count, tags: [], trouble };
  }
  const about = aboutConnection(only, context);
  // "1,200 of 8,096" starts with the count already, unless a filter hides some of what is held.
  const startsWithCount = about !== undefined && only.coverage.fetched === selection.total && about.startsWith(count);
  return {
    description: startsWithCount ? about : [count, about].filter(Boolean).join(' · '),
    tags: ['connection', only.state],
    trouble,
  };
}

function aboutConnection(status: ConnectionStatus, { display }: DescribeContext): string | undefined {
  const { state, coverage, progress } = status;
  if (state === 'needsKey') return l10n.t('needs a key');
  if (state === 'invalid') return l10n.t('not set up correctly');
  if (progress) return l10n.t('loading, {0}', wordReceived(status, display));
  if (isPartial(coverage)) return wordCoverage(coverage, display);
  if (!status.stale || coverage.fetchedAt === undefined) return undefined;
  return l10n.t('as of {0}', wordTimeOfDay(coverage.fetchedAt, display));
}

function wordReceived({ progress }: ConnectionStatus, display: DescribeContext['display']): string {
  if (!progress) return '';
  const received = wordCount(progress.received, display);
  return progress.expected === undefined
    ? l10n.t('{0} so far', received)
    : l10n.t('{0} of {1}', received, wordCount(progress.expected, display));
}

export function describeNotice({ notice, named }: NoticeNode, context: DescribeContext): Description {
  if (notice.about === 'no-matches') {
    return row({
      label: l10n.t('No session matches the filter'),
      description: l10n.t('clear it'),
      icon: { codicon: 'filter' },
      tags: ['notice', notice.about],
      collapsible: 'none',
      command: { id: 'sessionExplorer.clearFilters', arguments: [] },
    });
  }
  const { id } = notice.status.connection;
  const { label, codicon, color, command } = faceOf(notice);
  return row({
    label,
    description: wordNotice(notice, named, context),
    icon: color === undefined ? { codicon } : { codicon, color },
    tags: ['notice', notice.about, 'connection', notice.status.state],
    collapsible: 'none',
    ...(command === undefined ? {} : { command: { id: `sessionExplorer.${command}`, arguments: [id] } }),
  });
}

type AboutConnection = Exclude<Notice, { about: 'no-matches' }>;

/** The whole of a notice in a sentence or two, which name the connection where its place does not. */
export function wordNotice(notice: AboutConnection, named: boolean, { display }: DescribeContext): string {
  const { label, coverage, problem, loadedFrom } = notice.status;
  const said = (text: string): string => (named ? [label, text].join(': ') : text);
  switch (notice.about) {
    case 'trouble':
      // Its row says what to do: a narrow side bar has room for what is wrong.
      if (problem?.code === 'invalid-connection') return said(wordFault(problem));
      return problem ? wordProblem(problem, label) : l10n.t('{0} does not answer as it should.', label);
    case 'loading':
      return said(wordReceived(notice.status, display));
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((notice.until - display.now) / 1000));
      return notice.perMinute === undefined
        ? l10n.t('{0} s for the budget of {1}', seconds, label)
        : l10n.t('{0} s for the budget of {1} ({2}/min)', seconds, label, notice.perMinute);
    }
    case 'partial':
      return said(wordCoverage(coverage, display));
    case 'empty':
      return loadedFrom === undefined
        ? l10n.t('{0} has none', label)
        : l10n.t('{0} has none since {1}; load older ones', label, wordInstant(loadedFrom, display));
    case 'not-loaded':
      return l10n.t('{0} was not asked yet; load its sessions', label);
  }
}

function faceOf(notice: AboutConnection): { label: string; codicon: string; color?: string; command?: string } {
  switch (notice.about) {
    case 'trouble':
      return faceOfTrouble(notice.status);
    case 'loading':
      return { label: l10n.t('Loading'), codicon: 'loading~spin' };
    case 'waiting':
      return { label: l10n.t('Waits'), codicon: 'clock' };
    case 'partial':
      return { label: l10n.t('Not all'), codicon: 'warning', color: 'list.warningForeground', command: 'refresh' };
    case 'empty':
      return { label: l10n.t('No sessions'), codicon: 'circle-large-outline', command: 'loadOlder' };
    case 'not-loaded':
      return { label: l10n.t('Not loaded'), codicon: 'cloud-download', command: 'refresh' };
  }
}

function faceOfTrouble({ state, problem }: ConnectionStatus): ReturnType<typeof faceOf> {
  if (state === 'needsKey' || problem?.code === 'unauthorized' || problem?.code === 'unusable-key') {
    return { label: l10n.t('Set the key'), codicon: 'key', color: 'list.warningForeground', command: 'setKey' };
  }
  if (state === 'invalid') {
    return { label: l10n.t('Edit'), codicon: 'error', color: 'list.errorForeground', command: 'editConnection' };
  }
  return { label: l10n.t('Retry'), codicon: 'error', color: 'list.errorForeground', command: 'refresh' };
}
