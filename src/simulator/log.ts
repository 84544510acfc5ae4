import type { ProviderName } from './answer.ts';
import type { Caller } from './service.ts';

const MOST = 20_000;

/** One request as a service saw it. No key stands in it. */
export interface RequestLogEntry {
  /** Epoch ms on the services' clock. */
  readonly at: number;
  readonly provider: ProviderName;
  readonly method: string;
  /** Below the service's base. */
  readonly path: string;
  readonly query: string;
  /** 0 until there is one; a request that is never answered has none. */
  readonly status: number;
  /** Names only, lower-case. */
  readonly headersSeen: readonly string[];
  readonly auth: Caller;
}

export type LogEntry = { -readonly [K in keyof RequestLogEntry]: RequestLogEntry[K] };

export interface RequestLog {
  entries: readonly RequestLogEntry[];
  /** Writes a request down; its status follows once it is known. */
  enter(entry: Omit<RequestLogEntry, 'status'>): LogEntry;
}

/** A log of the latest requests, in which keys that stand in an address are blacked out. */
export function requestLog(keys: readonly string[]): RequestLog {
  const entries: LogEntry[] = [];
  const without = (text: string): string => keys.reduce((rest, key) => rest.replaceAll(key, '[key]'), text);
  return {
    entries,
    enter(seen) {
      const entry = { ...seen, path: without(seen.path), query: without(seen.query), status: 0 };
      entries.push(entry);
      if (entries.length > MOST) entries.splice(0, MOST / 10);
      return entry;
    },
  };
}
