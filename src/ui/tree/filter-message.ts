import * as vscode from 'vscode';
import type { Explorer } from '../../sync/explorer.ts';
import type { CurrentQuery } from '../filter/current.ts';
import { isPartial } from '../wording/coverage.ts';
import type { Display } from '../wording/display.ts';
import { wordLimits } from '../wording/limits.ts';
import { wordCount } from '../wording/time.ts';

/** What stands above the tree while a filter is on: how many of how many sessions, and what the answer cannot know. */
export function filterMessage(
  explorer: Pick<Explorer, 'connections' | 'beyond' | 'attendeesUnsure' | 'meansNobody'>,
  current: Pick<CurrentQuery, 'get' | 'text'>,
  matching: number,
  display: Display,
): string {
  const coverages = explorer.connections().map(status => status.coverage);
  const held = coverages.reduce((sum, { fetched }) => sum + fetched, 0);
  const [few, all, query] = [wordCount(matching, display), wordCount(held, display), current.text()];
  const shown = coverages.some(isPartial)
    ? vscode.l10n.t('Showing {0} of {1} loaded so far · {2}', few, all, query)
    : vscode.l10n.t('Showing {0} of {1} · {2}', few, all, query);
  return [shown, ...wordLimits(current.get(), explorer)].join(' · ');
}
