/** What an answer says about how much more may be asked. Instants are epoch ms on this machine's clock. */
export interface RateNotice {
  /** Requests a minute, where the headers speak of a minute or less. */
  perMinute?: number;
  /** How many more until `resetAt`. */
  remaining?: number;
  resetAt?: number;
  /** Nothing before this instant. */
  retryAt?: number;
}

type Headers = Readonly<Record<string, string>>;

/** A reset that is given in whole seconds may lie up to a second beyond the minute that it means. */
const A_MINUTE_MS = 61_000;
/** Beyond this a wait is a mistake of the service's. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3), `RateLimit` and `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers, also
 * in its older spellings `RateLimit-Limit`, `-Remaining`, `-Reset`) and `X-RateLimit-…`, which no document defines.
 */
export function readRateHeaders(headers: Headers, now: number): RateNotice {
  const serviceNow = Date.parse(headers.date ?? '') || now;
  const inMs = (ms: number): number => now + Math.min(Math.max(ms, 0), LONGEST_MS);
  const notice: RateNotice = {};

  const retryAfter = (headers['retry-after'] ?? '').trim();
  if (/^\d+(\.\d+)?$/.test(retryAfter)) notice.retryAt = inMs(Number(retryAfter) * 1000);
  else if (!Number.isNaN(Date.parse(retryAfter))) notice.retryAt = inMs(Date.parse(retryAfter) - serviceNow);

  const left = tightestLimit(headers.ratelimit ?? '');
  const named = (name: string) =>
    firstNumber(headers[`ratelimit-${name}`]) ?? firstNumber(headers[`x-ratelimit-${name}`]);
  const remaining = left?.remaining ?? named('remaining');
  const reset = left?.reset ?? named('reset');
  if (remaining !== undefined) notice.remaining = remaining;
  if (reset !== undefined) notice.resetAt = inMs(untilReset(reset, serviceNow));

  const limit =
    policyPerMinute(headers['ratelimit-policy'] ?? headers['ratelimit-limit'] ?? '') ?? left?.limit ?? named('limit');
  const window = notice.resetAt === undefined ? 0 : notice.resetAt - now;
  if (limit !== undefined && limit >= 1 && window <= A_MINUTE_MS) notice.perMinute = Math.floor(limit);
  return notice;
}

/** A reset is seconds from now, or an instant in epoch seconds or milliseconds; only its size tells which. */
function untilReset(reset: number, serviceNow: number): number {
  if (reset > 1e11) return reset - serviceNow;
  return reset > 1e8 ? reset * 1000 - serviceNow : reset * 1000;
}

/** `"default";r=50;t=30`, one for each policy, or `limit=100, remaining=50, reset=30`: the one with the least left. */
function tightestLimit(value: string): { remaining: number; reset?: number; limit?: number } | undefined {
  const items = /\blimit\s*=/.test(value) ? [value] : value.split(',');
  return items
    .map(item => {
      const remaining = parameter(item, 'r') ?? parameter(item, 'remaining');
      const reset = parameter(item, 't') ?? parameter(item, 'reset');
      const limit = parameter(item, 'limit');
      return remaining === undefined
        ? undefined
        : { remaining, ...(reset !== undefined && { reset }), ...(limit !== undefined && { limit }) };
    })
    .filter(item => item !== undefined)
    .sort((a, b) => a.remaining - b.remaining)[0];
}

/** `"default";q=100;w=60` or `100;w=60`: the tightest of those whose window is a minute or less. */
function policyPerMinute(value: string): number | undefined {
  const rates = value.split(',').flatMap(item => {
    const quota = parameter(item, 'q') ?? firstNumber(item);
    const seconds = parameter(item, 'w');
    return quota !== undefined && seconds && seconds <= 60 ? [(quota * 60) / seconds] : [];
  });
  return rates.length === 0 ? undefined : Math.min(...rates);
}

function parameter(item: string, name: string): number | undefined {
  const found = new RegExp(`(?:^|[;,\\s])${name}\\s*=\\s*(\\d+)`).exec(item);
  return found ? Number(found[1]) : undefined;
}

function firstNumber(value: string | undefined): number | undefined {
  const found = /^\s*(\d+(?:\.\d+)?)/.exec(value ?? '');
  return found ? Number(found[1]) : undefined;
}
