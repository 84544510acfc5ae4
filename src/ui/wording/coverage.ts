import { l10n } from 'vscode';
import type { ConnectionCoverage, Stopped } from '../../session/coverage.ts';
import type { Display } from './display.ts';
import { wordAge, wordCount } from './time.ts';

/** How much of how much is held, how old it is, and why a load ended before its end: `1,200 of 8,096 · 3 min ago · stopped: rate budget`. */
export function wordCoverage(coverage: ConnectionCoverage, display: Display): string {
  if (coverage.stopped === 'never-ran' && coverage.fetched === 0) return l10n.t('not loaded yet');
  const parts = [wordHeld(coverage, display)];
  if (coverage.fetchedAt !== undefined) parts.push(wordAge(coverage.fetchedAt, display.now));
  const stopped = coverage.complete ? undefined : wordStopped(coverage.stopped);
  if (stopped !== undefined) parts.push(l10n.t('stopped: {0}', stopped));
  return parts.join(' · ');
}

/** `1,200 of 8,096`, or `1,200` where that is all the service has or nobody said how many there are. */
export function wordHeld(coverage: ConnectionCoverage, display: Display): string {
  const { fetched, reportedTotal } = coverage;
  const held = wordCount(fetched, display);
  if (reportedTotal !== undefined && reportedTotal > fetched) {
    return l10n.t('{0} of {1}', held, wordCount(reportedTotal, display));
  }
  return coverage.complete ? held : l10n.t('{0} of an unknown total', held);
}

/** Whether there is more at the service than is held, as far as anyone can know. */
export const isPartial = (coverage: ConnectionCoverage): boolean =>
  !coverage.complete || (coverage.reportedTotal ?? 0) > coverage.fetched;

/** Undefined: the end was seen, or nothing was asked yet. */
export function wordStopped(stopped: Stopped): string | undefined {
  switch (stopped) {
    case 'end':
    case 'never-ran':
      return undefined;
    case 'error':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'budget':
      return l10n.t('rate budget');
    case 'page-cap':
      return l10n.t('too many pages');
    case 'repeated-page':
      return l10n.t('the service repeats its pages');
  }
}
