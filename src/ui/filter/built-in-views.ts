import { l10n } from 'vscode';
import type { SavedView } from '../settings.ts';

/** The views that everyone has. They stand in no setting, so that nobody's settings hold what they did not write. */
export const builtInViews = (): SavedView[] => [
  { name: l10n.t('Live now'), query: 'status:live sort:start' },
  { name: l10n.t('Next 24 hours'), query: 'status:upcoming after:now before:+24h sort:start' },
  { name: l10n.t('No host yet'), query: 'status:upcoming host:"" sort:start' },
  { name: l10n.t('Ended today'), query: 'status:completed on:today' },
];
