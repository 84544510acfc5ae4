import { failed, ok, type Result } from '../session/problem.ts';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SHORTEST = 16;
const BEFORE_NUMBER = ':,[- \t\r\n';
/** Bodies above this are not searched for the place of an error that the parser does not name. */
const SEARCHED = 1_000_000;

/**
 * Reads an answer's body. Whole numbers beyond 2^53 come as strings, so that an id keeps its digits; of equal keys the
 * last wins. A page in place of data is `not-json`, anything else that cannot be read `broken-json` with its place.
 */
export function parseBody(text: string, contentType = ''): Result<unknown> {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return ok(JSON.parse(mayHoldLongNumber(body) ? quoteLongNumbers(body) : body));
  } catch (error) {
    if (/^\s*</.test(body) || /\bhtml\b/i.test(contentType)) return failed({ code: 'not-json', contentType });
    return failed({ code: 'broken-json', at: placeOf(error, body) });
  }
}

/**
 * Whether sixteen digits stand where a number may; true for hardly any body, though inside strings it may err. Every
 * sixteenth character is looked at, since no such run can lie between two of them.
 */
function mayHoldLongNumber(body: string): boolean {
  for (let at = SHORTEST - 1; at < body.length; at += SHORTEST) {
    if (!isDigit(body, at)) continue;
    let from = at;
    while (isDigit(body, from - 1)) from -= 1;
    while (isDigit(body, at + 1)) at += 1;
    if (at - from + 1 >= SHORTEST && (from === 0 || BEFORE_NUMBER.includes(body.charAt(from - 1)))) return true;
  }
  return false;
}

function isDigit(body: string, at: number): boolean {
  const code = body.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

/** Walks from string to string, so that digits inside one are never taken for a number. */
function quoteLongNumbers(body: string): string {
  let result = '';
  let copied = 0;
  let at = 0;
  while (at < body.length) {
    const quote = body.indexOf('"', at);
    const end = quote < 0 ? body.length : quote;
    if (end - at >= SHORTEST) {
      const between = body.slice(at, end);
      const quoted = between.replace(NUMBER, quoteIfLong);
      if (quoted !== between) {
        result += body.slice(copied, at) + quoted;
        copied = end;
      }
    }
    if (quote < 0) break;
    at = afterString(body, quote);
  }
  return result + body.slice(copied);
}

const quoteIfLong = (number: string): string =>
  /^-?\d{16,}$/.test(number) && !Number.isSafeInteger(Number(number)) ? `"${number}"` : number;

/** Where the string that opens at `quote` has ended. */
export function afterString(body: string, quote: number): number {
  let close = body.indexOf('"', quote + 1);
  while (close > 0) {
    let slashes = 0;
    while (body.charCodeAt(close - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return close + 1;
    close = body.indexOf('"', close + 1);
  }
  return body.length;
}

/** The engine names the place of most errors; for the others the shortest prefix that already fails ends there. */
function placeOf(error: unknown, body: string): number {
  const named = /at position (\d+)/.exec(String(error))?.[1];
  if (named !== undefined) return Number(named);
  if (body.length > SEARCHED || endsTooSoon(body)) return body.length;
  let sound = 0;
  let broken = body.length;
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (endsTooSoon(body.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return broken - 1;
}

/** Whether a prefix can still become JSON: it is whole, or it fails at its very end. */
function endsTooSoon(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const message = String(error);
    if (message.includes('end of JSON input')) return true;
    return Number(/at position (\d+)/.exec(message)?.[1] ?? -1) >= prefix.length;
  }
}

/** Far below what the engine can write, far above what any service sends. */
const DEEPEST = 100;

/**
 * Writes a value that was parsed from JSON. The engine reads any depth and writes some thousand levels: of a value that is
 * deeper, the levels below the hundredth stand as `…`.
 */
export function jsonOf(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent) ?? 'null';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(upTo(DEEPEST, value), undefined, indent);
  }
}

function upTo(depth: number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map(item => upTo(depth - 1, item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, upTo(depth - 1, item)]));
}
