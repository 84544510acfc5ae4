import type { Commands } from '../commands.ts';
import type { Demo } from './demo.ts';

/**
 * `show` brings the tree into sight, `removed` closes what is open of a connection that is no more. The environment may
 * ask for more sessions than the demo has by itself.
 */
export const demoCommands = (
  demo: Pick<Demo, 'start' | 'stop'>,
  { show, removed }: { show(): PromiseLike<unknown>; removed(connectionId: string): void },
): Commands => ({
  async startDemo() {
    await demo.start(Number(process.env.SESSION_EXPLORER_DEMO_SESSIONS) || undefined);
    await show();
  },
  async stopDemo() {
    for (const id of await demo.stop()) removed(id);
  },
});
