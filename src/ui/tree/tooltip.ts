import { l10n } from 'vscode';
import type { Person, Session } from '../../session/session.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { LiveCounts } from '../live/live-counts.ts';
import { wordHeld, wordStopped } from '../wording/coverage.ts';
import { wordProblem } from '../wording/problem.ts';
import { isolated, personName, placeName, wordFlag, wordStatus, wordTimeSource } from '../wording/session.ts';
import { wordCount, wordInstant, wordMinutes } from '../wording/time.ts';
import { describe } from './describe.ts';
import { wordNotice } from './describe-connection.ts';
import type { DescribeContext } from './description.ts';
import type { Node } from './nodes.ts';
import type { Aspect } from './seen.ts';

/** A tooltip in plain data: a heading and lines, all of them text and none of them markup. */
export interface Tooltip {
  heading: string;
  lines: { name?: string; text: string }[];
}

/** Undefined: the row says all there is. */
export function tooltipOf(node: Node, context: DescribeContext): Tooltip | undefined {
  switch (node.kind) {
    case 'session':
      return ofSession(node.session, node.staleSince, context);
    case 'view':
      return {
        heading: isolated(node.name),
        lines: [{ text: node.complaint ?? node.query }, ...notConfirmed(node.live, context)],
      };
    case 'group': {
      const lines = [
        ...node.connections.flatMap(status => ofConnection(status, context)),
        ...notConfirmed(node.live, context),
      ];
      return lines.length === 0 ? undefined : { heading: describe(node, context).label, lines };
    }
    case 'notice':
      return node.notice.about === 'no-matches'
        ? undefined
        : { heading: node.notice.status.label, lines: [{ text: wordNotice(node.notice, false, context) }] };
    default:
      return undefined;
  }
}

/** Markdown in which all that a service wrote is text. */
export function markdownOf({ heading, lines }: Tooltip): string {
  const said = lines.map(({ name, text }) => plain(name === undefined ? text : `${name}: ${text}`));
  return [`**${plain(heading)}**\n`, ...said.map(line => `${line}  `)].join('\n');
}

// VS Code's own `appendText` makes every space one that no line breaks at, so that lines break within words.
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');

/** Which connections left unconfirmed what is called live, and since when. */
const notConfirmed = (live: LiveCounts | undefined, context: DescribeContext): Tooltip['lines'] =>
  context
    .notCurrent()
    .filter(({ connection }) => live?.has(connection.id))
    .map(({ label, coverage: { fetchedAt } }) => ({
      name: label,
      text:
        fetchedAt === undefined
          ? l10n.t('not confirmed')
          : l10n.t('not confirmed since {0}', wordInstant(fetchedAt, context.display)),
    }));

function ofConnection(status: ConnectionStatus, { display }: DescribeContext): Tooltip['lines'] {
  const { label, coverage, problem, loadedFrom } = status;
  const stopped = coverage.complete ? undefined : wordStopped(coverage.stopped);
  const lines: Tooltip['lines'] = [
    { name: label, text: [wordHeld(coverage, display), stopped].filter(Boolean).join(' · ') },
  ];
  // An instant, not an age: a tooltip stands as it was first asked for.
  if (coverage.fetchedAt !== undefined) {
    lines.push({ name: l10n.t('Last answer'), text: wordInstant(coverage.fetchedAt, display) });
  }
  if (problem) lines.push({ text: wordProblem(problem, label) });
  if (loadedFrom !== undefined) lines.push({ name: l10n.t('Loaded back to'), text: wordInstant(loadedFrom, display) });
  if (coverage.unreadable > 0) {
    lines.push({ name: l10n.t('Unreadable records'), text: wordCount(coverage.unreadable, display) });
  }
  if (coverage.drift > 0) {
    lines.push({ name: l10n.t('Differences from the documentation'), text: wordCount(coverage.drift, display) });
  }
  return lines;
}

function ofSession(session: Session, staleSince: string | undefined, context: DescribeContext): Tooltip {
  const { display } = context;
  const { status, rawStatus, start, end, host, coHosts, place, kind, client, participants, flags } = session;
  const lines: Tooltip['lines'] = [];
  const say = (name: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') lines.push({ name, text });
  };
  const named = (person: Person): string => {
    const known = person.name || person.displayName ? undefined : context.whoIs(session.provider, person.id);
    if (!known) return isolated(personName(person));
    return l10n.t('{0} (called so by {1}; ID {2})', isolated(known.name), known.connectionId, person.id);
  };
  say(l10n.t('Changed since you last looked'), context.changes(session).map(wordAspect).join(', '));
  const origin =
    session.statusSource === 'derived' ? l10n.t('derived from its times') : rawStatus && isolated(rawStatus);
  say(l10n.t('Status'), [wordStatus(status), origin].filter(Boolean).join(' · '));
  say(l10n.t('Start'), start && withSource(wordInstant(start, display), wordTimeSource(session.startSource)));
  say(l10n.t('End'), end && withSource(wordInstant(end, display), wordTimeSource(session.endSource)));
  if (session.durationMinutes !== undefined) say(l10n.t('Duration'), wordMinutes(session.durationMinutes));
  say(l10n.t('Host'), host && named(host));
  say(l10n.t('Co-hosts'), coHosts.slice(0, 5).map(named).join(', '));
  say(l10n.t('Place'), place && isolated(placeName(place)));
  say(l10n.t('Kind'), kind && isolated(kind.name));
  say(l10n.t('Client'), client && isolated(client.name ?? client.id ?? ''));
  say(l10n.t('Participants'), participants && wordParticipants(participants, context));
  say(l10n.t('Marks'), flags.map(wordFlag).join(', '));
  say(l10n.t('Service'), context.providerLabel(session.provider));
  say(l10n.t('Last answer'), staleSince && wordInstant(staleSince, display));
  return { heading: isolated(session.title || session.id), lines };
}

const withSource = (time: string, source: string | undefined): string =>
  source === undefined ? time : `${time} (${source})`;

function wordParticipants(participants: NonNullable<Session['participants']>, { display }: DescribeContext): string {
  const { live, total, peak, capacity } = participants;
  const parts: string[] = [];
  if (live !== undefined) parts.push(l10n.t('{0} here now', wordCount(live, display)));
  if (total !== undefined) parts.push(l10n.t('{0} in all', wordCount(total, display)));
  if (peak !== undefined) parts.push(l10n.t('{0} at the peak', wordCount(peak, display)));
  if (capacity !== undefined) parts.push(l10n.t('room for {0}', wordCount(capacity, display)));
  return parts.join(' · ');
}

function wordAspect(aspect: Aspect): string {
  switch (aspect) {
    case 'status':
      return l10n.t('Status');
    case 'start':
      return l10n.t('Start');
    case 'title':
      return l10n.t('Title');
    case 'host':
      return l10n.t('Host');
    case 'place':
      return l10n.t('Place');
    case 'kind':
      return l10n.t('Kind');
    case 'flags':
      return l10n.t('Marks');
  }
}
