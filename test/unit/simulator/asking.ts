import type { ProviderName } from '../../../src/simulator/answer.ts';
import {
  type SimulatedConnection,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../src/simulator/server.ts';

/** Noon of a Sunday; far from any clock that runs here. */
export const NOON = Date.parse('2026-03-15T12:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Heard {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of answers whose shape is what they check
  body: any;
}

export interface Asking {
  simulator: Simulator;
  connection(provider: ProviderName): SimulatedConnection;
  /** GET below the service's base, with the right key unless other headers are given. */
  get(provider: ProviderName, path: string, headers?: Record<string, string>): Promise<Heard>;
  /** Moves the services' clock. */
  pass(ms: number): void;
  now(): number;
  close(): Promise<void>;
}

export async function asking(options: SimulatorOptions = {}): Promise<Asking> {
  let at = NOON;
  const simulator = await startSimulator({ now: () => at, rateLimit: false, ...options });
  const connection = (provider: ProviderName): SimulatedConnection => {
    const found = simulator.connections.find(one => one.provider === provider);
    if (!found) throw new RangeError(provider);
    return found;
  };
  return {
    simulator,
    connection,
    async get(provider, path, headers) {
      const { baseUrl, key } = connection(provider);
      const own: Record<string, string> = provider === 'series' ? { apikey: key } : { authorization: `Bearer ${key}` };
      const response = await fetch(baseUrl + path, { headers: headers ?? own, redirect: 'manual' });
      const text = await response.text();
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        body = undefined;
      }
      return { status: response.status, headers: response.headers, text, body };
    },
    pass: ms => {
      at += ms;
    },
    now: () => at,
    close: () => simulator.close(),
  };
}
