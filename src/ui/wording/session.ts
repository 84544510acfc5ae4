import { l10n } from 'vscode';
import type { Dimension } from '../../query/selection.ts';
import type { Flag, Person, Place, Session, Status, TimeSource } from '../../session/session.ts';
import type { KnownAs } from '../../sync/people.ts';

export function wordStatus(status: Status): string {
  switch (status) {
    case 'live':
      return l10n.t('Live');
    case 'upcoming':
      return l10n.t('Upcoming');
    case 'completed':
      return l10n.t('Completed');
    case 'cancelled':
      return l10n.t('Cancelled');
    case 'missed':
      return l10n.t('Missed');
    case 'unknown':
      return l10n.t('Unknown');
  }
}

/** A status' codicon and theme colour: shape first, so that colour is never the only sign. */
export const STATUS_ICONS: Record<Status, { codicon: string; color: string }> = {
  live: { codicon: 'broadcast', color: 'charts.green' },
  upcoming: { codicon: 'calendar', color: 'charts.blue' },
  completed: { codicon: 'pass', color: 'disabledForeground' },
  cancelled: { codicon: 'circle-slash', color: 'problemsWarningIcon.foreground' },
  missed: { codicon: 'watch', color: 'charts.red' },
  unknown: { codicon: 'question', color: 'charts.yellow' },
};

export function wordDimension(dimension: Dimension): string {
  switch (dimension) {
    case 'provider':
      return l10n.t('Provider');
    case 'connection':
      return l10n.t('Connection');
    case 'status':
      return l10n.t('Status');
    case 'day':
      return l10n.t('Day');
    case 'month':
      return l10n.t('Month');
    case 'host':
      return l10n.t('Host');
    case 'place':
      return l10n.t('Place');
    case 'kind':
      return l10n.t('Kind');
  }
}

/** The name of the group of those sessions that have nothing in a dimension. */
export function wordAbsent(dimension: Dimension): string {
  switch (dimension) {
    case 'host':
      return l10n.t('No host');
    case 'place':
      return l10n.t('No place');
    case 'kind':
      return l10n.t('No kind');
    case 'day':
    case 'month':
      return l10n.t('No start');
    default:
      return l10n.t('None');
  }
}

/** How a time was had, where that is not simply what the service said. */
export function wordTimeSource(source: TimeSource | undefined): string | undefined {
  switch (source) {
    case 'assumed-utc':
      return l10n.t('assumed UTC: the service names no zone');
    case 'connection-zone':
      return l10n.t('read in the connection’s zone');
    case 'derived':
      return l10n.t('worked out from the duration');
    default:
      return undefined;
  }
}

/** A flag in words; what is none is shown as it is. */
export function wordFlag(flag: string): string {
  const words: Record<Flag, string> = {
    delayed: l10n.t('Delayed'),
    claimable: l10n.t('Claimable'),
    adhoc: l10n.t('Ad hoc'),
    'room-deleted': l10n.t('Room deleted'),
    'wall-time-skipped': l10n.t('Local time skipped by the clock change'),
    'wall-time-repeated': l10n.t('Local time occurs twice, first one taken'),
    'implausible-duration': l10n.t('Implausible duration'),
    gone: l10n.t('No longer listed by the service'),
  };
  return Object.hasOwn(words, flag) ? words[flag as Flag] : flag;
}

/** A person's name; one whom the service names by id only goes by what another connection calls them. */
export const personName = (person: Person, known?: KnownAs): string =>
  person.displayName || person.name || known?.name || person.id;

export const placeName = (place: Place): string => place.name || place.id || '';

const LONGEST = 300;
// Controls, line and paragraph separators would break a row; stray isolates would end or swallow the one put around it.
// Embeddings and overrides may stay: they end with that isolate.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const ISOLATES = /[\u2066-\u2069]/g;

/** Text of a service as one line of at most so many characters. */
export function oneLine(text: string, longest = LONGEST): string {
  const plain = text
    .slice(0, longest * 4)
    .toWellFormed()
    .replace(ISOLATES, '')
    .replace(BREAKS, ' ');
  const points = [...plain];
  return points.length > longest ? `${points.slice(0, longest).join('')}…` : plain;
}

/** Text of a service as one line within U+2068 … U+2069, so that its direction cannot reorder what stands beside it. */
export const isolated = (text: string, longest?: number): string => `\u2068${oneLine(text, longest)}\u2069`;

/** The label of a session wherever it stands in a list. */
export const sessionLabel = (session: Pick<Session, 'title' | 'id'>, longest?: number): string =>
  isolated(session.title || session.id, longest);

/** Text for a place where VS Code draws `$(name)` as an icon. */
export const withoutIcons = (text: string): string => text.replaceAll('$(', '\\$(');
