/** Work that is done one after the other. */
export interface Queue<T> {
  /**
   * Joins the work of that name, unless it was cancelled; otherwise starts it once all that was added before has ended,
   * however it did. What it replaces is cancelled.
   */
  add(name: string, work: (signal: AbortSignal) => Promise<T>, replaces?: (other: string) => boolean): Promise<T>;
  /** Something is under way or waits. */
  readonly busy: boolean;
  /** Cancels all work, under way or waiting; resolves once it has ended. */
  cancel(): Promise<void>;
}

export function createQueue<T>(): Queue<T> {
  const entries = new Set<{ name: string; abort: AbortController; ended: Promise<T> }>();
  return {
    add(name, work, replaces = () => false) {
      const alive = [...entries].filter(({ abort }) => !abort.signal.aborted);
      const same = alive.find(entry => entry.name === name);
      if (same) return same.ended;
      for (const entry of alive) if (replaces(entry.name)) entry.abort.abort();
      const abort = new AbortController();
      const before = [...entries].map(({ ended }) => ended);
      const ended = Promise.allSettled(before)
        .then(() => work(abort.signal))
        .finally(() => entries.delete(entry));
      const entry = { name, abort, ended };
      entries.add(entry);
      return ended;
    },
    get busy() {
      return entries.size > 0;
    },
    async cancel() {
      const all = [...entries];
      for (const { abort } of all) abort.abort();
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
