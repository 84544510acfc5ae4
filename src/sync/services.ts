import { type Budget, createBudget, type OnWait } from '../http/budget.ts';
import type { Redactor } from '../http/redact.ts';
import { openService, type RequestLine, type Service, type ServiceOptions } from '../http/service.ts';
import { createServiceClock, type ServiceClock } from '../http/service-clock.ts';
import { systemTimer } from '../http/timer.ts';
import type { Transport } from '../http/transport.ts';
import type { Provider } from '../providers/provider.ts';
import type { Connection, ProviderId } from '../session/connection.ts';
import { failed, ok, type Problem, type Result } from '../session/problem.ts';

export interface ServicesParts {
  provider(id: ProviderId): Provider;
  /** The key that was saved for a connection and this origin, or why there is none. */
  readKey(connectionId: string, origin: string): Promise<Result<string>>;
  transport(): Transport;
  redact: Redactor;
  version: string;
  log(connectionId: string, line: RequestLine): void;
  /** Tests do not wait for real. */
  pace?: Pick<ServiceOptions, 'timer' | 'random' | 'patienceMs'>;
}

/** Opens the way to connections' services. Budgets and clocks outlive a load, so they live here, one of each a connection. */
export interface Services {
  open(connection: Connection, signal: AbortSignal, onWait?: OnWait): Promise<Result<Service>>;
  /** One cheap call, with a key that is not saved yet or the saved one. */
  tryOut(connection: Connection, key: string | undefined, signal: AbortSignal): Promise<Problem | undefined>;
  /** Why a connection has no usable key. */
  keyProblem(connection: Connection): Promise<Problem | undefined>;
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

  function originOf(connection: Connection): Result<string> {
    const url = connection.baseUrl ?? parts.provider(connection.provider).defaultBaseUrl;
    if (url !== undefined && URL.canParse(url)) return ok(new URL(url).origin);
    return failed({ code: 'invalid-connection', reason: 'base-url-missing', field: 'baseUrl' });
  }

  function withKey(connection: Connection, origin: string, key: string, signal: AbortSignal, onWait?: OnWait): Service {
    const { budget, clock } = lineOf(connection, origin);
    return openService({
      origin,
      headers: parts.provider(connection.provider).authorize(connection, key),
      version: parts.version,
      transport: parts.transport(),
      budget,
      clock,
      signal,
      redact: parts.redact,
      ...parts.pace,
      log: line => parts.log(connection.id, line),
      ...(onWait ? { onWait } : {}),
    });
  }

  async function open(connection: Connection, signal: AbortSignal, onWait?: OnWait): Promise<Result<Service>> {
    const origin = originOf(connection);
    if (!origin.ok) return origin;
    const key = await parts.readKey(connection.id, origin.value);
    return key.ok ? ok(withKey(connection, origin.value, key.value, signal, onWait)) : key;
  }

  return {
    open,
    async tryOut(connection, key, signal) {
      const origin = originOf(connection);
      if (!origin.ok) return origin.problem;
      const service =
        key === undefined ? await open(connection, signal) : ok(withKey(connection, origin.value, key, signal));
      if (!service.ok) return service.problem;
      const answer = await parts.provider(connection.provider).check(connection, service.value);
      return answer.ok ? undefined : answer.problem;
    },
    async keyProblem(connection) {
      const origin = originOf(connection);
      if (!origin.ok) return origin.problem;
      const key = await parts.readKey(connection.id, origin.value);
      return key.ok ? undefined : key.problem;
    },
  };
}
