import type { Change } from './explorer.ts';

/** Above this many changed sessions an event no longer names them. */
const NAMED_AT_MOST = 500;

export type Changes = ReturnType<typeof gatherChanges>;

/**
 * Gathers what changed and tells listeners once for all of it, `delay` ms after the first, and no sooner than `apart` ms after
 * they were told before: each time they search all that is held.
 */
export function gatherChanges(delay: number, apart: () => number = () => 0) {
  const listeners = new Set<(change: Change) => void>();
  let keys = new Set<string>();
  let connections = new Set<string>();
  let sessions = false;
  let timer: NodeJS.Timeout | undefined;
  let told = Number.NEGATIVE_INFINITY;

  function tell(): void {
    timer = undefined;
    told = performance.now();
    const change: Change = { sessions, keys: keys.size > NAMED_AT_MOST ? new Set() : keys, connections };
    keys = new Set();
    connections = new Set();
    sessions = false;
    for (const listener of [...listeners]) listener(change);
  }

  /** Whoever waited for a load hears of it after the listeners. */
  function tellNow(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    tell();
  }

  function soon(): void {
    timer ??= setTimeout(tell, Math.max(delay, told + apart() - performance.now()));
  }

  return {
    sessions(changed: Iterable<string>): void {
      sessions = true;
      for (const key of changed) {
        if (keys.size > NAMED_AT_MOST) break;
        keys.add(key);
      }
      soon();
    },
    connection(id: string): void {
      connections.add(id);
      soon();
    },
    listen(listener: (change: Change) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tellNow,
    stop(): void {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
