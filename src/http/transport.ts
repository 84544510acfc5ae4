import type { Problem, Result } from '../session/problem.ts';

/** One GET. Header names are lower-case. */
export interface TransportRequest {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Aborts down to the socket, until the body has been read. */
  signal: AbortSignal;
}

/** The head of an answer; exactly one of `read` and `discard` must be called. */
export interface TransportAnswer {
  status: number;
  /** Names are lower-case; values of a repeated header are joined by a comma. */
  headers: Readonly<Record<string, string>>;
  read(): Promise<Result<Body>>;
  discard(): void;
}

/** A body that was read to its end. */
export interface Body {
  /** The text, decompressed, without a byte-order mark; bytes that are no UTF-8 stand as U+FFFD. See `Answer.body`. */
  parts: readonly string[];
  /** Length after decompression. */
  bytes: number;
}

/** `sent`: the request may have reached the service. Without it no connection was had. */
export type TransportResult = { ok: true; value: TransportAnswer } | { ok: false; problem: Problem; sent: boolean };

/** Sends requests over the network. Never throws and never follows a redirect. */
export interface Transport {
  fetch(request: TransportRequest): Promise<TransportResult>;
  /** Ends idle and busy connections, for good: what is under way and whatever is asked later is `cancelled`. */
  close(): Promise<void>;
}

/** When a transport gives a request up. */
export interface Limits {
  connectMs: number;
  headersMs: number;
  /** Longest silence within a body. */
  idleMs: number;
  /** After decompression. */
  bodyBytes: number;
}

export const LIMITS: Limits = { connectMs: 10_000, headersMs: 20_000, idleMs: 15_000, bodyBytes: 200_000_000 };
