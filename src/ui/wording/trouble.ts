import { l10n } from 'vscode';
import type { Problem } from '../../session/problem.ts';

/** A problem in two or three words, for a row that has room for no more; `wordProblem` has the sentences. */
export function wordTrouble(problem: Problem): string {
  switch (problem.code) {
    case 'needs-key':
    case 'key-for-other-origin':
      return l10n.t('needs a key');
    case 'keyring-silent':
      return l10n.t('keyring silent');
    case 'invalid-connection':
      return l10n.t('not set up correctly');
    case 'unusable-key':
      return l10n.t('key unusable');
    case 'unauthorized':
      return problem.hint === 'expired' ? l10n.t('key expired') : l10n.t('key refused');
    case 'forbidden':
      return l10n.t('not permitted');
    case 'not-found':
    case 'not-held':
      return l10n.t('not found');
    case 'rejected':
    case 'service-said-no':
    case 'impossible-filter':
      return l10n.t('request refused');
    case 'rate-limited':
      return l10n.t('rate budget');
    case 'server-error':
      return l10n.t('server error {0}', problem.status);
    case 'dns':
      return l10n.t('no such host');
    case 'refused':
    case 'unreachable':
      return l10n.t('unreachable');
    case 'certificate':
      return l10n.t('certificate not trusted');
    case 'proxy':
      return l10n.t('stopped by the proxy');
    case 'timeout':
      return l10n.t('no answer in time');
    case 'too-large':
      return l10n.t('answer too large');
    case 'redirect':
      return l10n.t('sent elsewhere');
    case 'not-json':
      return l10n.t('a page, no data');
    case 'broken-json':
      return l10n.t('answer damaged');
    case 'unexpected-shape':
      return l10n.t('not sessions');
    case 'list-cut':
      return l10n.t('answer cut short');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'internal':
      return l10n.t('fault of the extension');
  }
}
