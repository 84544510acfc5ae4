import { createBudget } from '../../../src/http/budget.ts';
import { createRedactor } from '../../../src/http/redact.ts';
import { openService, type RequestLine, type Service, type ServiceOptions } from '../../../src/http/service.ts';
import { createServiceClock } from '../../../src/http/service-clock.ts';
import type { Transport, TransportRequest, TransportResult } from '../../../src/http/transport.ts';
import { ok, type Problem } from '../../../src/session/problem.ts';
import { fakeTimer } from './fake-timer.ts';

export const ORIGIN = 'https://a.example';
export const KEY = 'the-secret-key';

type Reply = TransportResult | ((request: TransportRequest) => Promise<TransportResult>);

export const answer = (status: number, headers: Record<string, string> = {}, ...parts: string[]): TransportResult => ({
  ok: true,
  value: { status, headers, read: async () => ok(bodyOf(parts.length > 0 ? parts : ['{}'])), discard: () => {} },
});
const bodyOf = (parts: string[]) => ({ parts, bytes: parts.join('').length });
export const failure = (problem: Problem): TransportResult => ({ ok: false, problem, sent: true });
export const reset: Problem = { code: 'unreachable', host: 'a.example', detail: 'ECONNRESET' };

/** Never answers; ends when it is cancelled. */
export const silence = ({ signal }: TransportRequest): Promise<TransportResult> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve(failure({ code: 'cancelled' }))));

/** A service over a transport that answers from a list, in a time of its own. */
export function scriptedService() {
  const timer = fakeTimer();
  const sent: TransportRequest[] = [];
  const log: RequestLine[] = [];

  /** The replies come one after the other, the last one again and again. */
  const open = (replies: Reply[], options: Partial<ServiceOptions> = {}): Service => {
    const transport: Transport = {
      fetch: async request => {
        sent.push(request);
        const reply = replies.length > 1 ? replies.shift() : replies[0];
        if (!reply) throw new Error('nothing to answer');
        return typeof reply === 'function' ? reply(request) : reply;
      },
      close: async () => {},
    };
    return openService({
      origin: ORIGIN,
      headers: { authorization: `Bearer ${KEY}` },
      version: '1.2.3',
      transport: () => transport,
      budget: createBudget({ perMinute: 100, timer }),
      clock: createServiceClock(timer.now),
      signal: new AbortController().signal,
      redact: createRedactor(() => [KEY]),
      log: line => log.push(line),
      timer,
      random: () => 0,
      ...options,
    });
  };

  /** Asks, and lets as much time pass as it takes. */
  const get = async (service: Service, path = '/x', minutes = 5) => {
    const pending = service.get(new URL(path, ORIGIN));
    await timer.advance(minutes * 60_000);
    return pending;
  };

  return { timer, sent, log, open, get };
}
