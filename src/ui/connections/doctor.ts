import { l10n } from 'vscode';
import type { Connection } from '../../session/connection.ts';
import type { Problem } from '../../session/problem.ts';
import type { Examination } from '../../sync/services.ts';
import type { Display } from '../wording/display.ts';
import { wordProblem } from '../wording/problem.ts';
import { wordCount, wordInstant, wordTimeOfDay } from '../wording/time.ts';

/** `untried`: something before it went wrong, or there is nothing to try. */
export type Verdict = 'good' | 'bad' | 'note' | 'untried';

export interface Finding {
  name: string;
  verdict: Verdict;
  text: string;
}

/** How a request leaves this machine, as far as that is known before it is sent. */
export interface Route {
  /** Host and port of the proxy, without a user. */
  proxy?: string;
  /** Whether certificates must be trusted. */
  strict: boolean;
  /** VS Code's own client finds its way by itself. */
  byHost: boolean;
}

export interface Subject {
  connection: Connection;
  label: string;
  /** Where its requests go; absent where no address can be read. */
  origin: string | undefined;
  examination: Examination;
  route: Route;
  /** Distinct differences from the documentation in what was loaded. */
  drift: number;
  display: Display;
}

/** What stands in the way, in the order in which a request meets it. */
const STEPS = ['address', 'key', 'proxy', 'dns', 'connection', 'tls', 'answer', 'shape'] as const;
type Step = (typeof STEPS)[number];

/** The step that a problem belongs to: all before it went well. */
function stepOf(problem: Problem): Step {
  switch (problem.code) {
    case 'invalid-connection':
      return 'address';
    case 'needs-key':
    case 'keyring-silent':
    case 'key-for-other-origin':
    case 'unusable-key':
      return 'key';
    case 'proxy':
      return 'proxy';
    case 'dns':
      return 'dns';
    case 'refused':
    case 'unreachable':
      return 'connection';
    case 'timeout':
      return problem.phase === 'connect' ? 'connection' : 'answer';
    case 'certificate':
      return 'tls';
    case 'not-json':
    case 'broken-json':
    case 'unexpected-shape':
    case 'service-said-no':
      return 'shape';
    default:
      return 'answer';
  }
}

/** One finding for each thing that can be wrong between this machine and a service, secrets left out. */
export function diagnose(subject: Subject): Finding[] {
  const { examination, label, origin } = subject;
  const { problem } = examination;
  const failed = problem && stepOf(problem);
  const last = failed === undefined ? STEPS.length : STEPS.indexOf(failed);
  const sent = examination.requests.length > 0;
  const url = origin === undefined ? undefined : new URL(origin);

  const finding = (step: Step, name: string, good: () => Omit<Finding, 'name'>): Finding => {
    const at = STEPS.indexOf(step);
    if (step === failed && problem) return { name, verdict: 'bad', text: wordProblem(problem, label) };
    // What only a request can prove is not good because the request was never sent.
    if (at > last || (at >= STEPS.indexOf('dns') && !sent))
      return { name, verdict: 'untried', text: l10n.t('not tried') };
    return { name, ...good() };
  };

  return [
    finding('address', l10n.t('Address'), () => ({ verdict: 'good', text: origin ?? '' })),
    finding('key', l10n.t('Key'), () => ({ verdict: 'good', text: l10n.t('saved for this address') })),
    finding('proxy', l10n.t('Proxy'), () => proxy(subject.route)),
    finding('dns', l10n.t('Name (DNS)'), () => dns(url, subject.route)),
    finding('connection', l10n.t('Connection'), () => ({ verdict: 'good', text: l10n.t('accepted') })),
    finding('tls', l10n.t('Certificate (TLS)'), () => certificate(url, subject.route)),
    finding('answer', l10n.t('Answer'), () => ({ verdict: 'good', text: wordAnswer(subject) })),
    finding('shape', l10n.t('Shape'), () => shape(subject)),
    clock(subject),
    budget(subject),
  ];
}

