import type { Answer, Service } from '../../src/http/service.ts';
import { PROVIDERS, providerOf } from '../../src/providers/registry.ts';
import type { Connection } from '../../src/session/connection.ts';
import { textOf } from '../../src/simulator/answer.ts';
import type { Traits } from '../../src/simulator/book.ts';
import type { SimulatedService } from '../../src/simulator/service.ts';
import { servicesOf } from '../../src/simulator/world.ts';
import { load } from '../../src/sync/load.ts';

/** The day on which all that is measured takes place. */
export const NOW = Date.parse('2026-11-22T10:00:00Z');
const DAY = 86_400_000;
/** All that the simulator tells of lies in here. */
export const WINDOW = { from: NOW - 400 * DAY, to: NOW + 60 * DAY };

/** One connection with the answers that a full load of it gets, so that they can be read again without a network. */
export interface Wire {
  connection: Connection;
  answers: ReadonlyMap<string, string>;
  /** UTF-16 units of all answers. */
  size: number;
}

/** The answers of the five simulated services with so many sessions each. */
export async function simulatedWire(sessionsEach: number): Promise<Wire[]> {
  const keys = { digitalSamba: 'k', hyra: 'k', placio: 'k', prplManagement: 'k', series: 'k' };
  const world = servicesOf({ sessions: sessionsEach, seed: 7, now: () => NOW, prplShape: 'documented' }, keys);
  const wires: Wire[] = [];
  for (const service of Object.values(world)) {
    // Only the times of a session are looked at here, whatever else its service keeps of it.
    wires.push(await wireOf(service as unknown as SimulatedService<Traits>));
  }
  return wires;
}

async function wireOf(service: SimulatedService<Traits>): Promise<Wire> {
  const { provider, prefix, workspaceId, teamId, timeZone } = service;
  const connection: Connection = {
    id: connectionId(service),
    provider,
    baseUrl: `https://simulated.example/${prefix}`,
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(teamId === undefined ? {} : { teamId }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  const answers = new Map<string, string>();
  let size = 0;
  const asking = serviceOver(async url => {
    const path = url.pathname.split('/').slice(2).map(decodeURIComponent);
    const answer = service.answer({ path, query: url.searchParams, now: NOW, pageCap: Number.POSITIVE_INFINITY });
    const text = await textOf(answer, record => JSON.stringify(record));
    answers.set(url.href, text);
    size += text.length;
    return text;
  });
  const outcome = await read({ connection, answers, size: 0 }, asking, async () => {});
  if (outcome.stopped !== 'end') throw new Error(`${provider} stopped by ${outcome.stopped}`);
  return { connection, answers, size };
}

/** Reads a connection's whole window through the product's adapter, each page into `page`. */
export function read(
  { connection }: Wire,
  service: Service,
  page: Parameters<typeof load>[2]['page'],
): ReturnType<typeof load> {
  const scopes = providerOf(connection.provider).plan(
    connection,
    { kind: 'window', ...WINDOW, includeLive: true },
    NOW,
  );
  if (!scopes.ok) throw new Error(scopes.problem.code);
  return load(scopes.value, service, { page, missing: async () => [], async gone() {} });
}

/** A service that answers from what was kept. */
export const replaying = ({ answers }: Wire): Service =>
  serviceOver(async url => {
    const text = answers.get(url.href);
    if (text === undefined) throw new Error(`no answer was kept for ${url.href}`);
    return text;
  });

function serviceOver(answer: (url: URL) => Promise<string>): Service {
  let requests = 0;
  return {
    async get(url) {
      requests++;
      const value: Answer = { status: 200, headers: { 'content-type': 'application/json' }, body: [await answer(url)] };
      return { ok: true, value };
    },
    now: () => NOW,
    get requests() {
      return requests;
    },
    signal: new AbortController().signal,
  };
}

export const labelOf = (connection: Connection): string =>
  PROVIDERS.find(({ id }) => id === connection.provider)?.label ?? connection.provider;

export const connectionId = ({ provider }: { provider: string }): string => `bench-${provider.toLowerCase()}`;
