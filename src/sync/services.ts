import { type Budget, createBudget, type OnWait } from '../http/budget.ts';
import { keyExpiry } from '../http/key-expiry.ts';
import type { Redactor } from '../http/redact.ts';
import { openService, type RequestLine, type Service, type ServiceOptions } from '../http/service.ts';
import { createServiceClock, type ServiceClock } from '../http/service-clock.ts';
import { startPatience, systemTimer } from '../http/timer.ts';
import type { Transport } from '../http/transport.ts';
import type { Provider } from '../providers/provider.ts';
import { originOf } from '../providers/url.ts';
import type { Connection, ProviderId } from '../session/connection.ts';
import { given } from '../session/given.ts';
import { failed, ok, type Problem, type Result } from '../session/problem.ts';

export interface ServicesParts {
  provider(id: ProviderId): Provider;
  /** The key that was saved for a connection and this origin, or why there is none; nobody waits for it after the signal. */
  readKey(connectionId: string, origin: string, signal: AbortSignal): Promise<Result<string>>;
  transport(): Transport;
  redact: Redactor;
  version: string;
  log(connectionId: string, line: RequestLine): void;
  /** Tests do not wait for real. */
  pace?: Pick<ServiceOptions, 'timer' | 'random' | 'patienceMs'>;
}

/**
 * Opens the services of connections that are configured rightly. Budgets and clocks outlive a load, so they live here, one
 * of each a connection.
 */
export interface Services {
  open(connection: Connection, signal: AbortSignal, onWait?: OnWait): Promise<Result<Service>>;
  /** One cheap call, with a key that is not saved yet. */
  tryOut(connection: Connection, key: string, signal: AbortSignal): Promise<Problem | undefined>;
  /** The same call with the saved key, and all that could be seen on the way. */
  examine(connection: Connection, signal: AbortSignal): Promise<Examination>;
  /** How much a connection may still ask. */
  budget(connection: Connection): Budget;
  /** Why a connection has no usable key. */
  keyProblem(connection: Connection): Promise<Problem | undefined>;
}

/** What a trial of a connection found. */
export interface Examination {
  problem?: Problem;
  /** Its requests, as the log has them. Empty: none was sent. */
  requests: RequestLine[];
  /** How far the service's clock is ahead of this machine's, ms; absent where no answer told the time. */
  clockAhead?: number;
  perMinute: number;
  /** Epoch ms before which the service wants no request; past where it did not say. */
  pausedUntil: number;
}

/**
 * The system's keyring may be asking the person to unlock it. A load waits for that; the start of the product only as long as a
 * busy VS Code may take by itself, since the tree waits with it. ms.
 */
const KEY_FOR_LOAD = 20_000;
const KEY_FOR_START = 5000;

/** What is told of each request and wait; `clock` stands in for the connection's own. */
interface Watcher {
  onWait?: OnWait;
  onRequest?: (line: RequestLine) => void;
  clock?: ServiceClock;
}

export function createServices(parts: ServicesParts): Services {
  const timer = parts.pace?.timer ?? systemTimer;
  const lines = new Map<string, { budget: Budget; clock: ServiceClock }>();

  /** A connection that moved to another origin starts with a fresh budget and clock. */
  function lineOf(connection: Connection, origin: string) {
    const name = `${connection.id} ${origin}`;
    const held = lines.get(name) ?? {
      budget: createBudget({ perMinute: parts.provider(connection.provider).requestsPerMinute, timer }),
      clock: createServiceClock(timer.now),
    };
    lines.set(name, held);
    return held;
  }

  function knownOrigin(connection: Connection): string {
    const origin = originOf(parts.provider(connection.provider), connection);
    if (origin === undefined) throw new Error(`${connection.id} has no address`);
    return origin;
  }

  function withKey(
    connection: Connection,
    origin: string,
    key: string,
    signal: AbortSignal,
    { onWait, onRequest, ...watcher }: Watcher = {},
  ): Service {
    const { budget, clock } = { ...lineOf(connection, origin), ...watcher };
    return openService({
      origin,
      headers: parts.provider(connection.provider).authorize(connection, key),
      keyExpiresAt: keyExpiry(key),
      version: parts.version,
      transport: parts.transport,
      budget,
      clock,
      signal,
      redact: parts.redact,
      ...parts.pace,
      log(line) {
        parts.log(connection.id, line);
        onRequest?.(line);
      },
      ...given({ onWait }),
    });
  }

  async function keyWithin(ms: number, { id }: Connection, origin: string, signal?: AbortSignal) {
    const { over, end } = startPatience(timer, ms);
    return parts.readKey(id, origin, signal ? AbortSignal.any([signal, over]) : over).finally(end);
  }

  async function open(connection: Connection, signal: AbortSignal, watcher?: Watcher): Promise<Result<Service>> {
    const origin = knownOrigin(connection);
    const key = await keyWithin(KEY_FOR_LOAD, connection, origin, signal);
    if (signal.aborted) return failed({ code: 'cancelled' });
    return key.ok ? ok(withKey(connection, origin, key.value, signal, watcher)) : key;
  }

  async function check(connection: Connection, service: Result<Service>): Promise<Problem | undefined> {
    if (!service.ok) return service.problem;
    const answer = await parts.provider(connection.provider).check(connection, service.value);
    return answer.ok ? undefined : answer.problem;
  }

  return {
    open: (connection, signal, onWait) => open(connection, signal, given({ onWait })),
    tryOut: (connection, key, signal) =>
      check(connection, ok(withKey(connection, knownOrigin(connection), key, signal))),
    async examine(connection, signal) {
      const requests: RequestLine[] = [];
      const { budget, clock } = lineOf(connection, knownOrigin(connection));
      let clockAhead: number | undefined;
      const watcher: Watcher = {
        onRequest: line => requests.push(line),
        clock: {
          now: clock.now,
          observe(headers, ...instants) {
            clock.observe(headers, ...instants);
            if (headers.date !== undefined) clockAhead = clock.now() - systemTimer.now();
          },
        },
      };
      const problem = await check(connection, await open(connection, signal, watcher));
      const { perMinute, pausedUntil } = budget;
      return given({ requests, perMinute, pausedUntil, problem, clockAhead });
    },
    budget: connection => lineOf(connection, knownOrigin(connection)).budget,
    async keyProblem(connection) {
      const key = await keyWithin(KEY_FOR_START, connection, knownOrigin(connection));
      return key.ok ? undefined : key.problem;
    },
  };
}
