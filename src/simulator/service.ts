import type { IncomingHttpHeaders } from 'node:http';
import type { Answer, Ask, ProviderName } from './answer.ts';
import type { Book, Traits } from './book.ts';

/** What a service is made with. */
export interface Making {
  /** Sessions to begin with. */
  sessions: number;
  seed: number;
  now: () => number;
  /** The one key that the service accepts. */
  key: string;
  prplShape: PrplShape;
}

/**
 * prplManagement as its page says, as the software it descends from really answers, and as the newest version of that
 * software does.
 */
export type PrplShape = 'documented' | 'orbit' | 'orbit-newest';

/** Who asks, as far as the headers tell. */
export type Caller = 'ok' | 'missing' | 'wrong' | 'expired';

/** One of the five services: its sessions and the way it speaks about them. */
export interface SimulatedService<T extends Traits> {
  provider: ProviderName;
  label: string;
  /** First path segment on the simulator's port. */
  prefix: string;
  workspaceId?: string;
  teamId?: string;
  timeZone?: string;
  book: Book<T>;
  /** Requests a minute and key, where the service limits them. */
  perMinute?: number;
  /** Whether its answers tell how much of that is left. */
  tellsBudget?: boolean;
  caller(headers: IncomingHttpHeaders): Caller;
  /** How callers are turned away who are not `ok`. */
  refuse(caller: Caller): Answer;
  /** What a caller hears who asks too often. */
  tooMany(retryAfterSeconds: number): Answer;
  answer(ask: Ask): Answer;
}

/** The token of an `Authorization: Bearer …` header. */
export function bearer(headers: IncomingHttpHeaders): string | undefined {
  const found = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '');
  return found?.[1];
}

/** Whether a bearer token is the key. */
export function bearerCaller(headers: IncomingHttpHeaders, key: string): Caller {
  const token = bearer(headers);
  if (token === undefined) return 'missing';
  return token === key ? 'ok' : 'wrong';
}
