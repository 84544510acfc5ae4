import * as vscode from 'vscode';
import type { Provider } from '../../providers/provider.ts';
import { originOf } from '../../providers/url.ts';
import { isProviderId, type ProviderId } from '../../session/connection.ts';
import { given } from '../../session/given.ts';
import type { Problem } from '../../session/problem.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { Examination, Services } from '../../sync/services.ts';
import type { InBackground } from '../background.ts';
import { askAfterError, askInformed } from '../tell.ts';
import type { Display } from '../wording/display.ts';
import { wordProblem } from '../wording/problem.ts';
import { diagnose, type Finding, type Route, report } from './doctor.ts';

export interface TestParts {
  provider(id: ProviderId): Provider;
  services: Pick<Services, 'examine'>;
  inBackground: InBackground;
  /** How a request to an address would leave this machine. */
  routeTo(url: URL): Route;
  display(): Display;
  /** Shows what a test of a connection found. */
  showTest(connectionId: string, text: string): Promise<void>;
}

/** A load of a stalled service ends within a minute; the wait for a budget may come on top. ms. */
const LONGEST_TEST = 120_000;

/** Says in a sentence how a connection stands, and offers the findings behind it; returns them to who asked by a script. */
export async function testConnection(parts: TestParts, status: ConnectionStatus): Promise<Finding[]> {
  const { connection, label, coverage } = status;
  const examination = await examined(parts, status);
  const origin = isProviderId(connection.provider)
    ? originOf(parts.provider(connection.provider), connection)
    : undefined;
  const route = origin === undefined ? { strict: true, byHost: false } : parts.routeTo(new URL(origin));
  const { drift } = coverage;
  const subject = { connection, label, origin, examination, route, drift, display: parts.display() };
  const findings = diagnose(subject);
  const show = (): Promise<void> => parts.showTest(connection.id, report(findings, subject));
  parts.inBackground(tell(examination.problem, label, show));
  return findings;
}

/** A connection that is configured wrongly is not asked. */
async function examined({ services }: TestParts, status: ConnectionStatus): Promise<Examination> {
  const { connection, label, state, problem } = status;
  if (state === 'invalid') return given({ requests: [], perMinute: 0, pausedUntil: 0, problem });
  return vscode.window.withProgress(
    { location: { viewId: 'sessionExplorer.sessions' }, title: vscode.l10n.t('Asking {0}', label) },
    () => services.examine(connection, AbortSignal.timeout(LONGEST_TEST)),
  );
}

async function tell(problem: Problem | undefined, label: string, show: () => Promise<void>): Promise<void> {
  const details = vscode.l10n.t('Show Details');
  const chosen = problem
    ? await askAfterError(wordProblem(problem, label), details)
    : await askInformed(vscode.l10n.t('{0} answers, and the key is accepted.', label), details);
  if (chosen === details) await show();
}
