import type { Problem } from '../session/problem.ts';

/** What is known about a request when it failed. */
export interface Circumstances {
  host: string;
  /** Only the proxy's name is resolved and only the proxy is connected to. */
  proxied: boolean;
  /** A connection to the service was had. */
  sent: boolean;
  cancelled: boolean;
  connectMs: number;
  headersMs: number;
}

/** Thrown where a limit of this product ends a request. Its message is shown to nobody; `problem` is. */
export class LimitReached extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

type Kind = 'dns' | 'refused' | 'certificate' | 'proxy' | 'connect-timeout' | 'headers-timeout';

/** Error codes of Node, of undici and, as `net::ERR_…` in messages, of Electron's fetch. The first that matches counts. */
const KINDS: readonly [RegExp, Kind][] = [
  [/^(UND_ERR_(PRX_|SOCKS5)|ERR_(PROXY|TUNNEL|SOCKS)_)/, 'proxy'],
  [/^(ENOTFOUND|EAI_\w+|ENODATA|ERR_NAME_\w+)$/, 'dns'],
  [/^(ECONNREFUSED|ERR_CONNECTION_REFUSED)$/, 'refused'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|ERR_CONNECTION_TIMED_OUT)$/, 'connect-timeout'],
  [/^UND_ERR_HEADERS_TIMEOUT$/, 'headers-timeout'],
  [/CERT|_ISSUER|VERIFY_LEAF|HOSTNAME_MISMATCH|^INVALID_(CA|PURPOSE)$|PATH_LENGTH_EXCEEDED/, 'certificate'],
];

/** What an error that a transport threw means. Only codes are taken over, since messages may name a proxy's password. */
export function networkProblem(error: unknown, at: Circumstances): Problem {
  if (at.cancelled) return { code: 'cancelled' };
  const chain = [...causes(error)];
  const limit = chain.find(cause => cause instanceof LimitReached);
  if (limit) return limit.problem;

  const refusal = chain.map(proxyRefusal).find(status => status !== undefined);
  if (refusal !== undefined) return { code: 'proxy', detail: 'answered', status: refusal };

  const codes = chain.map(codeOf).filter(code => code !== undefined);
  const [kind, code] = recognise(codes) ?? [undefined, codes[0] ?? 'unknown'];
  const { host } = at;
  if (kind === 'certificate') return { code: 'certificate', host, detail: code };
  if (kind === 'headers-timeout') return { code: 'timeout', phase: 'headers', seconds: at.headersMs / 1000 };
  if (kind === 'proxy' || (at.proxied && !at.sent)) return { code: 'proxy', detail: code };
  if (kind === 'dns' || kind === 'refused') return { code: kind, host };
  if (kind === 'connect-timeout' && !at.sent) {
    return { code: 'timeout', phase: 'connect', seconds: at.connectMs / 1000 };
  }
  return { code: 'unreachable', host, detail: code };
}

function recognise(codes: readonly string[]): [Kind, string] | undefined {
  for (const [pattern, kind] of KINDS) {
    const code = codes.find(one => pattern.test(one));
    if (code !== undefined) return [kind, code];
  }
  return undefined;
}

/** Errors name each other as causes two or three deep; one that names itself must not be followed for ever. */
const DEEPEST_CAUSE = 5;

/** The error, what caused it, and each attempt of a connection that tried several addresses. */
function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!(error instanceof Error) || depth > DEEPEST_CAUSE) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* causes(one, depth + 1);
  yield* causes(error.cause, depth + 1);
}

function codeOf(error: Error): string | undefined {
  const electron = /net::(ERR_\w+)/.exec(error.message)?.[1];
  if (electron !== undefined) return electron;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** undici tells of a proxy's status in words only: for a tunnel that was refused, and for a forwarded request's 407. */
function proxyRefusal(error: Error): number | undefined {
  const status = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)/.exec(error.message);
  return status ? Number(status[1] ?? status[2]) : undefined;
}
