import type { Change } from './explorer.ts';

/** Above this many changed sessions an event no longer names them. */
const NAMED_AT_MOST = 500;

/** Gathers what changed and tells listeners once for all of it, `delay` ms after the first. */
export function gatherChanges(delay: number) {
  const listeners = new Set<(change: Change) => void>();
  let keys = new Set<string>();
  let connections = new Set<string>();
  let sessions = false;
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    const change: Change = { sessions, keys: keys.size > NAMED_AT_MOST ? new Set() : keys, connections };
    keys = new Set();
    connections = new Set();
    sessions = false;
    for (const listener of [...listeners]) listener(change);
  }

  function soon(): void {
    timer ??= setTimeout(tell, delay);
  }

  return {
    sessions(changed: Iterable<string>): void {
      sessions = true;
      for (const key of changed) keys.add(key);
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
    stop(): void {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
