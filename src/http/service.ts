import type { Problem } from '../session/problem.ts';

/** What a service answered, whatever the status. Header names are lower-case. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** One service behind one connection: authorised, within its budget, retried, cancellable, counted. */
export interface Service {
  /**
   * GET on the connection's own origin. Any status that was answered is an answer (429 and 5xx after the last try too);
   * a problem means that no usable answer came. Never throws.
   */
  get(url: URL): Promise<{ ok: true; value: Answer } | { ok: false; problem: Problem }>;
  /** Epoch ms on the service's clock: this machine's, corrected by the answers' `Date` headers. */
  now(): number;
  /** HTTP requests made so far, retries included. */
  readonly requests: number;
  readonly signal: AbortSignal;
}