function proxy({ proxy, byHost }: Route): Omit<Finding, 'name'> {
  if (byHost) return { verdict: 'note', text: l10n.t('left to VS Code, as the setting “http.transport” asks') };
  return proxy === undefined
    ? { verdict: 'good', text: l10n.t('none on the way') }
    : { verdict: 'good', text: l10n.t('through {0}', proxy) };
}

function dns(url: URL | undefined, { proxy }: Route): Omit<Finding, 'name'> {
  const host = url?.hostname ?? '';
  if (/^\[|^[\d.]+$/.test(host)) return { verdict: 'good', text: l10n.t('no name to look up') };
  return proxy === undefined
    ? { verdict: 'good', text: l10n.t('{0} was found', host) }
    : { verdict: 'good', text: l10n.t('looked up by the proxy') };
}

function certificate(url: URL | undefined, { strict }: Route): Omit<Finding, 'name'> {
  if (url?.protocol !== 'https:')
    return { verdict: 'note', text: l10n.t('none: the address is on this machine and not encrypted') };
  return strict
    ? { verdict: 'good', text: l10n.t('trusted') }
    : { verdict: 'note', text: l10n.t('not looked at, since “http.proxyStrictSSL” is off') };
}

function wordAnswer({ examination: { requests }, display }: Subject): string {
  const last = requests.at(-1);
  return last ? l10n.t('{0} in {1} ms', last.outcome, wordCount(Math.round(last.ms), display)) : '';
}

function shape({ drift, display }: Subject): Omit<Finding, 'name'> {
  return drift === 0
    ? { verdict: 'good', text: l10n.t('sessions, as the service documents them') }
    : {
        verdict: 'note',
        text: l10n.t('sessions, with {0} differences from the documentation', wordCount(drift, display)),
      };
}

/** Clocks nearer than this agree: an answer is on its way for that long. ms. */
const CLOSE = 5000;
/** Clocks further apart than this make statuses that follow from the time look wrong. ms. */
const FAR = 60_000;

function clock({ examination: { clockAhead } }: Subject): Finding {
  const name = l10n.t('Clock');
  if (clockAhead === undefined)
    return { name, verdict: 'untried', text: l10n.t('the service did not say what time it is') };
  const seconds = Math.round(Math.abs(clockAhead) / 1000);
  if (Math.abs(clockAhead) < CLOSE) return { name, verdict: 'good', text: l10n.t('agrees with this machine') };
  const text =
    clockAhead > 0
      ? l10n.t('the service is {0} s ahead of this machine; its clock counts', seconds)
      : l10n.t('the service is {0} s behind this machine; its clock counts', seconds);
  return { name, verdict: Math.abs(clockAhead) < FAR ? 'good' : 'note', text };
}

function budget({ examination: { perMinute, pausedUntil }, display }: Subject): Finding {
  const name = l10n.t('Rate budget');
  if (perMinute === 0) return { name, verdict: 'untried', text: l10n.t('not tried') };
  const rate = l10n.t('{0} requests a minute', wordCount(perMinute, display));
  return pausedUntil > display.now
    ? { name, verdict: 'note', text: l10n.t('{0}; used up until {1}', rate, wordTimeOfDay(pausedUntil, display)) }
    : { name, verdict: 'good', text: rate };
}

/** The findings as plain text, which needs no markup of what a service said. */
export function report(findings: readonly Finding[], { connection, label, display }: Subject): string {
  const signs: Record<Verdict, string> = {
    good: `✔ ${l10n.t('good')}`,
    bad: `✘ ${l10n.t('bad')}`,
    note: `! ${l10n.t('note')}`,
    untried: `– ${l10n.t('open')}`,
  };
  return [
    l10n.t('Test of {0} ({1}), {2}', label, connection.id, wordInstant(display.now, display)),
    '',
    ...findings.map(({ name, verdict, text }) => `${signs[verdict]} · ${name}: ${text}`),
    '',
  ].join('\n');
}
