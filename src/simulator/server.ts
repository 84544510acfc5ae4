import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { given } from '../session/given.ts';
import { type Answer, json, PROVIDER_NAMES, type ProviderName } from './answer.ts';
import type { Traits } from './book.ts';
import { type Allowance, slidingBudget } from './budget.ts';
import { closed, type Delivery, deliver, pause } from './delivery.ts';
import { type Distorter, distorter, listName } from './distort.ts';
import { type Fault, type Faults, faultOf, faultRules } from './faults.ts';
import { type LogEntry, type RequestLogEntry, requestLog } from './log.ts';
import type { PrplShape, SimulatedService } from './service.ts';
import { servicesOf, type World } from './world.ts';

export interface SimulatorOptions {
  /** Sessions per service. */
  sessions?: number;
  /** The same seed and clock make the same world. */
  seed?: number;
  /** Epoch ms; the services' clock, which the answers' `Date` tells. */
  now?: () => number;
  /** 0: any free one. */
  port?: number;
  /** Keys to accept in place of made-up ones. */
  keys?: Partial<Record<ProviderName, string>>;
  prplShape?: PrplShape;
  /** Whether services turn callers away who ask too often, as documented; they do unless told otherwise. */
  rateLimit?: boolean;
}

/** What a connection to one of the services needs. */
export interface SimulatedConnection {
  provider: ProviderName;
  label: string;
  baseUrl: string;
  workspaceId?: string;
  teamId?: string;
  timeZone?: string;
  key: string;
}

export interface Simulator {
  url: string;
  connections: readonly SimulatedConnection[];
  world: World;
  /** The latest requests, oldest first. */
  log: readonly RequestLogEntry[];
  faults: Faults;
  /** Breaks all connections and frees the port. */
  close(): Promise<void>;
}

interface Station {
  service: SimulatedService<Traits>;
  distort: Distorter;
  budget: Allowance | undefined;
}

/** Starts all five services on one loopback port, each below a path of its own. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { sessions = 96, seed = 7, now = Date.now, port = 0, prplShape = 'documented', rateLimit = true } = options;
  const keys = Object.fromEntries(
    PROVIDER_NAMES.map(provider => [
      provider,
      options.keys?.[provider] ?? `demo-${provider.toLowerCase()}-${randomBytes(9).toString('hex')}`,
    ]),
  ) as Record<ProviderName, string>; // one for each of PROVIDER_NAMES
  const services = servicesOf({ sessions, seed, now, prplShape }, keys);
  const rules = faultRules();
  const log = requestLog(Object.values(keys));
  const stations = new Map(
    Object.values(services).map(service => [
      service.prefix,
      {
        // A station reads no more of a session than its times, whatever else the service keeps of it.
        service: service as unknown as SimulatedService<Traits>,
        distort: distorter(service.provider),
        budget: rateLimit && service.perMinute ? slidingBudget(service.perMinute) : undefined,
      },
    ]),
  );

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    response.sendDate = false;
    response.setHeader('date', new Date(now()).toUTCString());
    const url = new URL(request.url ?? '/', 'http://simulator');
    const [prefix = '', ...path] = url.pathname.split('/').slice(1).map(decoded);
    const station = stations.get(prefix);
    if (!station) {
      response.writeHead(404).end();
      return;
    }
    const below = `/${path.join('/')}`;
    const caller = station.service.caller(request.headers);
    const entry = log.enter({
      at: now(),
      provider: station.service.provider,
      method: request.method ?? '',
      path: below,
      query: url.search.slice(1),
      headersSeen: Object.keys(request.headers),
      auth: caller,
    });
    const faults = rules.take(station.service.provider, below, url.searchParams);
    await serve(station, { request, response, path, query: url.searchParams, faults, entry });
  }

  async function serve(station: Station, visit: Visit): Promise<void> {
    const { response, faults, entry } = visit;
    if (faultOf(faults, 'silence')) return closed(response);
    if (faultOf(faults, 'reset')) {
      response.socket?.resetAndDestroy();
      return;
    }
    const delay = faultOf(faults, 'delay');
    if (delay) await pause(response, delay.ms);
    const answer = station.distort.instead(faults) ?? answerOf(station, visit);
    entry.status = answer.status;
    await deliver(response, await packed(answer, station.distort, faults, listName(entry.path, visit.query)), faults);
  }

  function answerOf({ service, distort, budget }: Station, { request, path, query, faults, entry }: Visit): Answer {
    const at = now();
    if (entry.auth !== 'ok') return service.refuse(entry.auth);
    const grant = budget?.take(at);
    if (grant?.granted === false) {
      const seconds = String(grant.retryAfterSeconds);
      return withHeaders(service.tooMany(grant.retryAfterSeconds), {
        'retry-after': seconds,
        ...rate(service, 0, seconds),
      });
    }
    if (request.method !== 'GET') return json(405, { message: 'Method not allowed' });
    const asked = distort.asked(faults, path, query);
    const answer = service.answer({
      ...asked,
      now: at,
      pageCap: faultOf(faults, 'page-shrinks')?.to ?? Number.POSITIVE_INFINITY,
    });
    return grant ? withHeaders(answer, rate(service, grant.left, String(grant.resetSeconds))) : answer;
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP, so the address has a port

  return {
    url,
    connections: Object.values(services).map(({ provider, label, prefix, workspaceId, teamId, timeZone }) => ({
      provider,
      label: `${label} (demo)`,
      baseUrl: `${url}/${prefix}`,
      ...given({ workspaceId, teamId, timeZone }),
      key: keys[provider],
    })),
    world: {
      digitalSamba: services.digitalSamba.book,
      hyra: services.hyra.book,
      placio: services.placio.book,
      prplManagement: services.prplManagement.book,
      series: services.series.book,
    },
    log: log.entries,
    faults: rules,
    async close() {
      const ended = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await ended;
    },
  };
}

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  path: readonly string[];
  query: URLSearchParams;
  faults: readonly Fault[];
  entry: LogEntry;
}

/** The headers of a service that tells how much of the budget is left. */
function rate(service: SimulatedService<Traits>, left: number, resetSeconds: string): Record<string, string> {
  if (!service.tellsBudget || service.perMinute === undefined) return {};
  return {
    'x-ratelimit-limit': String(service.perMinute),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': resetSeconds,
  };
}

const withHeaders = (answer: Answer, headers: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

async function packed(answer: Answer, distort: Distorter, faults: readonly Fault[], list: string): Promise<Delivery> {
  const type = answer.html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  return {
    status: answer.status,
    headers: { 'content-type': type, ...answer.headers },
    body: await distort.bytes(faults, answer, list),
  };
}

/** A path segment as it was meant; one that is encoded wrongly stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
