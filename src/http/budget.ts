import { failed, ok, type Result } from '../session/problem.ts';
import { readRateHeaders } from './rate-headers.ts';
import type { Timer } from './timer.ts';

/** Told when a request has to wait. `until` is epoch ms. */
export type OnWait = (until: number, perMinute: number) => void;

/** The permission to send one request, had from `take`. */
export interface Slot {
  /** Must be called once: when the head of the answer is there, or without headers when none will come. */
  answered(headers?: Readonly<Record<string, string>>): void;
}

/** The requests that still count, as one window hands them to the next. Instants are epoch ms. */
export interface Spent {
  /** For each request, until when it counts. */
  until: number[];
  /** The service wants no request before this instant. */
  pausedUntil: number;
}

/** How many requests a connection may make. One for each connection, shared by all its loads. */
export interface Budget {
  /** Waits until one more request may be sent; fails with `rate-limited` where that takes more than a minute. */
  take(signal: AbortSignal, onWait?: OnWait): Promise<Result<Slot>>;
  readonly perMinute: number;
  /** Epoch ms before which the service wants no request; past when it said nothing. */
  readonly pausedUntil: number;
  readonly spent: Spent;
  /** Counts what another window asked; what is counted already is not counted twice. */
  adopt(spent: Spent): void;
}

const WINDOW_MS = 60_000;
/** Timers are early by a millisecond at times, and the service's minute may be a little longer than ours. */
const MARGIN_MS = 100;
/** Whoever has to wait for longer is told so instead. */
export const LONGEST_WAIT_MS = WINDOW_MS + MARGIN_MS;
const LONGEST_PAUSE_MS = 24 * 60 * WINDOW_MS;

/**
 * A sliding window: in no 60 s does the service see more than `perMinute` requests. A request arrives somewhere between its
 * sending and its answer, so it counts from the one until a minute after the other. What the answers say goes above
 * the documented number, and `Retry-After` above all.
 */
export function createBudget({ perMinute, timer }: { perMinute: number; timer: Timer }): Budget {
  let limit = perMinute;
  /** Until when each request counts; `Infinity` while unanswered. */
  let counted: { until: number }[] = [];
  let pause: Wait = { until: 0, ms: 0 };
  let quota: (Wait & { left: number }) | undefined;
  let changed = new AbortController();

  const earliest = (now: number): number => {
    counted = counted.filter(
      ({ until }) => until > now && (until === Number.POSITIVE_INFINITY || until <= now + LONGEST_WAIT_MS),
    );
    pause = onClock(pause, now);
    if (quota) quota = { ...quota, ...onClock(quota, now) };
    let at = Math.max(now, pause.until);
    if (quota && quota.left <= 0) at = Math.max(at, quota.until);
    if (counted.length >= limit) {
      const ends = counted.map(request => request.until).sort((a, b) => a - b);
      at = Math.max(at, ends[counted.length - limit] ?? now);
    }
    return at;
  };

  const learn = (headers: Readonly<Record<string, string>>): void => {
    const now = timer.now();
    const notice = readRateHeaders(headers, now);
    if (notice.perMinute !== undefined) limit = notice.perMinute;
    if (notice.remaining !== undefined && notice.resetAt !== undefined) {
      const unanswered = counted.filter(request => request.until === Number.POSITIVE_INFINITY).length;
      quota = { left: notice.remaining - unanswered, ...waitUntil(notice.resetAt, now) };
    }
    if (notice.retryAt !== undefined) {
      pause = waitUntil(notice.retryAt, now);
      quota = undefined;
    }
  };

  const grant = (): Slot => {
    const request = { until: Number.POSITIVE_INFINITY };
    counted.push(request);
    if (quota) quota.left--;
    return {
      answered(headers) {
        request.until = timer.now() + WINDOW_MS + MARGIN_MS;
        if (headers) learn(headers);
        changed.abort();
        changed = new AbortController();
      },
    };
  };

  return {
    async take(signal, onWait) {
      const started = timer.now();
      let told: number | undefined;
      while (!signal.aborted) {
        const now = timer.now();
        if (quota && quota.until <= now) quota = undefined;
        const at = earliest(now);
        if (at <= now) return ok(grant());
        const wake = AbortSignal.any([signal, changed.signal]);
        if (at === Number.POSITIVE_INFINITY) {
          await aborted(wake);
          continue;
        }
        if (at - started > LONGEST_WAIT_MS) return failed({ code: 'rate-limited', resumeAt: at, perMinute: limit });
        if (at !== told) onWait?.(at, limit);
        told = at;
        await timer.sleep(at - now, wake);
      }
      return failed({ code: 'cancelled' });
    },
    get perMinute() {
      return limit;
    },
    get pausedUntil() {
      return quota && quota.left <= 0 ? Math.max(pause.until, quota.until) : pause.until;
    },
    get spent() {
      const now = timer.now();
      const until = counted.map(request => Math.min(request.until, now + LONGEST_WAIT_MS)).filter(each => each > now);
      return { until, pausedUntil: this.pausedUntil };
    },
    adopt(spent) {
      const now = timer.now();
      const known = new Set(counted.map(request => request.until));
      // What counts for longer than a request can was written by a clock that has been set back since.
      const others = spent.until.filter(each => each > now && each <= now + LONGEST_WAIT_MS && !known.has(each));
      counted.push(...others.map(until => ({ until })));
      if (spent.pausedUntil > pause.until && spent.pausedUntil <= now + LONGEST_PAUSE_MS)
        pause = waitUntil(spent.pausedUntil, now);
    },
  };
}

/** Until an instant, which lay so far ahead when it was told. */
interface Wait {
  until: number;
  ms: number;
}

const waitUntil = (until: number, now: number): Wait => ({ until, ms: Math.max(0, until - now) });

/** What is further ahead than it ever was, is so because the clock was set back: it would be waited for all that time. */
const onClock = ({ until, ms }: Wait, now: number): Wait => ({ until: Math.min(until, now + ms), ms });

/** Resolves when a signal that has not aborted yet does. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
