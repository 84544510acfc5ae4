import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { PictureOrder } from './picture.ts';

/** Draws pictures on a thread of its own, one at a time. */
export interface PictureThread {
  /** Resolves when the thread has ended, however it did: a start without a picture is only slower. */
  draw(order: PictureOrder): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

/** `file`: `picture.worker.ts`, or what was built of it. */
export function pictureThread(file: string | URL): PictureThread {
  let running: Worker | undefined;
  let stopped = false;
  return {
    async draw(order) {
      const { Worker } = await import('node:worker_threads');
      if (stopped) return;
      running = new Worker(file, { workerData: order });
      running.unref();
      await once(running, 'exit').catch(() => {});
      running = undefined;
    },
    async stop() {
      stopped = true;
      await running?.terminate();
    },
  };
}
