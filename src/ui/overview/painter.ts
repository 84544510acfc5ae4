import type { InBackground } from '../background.ts';

export interface Painter {
  /** Paints now, or as soon as the painting under way is done. */
  now(): void;
  /** Paints within a moment, once for all calls until then. */
  soon(): void;
  dispose(): void;
}

/** Loads tell of changes many times a second; nobody reads that fast. ms. */
const MOMENT = 400;

/** Paints one picture at a time; what changes meanwhile is in the next. */
export function createPainter(paint: () => Promise<void>, inBackground: InBackground): Painter {
  let painting = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    if (disposed) return;
    if (painting) {
      again = true;
      return;
    }
    painting = true;
    inBackground(
      paint().finally(() => {
        painting = false;
        if (!again) return;
        again = false;
        now();
      }),
    );
  }

  return {
    now,
    soon() {
      timer ??= setTimeout(now, MOMENT);
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
    },
  };
}
