import { parseBody } from '../http/json.ts';
import { type Answer, textOf } from '../http/service.ts';
import { given } from '../session/given.ts';
import { isoOf } from '../session/instant.ts';
import { failed, ok, type Problem, type Result } from '../session/problem.ts';
import { fields, isFields, text } from './lenient.ts';

/** What an adapter knows about its service's refusals. */
export interface Refusals {
  /** What a 404 says is not there. */
  missing: 'workspace' | 'session' | 'endpoint';
  /** The permission whose lack is a 403. */
  needs?: string;
  /** What a 401 means, from what the service said with it. */
  hint?(said: string): string | undefined;
  /** When the key says itself that it ends, epoch ms: a 401 from then on needs no other reason. */
  keyExpiresAt?: number | undefined;
}

const SAID_AT_MOST = 200;

/**
 * The body of a successful answer, or what its refusal means. Status 200 proves nothing: a page is `not-json`, and
 * `success: false` is a refusal whatever the status.
 */
export function readAnswer(answer: Answer, refusals: Refusals, now: number): Result<unknown> {
  if (answer.status < 200 || answer.status > 299) return failed(refusalProblem(answer, refusals, now));
  const body = parseBody(textOf(answer), answer.headers['content-type']);
  if (body.ok && fields(body.value).success === false)
    return failed({ code: 'service-said-no', said: saidIn(body.value) ?? '' });
  return body;
}

/** What an answer with an error status means. */
function refusalProblem(answer: Answer, refusals: Refusals, now: number): Problem {
  const { status } = answer;
  const body = parseBody(textOf(answer), answer.headers['content-type']);
  const said = body.ok ? saidIn(body.value) : undefined;
  if (status === 401) {
    const { keyExpiresAt = Number.POSITIVE_INFINITY } = refusals;
    if (keyExpiresAt <= now)
      return { code: 'unauthorized', status, hint: 'expired', expiredAt: isoOf(keyExpiresAt), ...given({ said }) };
    return { code: 'unauthorized', status, ...given({ hint: refusals.hint?.(said ?? ''), said }) };
  }
  if (status === 403) return { code: 'forbidden', status, ...given({ needs: refusals.needs, said }) };
  if (status === 404 || status === 410) {
    // A service that knows the path says in its own format what is missing; a page says that there is no such path.
    return { code: 'not-found', status, what: body.ok ? refusals.missing : 'endpoint', ...given({ said }) };
  }
  // One that says until when was told by the budget, which reads the headers.
  if (status === 429) return { code: 'rate-limited' };
  return { code: status >= 500 ? 'server-error' : 'rejected', status, ...given({ said }) };
}

/** A list that a service documents under `name`, or the problem that it is not there. */
export function listIn(body: unknown, path: readonly string[]): Result<readonly unknown[]> {
  let value = body;
  for (const name of path) value = isFields(value) ? value[name] : undefined;
  return Array.isArray(value) ? ok(value) : failed({ code: 'unexpected-shape', path: path.join('.') });
}

/** The service's own words, on one line and short. */
function saidIn(body: unknown): string | undefined {
  const { error, message, detail } = fields(body);
  const words = text(message) ?? text(error) ?? text(fields(error).message) ?? text(detail);
  if (words === undefined) return undefined;
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > SAID_AT_MOST ? `${line.slice(0, SAID_AT_MOST).toWellFormed()}…` : line;
}
