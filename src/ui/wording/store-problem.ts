import { l10n } from 'vscode';
import type { StoreProblem } from '../../store/problem.ts';

/** What is wrong with the disk, and what follows for the person; work goes on under each of these. */
export function wordStoreProblem(problem: StoreProblem): string {
  const inMemory = l10n.t('Session Explorer works on in memory: what it loads is gone when the window closes.');
  switch (problem.code) {
    case 'corrupt':
      return problem.setAside === undefined
        ? l10n.t('The stored sessions are damaged. {0}', inMemory)
        : l10n.t(
            'The stored sessions were damaged. The file was kept as {0}, and a new one was begun.',
            problem.setAside,
          );
    case 'newer':
      return l10n.t('The stored sessions were written by a newer version and were left as they are. {0}', inMemory);
    case 'locked':
      return l10n.t('The stored sessions are locked by another program. {0}', inMemory);
    case 'read-only':
      return l10n.t('The folder for stored sessions cannot be written to. {0}', inMemory);
    case 'full':
      return l10n.t('The disk is full. {0}', inMemory);
    case 'gone':
      return l10n.t('The stored sessions were removed while in use. {0}', inMemory);
    case 'rows-skipped':
      return l10n.t('{0} stored sessions could not be read. Refresh to load them again.', problem.rows);
    case 'not-erased':
      return l10n.t(
        'What was removed may stay readable in a file until other windows are closed. Close them and clear the cache.',
      );
    case 'unusable':
      return l10n.t('The stored sessions cannot be opened ({0}). {1}', problem.detail, inMemory);
  }
}
