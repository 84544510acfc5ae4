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
