import { env, l10n } from 'vscode';
import type { Problem } from '../../session/problem.ts';
import type { CompareWords } from '../../webview/compare-protocol.ts';
import { detailWords } from '../detail/words.ts';

const shell = (): CompareWords => ({
  language: env.language,
  title: l10n.t('Compare Sessions'),
  loading: l10n.t('Loading…'),
  swap: l10n.t('Swap Sides'),
  refresh: l10n.t('Refresh'),
  open: l10n.t('Open'),
  onlyDifferences: l10n.t('Only what differs'),
  figure: l10n.t('Figure'),
  difference: l10n.t('Difference'),
  differs: l10n.t('differs'),
  same: l10n.t('the same'),
  oneSided: l10n.t('only one side reports it'),
});

/** Everything that the comparison says; what the detail says too, it says in the detail's words. */
export const compareWords = (problem: (problem: Problem) => string) => ({
  detail: detailWords(problem),
  shell: shell(),
  missing: {
    notReported: l10n.t('not reported'),
    notLoaded: l10n.t('not loaded'),
    loading: l10n.t('loading…'),
  },
  notHeld: (keys: string) => l10n.t('Not held at the moment: {0}. Both are shown as soon as that is loaded.', keys),
  summary: (differing: string, rows: string) => l10n.t('{0} of {1} rows differ', differing, rows),
  allSame: (rows: string) => l10n.t('Nothing differs in {0} rows', rows),
  zone: (zone: string) => l10n.t('Times in {0}', zone),
  group: {
    session: l10n.t('Session'),
    people: l10n.t('People'),
    figures: l10n.t('Figures'),
  },
  row: {
    status: l10n.t('Status'),
    attended: l10n.t('Attended'),
    people: l10n.t('People'),
    peak: l10n.t('Peak'),
    live: l10n.t('In the room now'),
    vacant: l10n.t('Vacant places'),
    checks: l10n.t('Checks that do not add up'),
    none: l10n.t('none'),
  },
});

export type Words = ReturnType<typeof compareWords>;
