import { l10n } from 'vscode';
import type { ConnectionStatus, Progress } from '../../sync/explorer.ts';
import { isPartial, wordCoverage, wordHeld, wordStopped } from '../wording/coverage.ts';
import { wordFault, wordProblem } from '../wording/problem.ts';
import { wordAge, wordCount, wordInstant } from '../wording/time.ts';
import { wordTrouble } from '../wording/trouble.ts';
import { type DescribeContext, type Description, row } from './description.ts';
import type { GroupNode, Notice, NoticeNode } from './nodes.ts';

/** What a group by provider or connection says beyond its count. */
export interface GroupExtras {
  description?: string;
  tags: readonly string[];
  trouble: boolean;
}

/** A group's description starts with its count; then what is wrong, and only then how old it is: a narrow side bar cuts the end off. */
export function connectionGroupExtras({ connections, selection }: GroupNode, context: DescribeContext): GroupExtras {
  const troubled = connections.filter(status => status.state !== 'ready');
  const trouble = troubled.length > 0;
  const [only, ...others] = connections;
  if (only === undefined) return { tags: [], trouble };
  const { total } = selection;
  if (others.length === 0) {
    return { description: aboutConnection(only, total, context), tags: ['connection', only.state], trouble };
  }
  const partial = connections.some(({ coverage }) => isPartial(coverage));
  const about = trouble ? wordTroubled(troubled) : partial ? l10n.t('partial') : undefined;
  return { description: joined(wordCount(total, context.display), about), tags: [], trouble };
}

const joined = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(' · ');

/** `total`: how many sessions stand below the row; fewer than are held where a filter is on. */
function aboutConnection(status: ConnectionStatus, total: number, { display }: DescribeContext): string {
  const { state, coverage, progress, stale } = status;
  const { fetched, fetchedAt, stopped, reportedTotal = 0 } = coverage;
  const count = wordCount(total, display);
  const held = fetched < reportedTotal ? wordHeld(coverage, display) : undefined;
  // "1,200 of 8,096" starts with the count already, unless a filter hides some of what is held.
  const counted = held === undefined || total < fetched ? joined(count, held) : held;
  if (progress) return wordProgress(progress, total, display);
  const age = fetchedAt === undefined ? undefined : wordAge(fetchedAt, display.now);
  if (state !== 'ready') return joined(counted, whatIsWrong(status), age);
  if (!isPartial(coverage)) return joined(count, stale ? age : undefined);
  if (stopped === 'never-ran' && fetched === 0) return joined(count, l10n.t('not loaded yet'));
  const why = coverage.complete ? undefined : wordStopped(stopped);
  return joined(counted, why === undefined ? undefined : l10n.t('stopped: {0}', why), age);
}

function wordProgress({ received, expected }: Progress, total: number, display: DescribeContext['display']): string {
  const some = wordCount(received, display);
  const of = expected === undefined ? some : l10n.t('{0} of {1}', some, wordCount(expected, display));
  // A first load: what has come is what is there.
  return received === total
    ? joined(of, l10n.t('loading'))
    : joined(wordCount(total, display), l10n.t('loading, {0}', of));
}

const whatIsWrong = ({ problem }: ConnectionStatus): string => (problem ? wordTrouble(problem) : l10n.t('failed'));

function wordTroubled(troubled: readonly ConnectionStatus[]): string {
  const [first, ...others] = troubled;
  if (first === undefined) return '';
  return [`${first.label}: ${whatIsWrong(first)}`, others.length > 0 ? l10n.t('{0} more', others.length) : '']
    .filter(Boolean)
    .join(', ');
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
  const sentence = wordNotice(notice, named, context);
  const described = row({
    label,
    description: notice.about === 'trouble' ? inShort(notice.status, named) : sentence,
    icon: color === undefined ? { codicon } : { codicon, color },
    tags: ['notice', notice.about, 'connection', notice.status.state],
    collapsible: 'none',
    ...(command === undefined ? {} : { command: { id: `sessionExplorer.${command}`, arguments: [id] } }),
  });
  return { ...described, accessibilityLabel: [label, sentence].join(', ') };
}

/** A trouble for a narrow side bar: its row says what to do, so there is room for what is wrong. The tooltip has the rest. */
function inShort({ label, problem }: ConnectionStatus, named: boolean): string {
  if (!problem) return named ? label : '';
  const what = problem.code === 'invalid-connection' ? wordFault(problem) : wordTrouble(problem);
  return named ? `${label}: ${what}` : what;
}

type AboutConnection = Exclude<Notice, { about: 'no-matches' }>;

/** The whole of a notice in a sentence or two, which name the connection where its place does not. */
export function wordNotice(notice: AboutConnection, named: boolean, { display }: DescribeContext): string {
  const { label, coverage, problem, loadedFrom } = notice.status;
  const said = (text: string): string => (named ? [label, text].join(': ') : text);
  switch (notice.about) {
    case 'trouble':
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
