/**
 * What went wrong, as a code with its arguments. No layer below `ui/` words it, so that each language can;
 * no argument may hold a secret or a person's name.
 */
export type Problem =
  /** `locked`: the system's keyring may hold one, and does not hand it out. */
  | { code: 'needs-key'; locked?: true }
  /** The system's keyring does not answer; what waits for the key goes on by itself once it does. */
  | { code: 'keyring-silent' }
  /** The key was saved for another origin than the one the connection names now. */
  | { code: 'key-for-other-origin'; savedFor: string; origin: string }
  /** A setting of the connection is wrong. `reason` says which in code: `base-url-missing`, `zone-unknown` … */
  | { code: 'invalid-connection'; reason: string; field: string }
  /** The key holds a character that no header can carry. */
  | { code: 'unusable-key' }
  /** 401. `hint` is set by an adapter that knows more: `expired`, `other-workspace`. `expiredAt`: ISO instant at which the key said it would end. */
  | { code: 'unauthorized'; status: number; hint?: string; expiredAt?: string; said?: string }
  /** 403. `needs`: the permission that the service's page names. */
  | { code: 'forbidden'; status: number; needs?: string; said?: string }
  /** 404. `what`: `workspace`, `session`, `endpoint`, `sessions-path`. */
  | { code: 'not-found'; status: number; what: string; said?: string }
  /** A key that no session is held under; no service was asked. */
  | { code: 'not-held'; key: string }
  | { code: 'rejected'; status: number; said?: string }
  | { code: 'rate-limited'; resumeAt?: number; perMinute?: number }
  | { code: 'server-error'; status: number; said?: string }
  | { code: 'dns'; host: string }
  | { code: 'refused'; host: string }
  | { code: 'unreachable'; host: string; detail: string }
  | { code: 'certificate'; host: string; detail: string }
  | { code: 'proxy'; detail: string; status?: number }
  | { code: 'timeout'; phase: 'connect' | 'headers' | 'body'; seconds: number }
  | { code: 'too-large'; limitMegabytes: number }
  | { code: 'redirect'; to: string }
  /** 200 with a page instead of data: a captive portal or a wrong address. */
  | { code: 'not-json'; contentType: string }
  | { code: 'broken-json'; at: number }
  /** JSON, but not the shape that the service documents. */
  | { code: 'unexpected-shape'; path: string }
  /** `success: false` with status 200. */
  | { code: 'service-said-no'; said: string }
  /** A combination of filters that the service documents as impossible; refused before a request. */
  | { code: 'impossible-filter'; reason: string }
  /** The service has more than the `rows` that its list gives at most. */
  | { code: 'list-cut'; rows: number }
  | { code: 'cancelled' }
  | { code: 'internal'; detail: string };

/** A value, or the reason why there is none. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem });
