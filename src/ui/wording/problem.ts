import { l10n } from 'vscode';
import type { Problem } from '../../session/problem.ts';
import { isolated } from './session.ts';

/** What happened, to which connection, and what can be done about it, in a sentence or two. */
export function wordProblem(problem: Problem, connection: string): string {
  switch (problem.code) {
    case 'needs-key':
      return problem.locked
        ? l10n.t(
            'The system’s keyring does not hand out the key of {0}. Unlock it and refresh, or set a key for this window.',
            connection,
          )
        : l10n.t('{0} has no key yet. Set one to see its sessions.', connection);
    case 'keyring-silent':
      return l10n.t(
        'The system’s keyring does not answer, so {0} cannot be asked. Unlock it: loading goes on by itself. Or set a key for this window.',
        connection,
      );
    case 'key-for-other-origin':
      return l10n.t(
        '{0} now points at {1}, but its key was saved for {2} and is not sent elsewhere. Set the key again.',
        connection,
        problem.origin,
        problem.savedFor,
      );
    case 'invalid-connection':
      return l10n.t('{0} is not set up correctly: {1} Edit the connection.', connection, wordInvalid(problem));
    case 'unusable-key':
      return l10n.t(
        'The key of {0} holds a character that no key has, such as one of another script or a line break. Copy it anew, and set it again.',
        connection,
      );
    case 'unauthorized':
      return withSaid(wordUnauthorized(problem, connection), problem.said);
    case 'forbidden':
      return withSaid(
        problem.needs === undefined
          ? l10n.t(
              'The key of {0} may not read this ({1}). Give it the permission at the service.',
              connection,
              problem.status,
            )
          : l10n.t(
              'The key of {0} lacks the permission “{1}”. Give it at the service, or set another key.',
              connection,
              problem.needs,
            ),
        problem.said,
      );
    case 'not-found':
      return withSaid(wordNotFound(problem.what, connection, problem.status), problem.said);
    case 'not-held':
      return l10n.t('{0}: no session is held under “{1}”. Refresh, then look for it again.', connection, problem.key);
    case 'rejected':
      return withSaid(
        l10n.t('{0} refused the request ({1}). Look at the log for what was asked.', connection, problem.status),
        problem.said,
      );
    case 'rate-limited':
      return wordRateLimited(problem, connection);
    case 'server-error':
      return withSaid(
        l10n.t('The service of {0} failed ({1}). Try again in a while.', connection, problem.status),
        problem.said,
      );
    case 'dns':
      return l10n.t(
        '{0}: there is no host named {1}. Check the address and your connection to the network.',
        connection,
        problem.host,
      );
    case 'refused':
      return l10n.t('{0}: {1} refuses connections. Check the address and its port.', connection, problem.host);
    case 'unreachable':
      return l10n.t(
        '{0}: {1} cannot be reached ({2}). Check your connection to the network, then retry.',
        connection,
        problem.host,
        problem.detail,
      );
    case 'certificate':
      return l10n.t(
        '{0}: the certificate of {1} cannot be trusted ({2}). Nothing was sent. Add its authority to the system, or check the address.',
        connection,
        problem.host,
        problem.detail,
      );
    case 'proxy':
      return l10n.t(
        '{0}: the proxy does not let the request through ({1}). Check the setting “http.proxy”.',
        connection,
        problem.status === undefined ? problem.detail : `${problem.status} ${problem.detail}`,
      );
    case 'timeout':
      return wordTimeout(problem, connection);
    case 'too-large':
      return l10n.t(
        'The answer for {0} is larger than {1} MB and was not read. Ask for fewer days.',
        connection,
        problem.limitMegabytes,
      );
    case 'redirect':
      return l10n.t(
        '{0} was sent on to {1}, which was not followed, since the key belongs to the first address. Correct the address.',
        connection,
        problem.to,
      );
    case 'not-json':
      return l10n.t(
        '{0} answered with a page ({1}) instead of data. Check the address, and whether this network wants you to sign in first.',
        connection,
        problem.contentType,
      );
    case 'broken-json':
      return l10n.t('The answer for {0} breaks off or is damaged at character {1}. Retry.', connection, problem.at);
    case 'unexpected-shape':
      return l10n.t(
        '{0} answered, but not with sessions (at “{1}”). Check the address; the drift report shows more.',
        connection,
        problem.path,
      );
    case 'service-said-no':
      return withSaid(l10n.t('The service of {0} declined the request.', connection), problem.said);
    case 'impossible-filter':
      return l10n.t('{0} cannot filter like this: {1}', connection, wordImpossible(problem.reason));
    case 'list-cut':
      return l10n.t(
        '{0} cuts its answer at {1} rows, so there may be more. Ask for fewer days.',
        connection,
        problem.rows,
      );
    case 'cancelled':
      return l10n.t('Loading {0} was cancelled. Refresh to go on.', connection);
    case 'internal':
      return l10n.t('{0} hit a fault of this extension ({1}). The log has the rest.', connection, problem.detail);
  }
}

