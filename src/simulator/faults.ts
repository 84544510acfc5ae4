import type { ProviderName } from './answer.ts';

/** One way in which a service misbehaves. Several at once go together where that means something (`bom` and `encoding`). */
export type Fault =
  /** This status in place of the answer. */
  | { kind: 'status'; code: number; body?: unknown; headers?: Record<string, string> }
  /** A sign-in page with status 200, as of a captive portal. */
  | { kind: 'html' }
  | { kind: 'redirect'; to: string; code?: number }
  /** `success: false` with status 200. */
  | { kind: 'success-false' }
  /** The answer comes this much later. */
  | { kind: 'delay'; ms: number }
  /** No answer, on a connection that stays open. */
  | { kind: 'silence' }
  /** No answer, and the connection is reset. */
  | { kind: 'reset' }
  /** Half the body, then nothing, on a connection that stays open. */
  | { kind: 'stall' }
  /** Half the body, then the connection breaks. */
  | { kind: 'cut' }
  /** Half the body, sent as if it were all. */
  | { kind: 'truncate' }
  /** A body of at least this many bytes before any encoding: the right JSON, then blanks. */
  | { kind: 'huge'; bytes: number }
  /** The right JSON, then blanks for ever. */
  | { kind: 'endless' }
  | { kind: 'bom' }
  /** Bytes in names and titles that are no UTF-8. */
  | { kind: 'invalid-utf8' }
  /** Each id stands twice in its object; the last one is right. */
  | { kind: 'duplicate-keys' }
  /** Ids are numbers too long for a double; requests may use them in place of the right ones. */
  | { kind: 'numeric-ids' }
  /** `page`, `offset` and `after` have no effect. */
  | { kind: 'ignore-page' }
  /** Beyond the end the last page comes again. */
  | { kind: 'repeat-last-page' }
  /** Pages are no longer than this, whatever was asked for, and the list goes on after a short one. */
  | { kind: 'page-shrinks'; to: number }
  /** Each record of a list, and a detail's whole body, as the function makes it; `undefined` leaves a record out. */
  | { kind: 'mutate'; change: (record: unknown) => unknown }
  | { kind: 'encoding'; name: 'gzip' | 'br' | 'zstd' };

/** Turned away, to come back after some seconds or at an instant. */
export const retryAfter = (when: number | Date, code = 429): Fault => ({
  kind: 'status',
  code,
  headers: { 'retry-after': typeof when === 'number' ? String(when) : when.toUTCString() },
});

/** What `mutate` returns in place of a number that a double cannot hold: these digits stand bare in the JSON. */
export const digits = (text: string): string => `\u0000#${text}`;

export interface When {
  /** For so many requests; else until it is taken away. */
  times?: number;
  /** Only for requests that this accepts; the path starts below the service's base. */
  when?: (path: string, query: URLSearchParams) => boolean;
}

/** Programmes misbehaviour. The first rule that fits a request and is not used up holds for it. */
export interface Faults {
  /** In place of all that was set for the provider; `undefined` makes it behave. */
  set(provider: ProviderName, faults: Fault | readonly Fault[] | undefined, when?: When): void;
  /** Behind what was set for the provider: once that is used up, this. */
  add(provider: ProviderName, faults: Fault | readonly Fault[], when?: When): void;
}

interface Rule extends When {
  faults: readonly Fault[];
  left: number;
}

export interface FaultRules extends Faults {
  /** The faults of one request, which uses them up. */
  take(provider: ProviderName, path: string, query: URLSearchParams): readonly Fault[];
}

export function faultRules(): FaultRules {
  const rules = new Map<ProviderName, Rule[]>();

  function add(provider: ProviderName, faults: Fault | readonly Fault[], when: When = {}): void {
    const all = rules.get(provider) ?? [];
    const rule = {
      ...when,
      faults: 'kind' in faults ? [faults] : faults,
      left: when.times ?? Number.POSITIVE_INFINITY,
    };
    rules.set(provider, [...all, rule]);
  }

  return {
    add,
    set(provider, faults, when) {
      rules.delete(provider);
      if (faults !== undefined) add(provider, faults, when);
    },
    take(provider, path, query) {
      const rule = rules.get(provider)?.find(one => one.left > 0 && (one.when?.(path, query) ?? true));
      if (!rule) return [];
      rule.left -= 1;
      return rule.faults;
    },
  };
}

/** The fault of a kind among several. */
export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  kind: K,
): Extract<Fault, { kind: K }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}
