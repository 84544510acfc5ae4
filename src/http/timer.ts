/** The clock of this machine and the only way to wait; tests hand in their own. */
export interface Timer {
  /** Epoch ms. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects: whoever waits looks at the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** This process' own clock; a pending `sleep` keeps the process alive. */
export const systemTimer: Timer = timerOf(setTimeout);

/** The same clock; a pending `sleep` does not keep the process alive. */
export const backgroundTimer: Timer = timerOf((run, ms) => setTimeout(run, ms).unref());

function timerOf(start: (run: () => void, ms: number) => NodeJS.Timeout): Timer {
  return {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve();
        const end = () => {
          clearTimeout(timeout);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timeout = start(end, ms);
        signal.addEventListener('abort', end, { once: true });
      }),
  };
}

/** A signal that aborts after `ms`, unless `end` is called first. */
export function startPatience(timer: Timer, ms: number): { over: AbortSignal; end(): void } {
  const over = new AbortController();
  const ended = new AbortController();
  void timer.sleep(ms, ended.signal).then(() => {
    if (!ended.signal.aborted) over.abort();
  });
  return { over: over.signal, end: () => ended.abort() };
}
