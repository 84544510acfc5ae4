import { failed, ok, type Problem, type Result } from '../session/problem.ts';
import { slice } from '../turns/slices.ts';
import { type Budget, LONGEST_WAIT_MS, type OnWait, type Slot } from './budget.ts';
import { mayCarryKey } from './origin.ts';
import type { Redactor } from './redact.ts';
import { pauseAfter, TRIES, worthRetrying } from './retry.ts';
import type { ServiceClock } from './service-clock.ts';
import { startPatience, systemTimer, type Timer } from './timer.ts';
import type { Transport, TransportAnswer } from './transport.ts';

/** What a service answered, whatever the status. Header names are lower-case. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The text, in parts of some 100,000 characters: to put tens of megabytes into one piece would block the thread. */
  body: readonly string[];
}

/** The body in one piece: what it takes grows with its length. */
export const textOf = ({ body }: Pick<Answer, 'body'>): string => body.join('');

/** One service behind one connection: authorised, within its budget, retried, cancellable, counted. */
export interface Service {
  /**
   * GET on the connection's own origin. Any status that was answered is an answer (429 and 5xx after the last try too);
   * a problem means that no usable answer came. Never throws.
   */
  get(url: URL): Promise<{ ok: true; value: Answer } | { ok: false; problem: Problem }>;
  /** Epoch ms on the service's clock: this machine's, corrected by the answers' `Date` headers. */
  now(): number;
  /** HTTP requests made so far, retries included. */
  readonly requests: number;
  /** When the key says itself that it ends, epoch ms. */
  readonly keyExpiresAt?: number | undefined;
  readonly signal: AbortSignal;
}

/** One request, as the log shows it; free of secrets. */
export interface RequestLine {
  method: 'GET';
  /** Path and query. */
  path: string;
  /** The status that was answered, or the code of the problem. */
  outcome: number | Problem['code'];
  ms: number;
  /** Of the body, decompressed. */
  bytes: number;
  /** 1 for the first try. */
  try: number;
}

/** What one service is opened with. */
export interface ServiceOptions {
  /** The only origin that is ever asked. */
  origin: string;
  /** Headers that carry the key. */
  headers: Readonly<Record<string, string>>;
  /** When the key says itself that it ends, epoch ms. */
  keyExpiresAt?: number | undefined;
  /** This product's version, for `user-agent`. */
  version: string;
  /** Asked for each request: the settings of the network may change while a load is under way. */
  transport: () => Transport;
  /** Outlive the service: one of each for a connection. */
  budget: Budget;
  clock: ServiceClock;
  signal: AbortSignal;
  redact: Redactor;
  log?: (line: RequestLine) => void;
  onWait?: OnWait;
  timer?: Timer;
  /** From 0 to below 1. */
  random?: () => number;
  /** How long one `get` may take, waiting for the budget apart. */
  patienceMs?: number;
}