const withSaid = (sentence: string, said: string | undefined): string =>
  said === undefined || said === '' ? sentence : l10n.t('{0} It says: “{1}”', sentence, isolated(said));

/** What is wrong with a setting of a connection, as a sentence of its own. */
export function wordFault(problem: { reason: string; field: string }): string {
  const sentence = wordInvalid(problem);
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}

function wordInvalid({ reason, field }: { reason: string; field: string }): string {
  switch (reason) {
    case 'base-url-missing':
      return l10n.t('the address of its API is missing.');
    case 'base-url-invalid':
      return l10n.t('the address is no address of an API.');
    case 'base-url-insecure':
      return l10n.t('the address must start with https, unless it is on this machine.');
    case 'base-url-with-key':
      return l10n.t('the address holds a user or a password, which do not belong there.');
    case 'workspace-missing':
      return l10n.t('the workspace is missing.');
    case 'team-missing':
      return l10n.t('the team is missing.');
    case 'team-domain':
      return l10n.t('the team’s domain is only the part before .digitalsamba.com.');
    case 'zone-unknown':
      return l10n.t('there is no such time zone; one is Europe/Madrid.');
    case 'id-repeated':
      return l10n.t('another connection has the same id.');
    case 'id-missing':
      return l10n.t('it has no id.');
    case 'id-pattern':
      return l10n.t('an id is made of up to 40 lower-case letters, digits and hyphens.');
    case 'provider-unknown':
      return l10n.t('there is no such provider.');
    case 'mode-unknown':
      return l10n.t('the mode is range or day.');
    case 'parameter-name':
      return l10n.t('“{0}” is no name of a parameter.', field);
    case 'empty':
      return l10n.t('“{0}” is empty.', field);
    case 'not-an-object':
      return l10n.t('it is no set of fields.');
    default:
      return l10n.t('“{0}” is not of the right type.', field);
  }
}

function wordUnauthorized({ hint, expiredAt, status }: Problem & { code: 'unauthorized' }, connection: string): string {
  switch (hint) {
    case 'expired':
      if (expiredAt !== undefined)
        return l10n.t(
          'The key of {0} expired on {1}. Set a new one.',
          connection,
          `${expiredAt.slice(0, 16).replace('T', ' ')} UTC`,
        );
      return l10n.t('The key of {0} has expired. Set a new one.', connection);
    case 'other-workspace':
      return l10n.t(
        '{0} does not accept the key: it is wrong, has expired, or belongs to another workspace. Set the key of this one.',
        connection,
      );
    default:
      return l10n.t('{0} does not accept the key ({1}). Set the key again.', connection, status);
  }
}

function wordNotFound(what: string, connection: string, status: number): string {
  switch (what) {
    case 'workspace':
      return l10n.t('{0}: the service knows no such workspace ({1}). Check the workspace.', connection, status);
    case 'session':
      return l10n.t('{0}: the service does not have this session any more ({1}).', connection, status);
    case 'sessions-path':
      return l10n.t(
        '{0}: this server no longer offers /sessions, nor the path of newer versions ({1}). Check the address.',
        connection,
        status,
      );
    default:
      return l10n.t('{0}: there is no such API at this address ({1}). Check the address.', connection, status);
  }
}

function wordRateLimited({ perMinute, resumeAt }: { perMinute?: number; resumeAt?: number }, connection: string) {
  const budget =
    perMinute === undefined
      ? l10n.t('{0} has used up its rate budget.', connection)
      : l10n.t('{0} has used up its rate budget of {1} requests a minute.', connection, perMinute);
  if (resumeAt === undefined) return l10n.t('{0} Loading goes on later.', budget);
  const seconds = Math.max(1, Math.ceil((resumeAt - Date.now()) / 1000));
  return l10n.t('{0} Loading goes on in {1} s.', budget, seconds);
}

function wordTimeout(
  { phase, seconds }: { phase: 'connect' | 'headers' | 'body'; seconds: number },
  connection: string,
) {
  switch (phase) {
    case 'connect':
      return l10n.t('{0} could not be reached within {1} s. Check the address and the network.', connection, seconds);
    case 'headers':
      return l10n.t('{0} did not answer within {1} s. Retry in a while.', connection, seconds);
    case 'body':
      return l10n.t('{0} stopped in the middle of its answer for {1} s. Retry in a while.', connection, seconds);
  }
}

function wordImpossible(reason: string): string {
  switch (reason) {
    case 'date-with-range':
      return l10n.t('one day and a range of days exclude each other.');
    case 'range-needs-both':
      return l10n.t('a range needs both its start and its end.');
    case 'reversed-range':
      return l10n.t('the range ends before it starts.');
    default:
      return reason;
  }
}
