/** What polling needs to know; asked anew at each tick, so that settings and visibility may change at any time. */
export interface PollingParts {
  connections(): readonly string[];
  /** Milliseconds between two polls of a connection, or undefined for never. */
  interval(connectionId: string): number | undefined;
  /** Epoch ms at which the connection was last asked, by whomever. */
  lastAsked(connectionId: string): number;
  /** Whether other windows see what this one loads of the connection; where not, each polls for itself. */
  shared(connectionId: string): boolean;
  /** Takes or renews the right to poll among the windows that share the store. */
  holdLease(): Promise<boolean>;
  refresh(connectionId: string): void;
  now(): number;
}

/** How often polling looks whether something is due, ms. */
export const TICK = 1000;

/** One look at what is due. Call it each `TICK`; it never overlaps itself. */
export function createPolling(parts: PollingParts): { tick(): Promise<void> } {
  let looking = false;
  return {
    async tick() {
      if (looking) return;
      looking = true;
      try {
        const polled = parts.connections().flatMap(id => {
          const interval = parts.interval(id);
          return interval === undefined ? [] : [{ id, interval, asked: parts.lastAsked(id) }];
        });
        // Held for what is not shared too: of all windows that poll that, one tells of it.
        const held = polled.length > 0 && (await parts.holdLease());
        const now = parts.now();
        for (const { id, asked, interval } of polled) {
          // Asked in the future: the clock was set back.
          const due = now >= asked + interval || now < asked;
          if (due && (held || !parts.shared(id))) parts.refresh(id);
        }
      } finally {
        looking = false;
      }
    },
  };
}