const PATIENCE_MS = 55_000;
const MOST_REDIRECTS = 3;
/** Some services refuse with status 200. */
const REFUSAL = /^\s*\{[^[]{0,200}"success"\s*:\s*false/;
/** What a header may hold; a key that was copied with its surroundings holds more at times. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Opens one service for the length of one load: what it asks waits for the budget, is tried again, and is logged. */
export function openService(options: ServiceOptions): Service {
  const { origin, transport, budget, clock, signal, redact, onWait } = options;
  const { timer = systemTimer, random = Math.random, patienceMs = PATIENCE_MS } = options;
  const headers = {
    accept: 'application/json',
    'user-agent': `session-explorer/${options.version}`,
    ...options.headers,
  };
  let requests = 0;

  /** Sends one request. The time spent is returned beside what came of it. */
  const send = async (url: URL, slot: Slot, tried: number, leftMs: number): Promise<Sent> => {
    const sentAt = timer.now();
    const patience = startPatience(timer, leftMs);
    requests++;
    const reply = await transport().fetch({ url, headers, signal: AbortSignal.any([signal, patience.over]) });
    slot.answered(reply.ok ? reply.value.headers : undefined);
    if (reply.ok) clock.observe(reply.value.headers, sentAt, timer.now());

    const read: Read = reply.ok ? await readReply(reply.value, url) : { result: failed(reply.problem), bytes: 0 };
    patience.end();
    let { result } = read;
    // Nobody cancelled the load: the patience with this request is over, or the transport was closed.
    if (!result.ok && result.problem.code === 'cancelled' && !signal.aborted) {
      const phase = reply.ok ? 'body' : 'headers';
      result = patience.over.aborted
        ? failed({ code: 'timeout', phase, seconds: Math.round(patienceMs / 1000) })
        : failed({ code: 'unreachable', host: url.host, detail: 'transport-closed' });
    }
    const ms = timer.now() - sentAt;
    const outcome = result.ok ? result.value.status : result.problem.code;
    const path = redact.text(url.pathname + url.search);
    options.log?.({ method: 'GET', path, outcome, ms, bytes: read.bytes, try: tried });
    return { result, redirect: read.redirect, ms };
  };

  const readReply = async (reply: TransportAnswer, url: URL): Promise<Read> => {
    const { status } = reply;
    const redirect = redirectOf(status, reply.headers.location, url);
    if (redirect) {
      reply.discard();
      return { result: ok({ status, headers: {}, body: [] }), redirect, bytes: 0 };
    }
    const read = await reply.read();
    if (!read.ok) return { result: read, bytes: 0 };
    const { parts, bytes } = read.value;
    return {
      result: ok({ status, headers: redact.headers(reply.headers), body: await readable(status, parts) }),
      bytes,
    };
  };

  const credentials = credentialsIn(options.headers);

  /** What a service says when it refuses is shown to people, and some repeat the key in it; a few do so in their data. */
  const readable = async (status: number, body: readonly string[]): Promise<readonly string[]> => {
    if (status < 200 || status > 299 || REFUSAL.test(body[0] ?? '')) return [redact.text(body.join(''))];
    for (const credential of credentials) if (await standsIn(body, credential)) return [redact.keys(body.join(''))];
    return body;
  };

  /** One try: follows redirects as long as they stay where the key belongs. Each hop is a request of the budget. */
  const attempt = async (url: URL, tried: number, leftMs: number): Promise<{ result: Result<Answer>; ms: number }> => {
    let target = url;
    let ms = 0;
    for (let hop = 0; ; hop++) {
      const slot = await budget.take(signal, onWait);
      if (!slot.ok) return { result: slot, ms };
      const sent = await send(target, slot.value, tried, leftMs - ms);
      ms += sent.ms;
      if (!sent.redirect) return { result: sent.result, ms };
      if (sent.redirect.origin !== origin || hop === MOST_REDIRECTS) {
        return { result: failed({ code: 'redirect', to: redact.text(sent.redirect.origin) }), ms };
      }
      target = sent.redirect;
    }
  };

  const tries = async (url: URL): Promise<Result<Answer>> => {
    let leftMs = patienceMs;
    for (let tried = 1; ; tried++) {
      const { result, ms } = await attempt(url, tried, leftMs);
      const pause = pauseAfter(tried, random);
      leftMs -= ms + pause;
      if (!worthRetrying(result)) return result;
      // The pause between tries must not make a wait that is too long short enough.
      if (result.ok && result.value.status === 429 && budget.pausedUntil > timer.now() + LONGEST_WAIT_MS)
        return refusedOr(result.value);
      if (tried === TRIES || leftMs <= 0) return result.ok ? refusedOr(result.value) : result;
      await timer.sleep(pause, signal);
      if (signal.aborted) return failed({ code: 'cancelled' });
    }
  };

  /** A last 429 that says when to come back is more than an answer: the load can end and go on by itself. */
  const refusedOr = (answer: Answer): Result<Answer> =>
    answer.status === 429 && budget.pausedUntil > timer.now()
      ? failed({ code: 'rate-limited', resumeAt: budget.pausedUntil, perMinute: budget.perMinute })
      : ok(answer);

  return {
    async get(url) {
      if (!Object.values(options.headers).every(value => SENDABLE.test(value))) return failed({ code: 'unusable-key' });
      if (url.origin !== origin || !mayCarryKey(url)) return failed({ code: 'internal', detail: 'other-origin' });
      try {
        return await tries(withoutExtras(url));
      } catch (error) {
        return failed({ code: 'internal', detail: redact.text(String(error)) });
      }
    },
    now: () => clock.now(),
    keyExpiresAt: options.keyExpiresAt,
    get requests() {
      return requests;
    },
    signal,
  };
}

/** A reply read to its end, and where it leads if it is a redirect. `bytes`: of the body, decompressed. */
interface Read {
  result: Result<Answer>;
  redirect?: URL;
  bytes: number;
}

interface Sent {
  result: Result<Answer>;
  redirect: URL | undefined;
  ms: number;
}

/** A shorter key is a word like any other, which an answer may hold by chance. */
const SHORTEST_KEY = 12;

/** What a service would repeat of the headers that carry the key, as it would stand in JSON. */
function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers)
    .flatMap(value => {
      const [, scheme, credential = value] = /^(Basic|Bearer) (.*)$/s.exec(value) ?? [];
      const pair = scheme === 'Basic' ? Buffer.from(credential, 'base64').toString() : '';
      return [credential, pair.slice(pair.indexOf(':') + 1)];
    })
    .filter(({ length }) => length >= SHORTEST_KEY)
    .map(credential => JSON.stringify(credential).slice(1, -1));
}

/** How long a search goes on before others get their turn, ms. */
const STRETCH = 12;

/** Whether a text in parts holds another anywhere, across two of them too. */
async function standsIn(parts: readonly string[], wanted: string): Promise<boolean> {
  const turn = slice(STRETCH);
  for (const [at, part] of parts.entries()) {
    const border = part.slice(1 - wanted.length) + (parts[at + 1] ?? '').slice(0, wanted.length - 1);
    if (part.includes(wanted) || border.includes(wanted)) return true;
    if (turn.over()) await turn.next();
  }
  return false;
}

/** The address alone: a user name in it would be a key in a URL. */
function withoutExtras(url: URL): URL {
  return Object.assign(new URL(url), { username: '', password: '', hash: '' });
}

function redirectOf(status: number, location: string | undefined, from: URL): URL | undefined {
  if (!REDIRECTS.includes(status) || location === undefined || !URL.canParse(location, from.href)) return undefined;
  return withoutExtras(new URL(location, from));
}
