import type { Commands } from '../commands.ts';
import type { Demo } from './demo.ts';

/** `show` brings the tree into sight. The environment may ask for more sessions than the demo has by itself. */
export const demoCommands = (demo: Pick<Demo, 'start' | 'stop'>, show: () => PromiseLike<unknown>): Commands => ({
  async startDemo() {
    await demo.start(Number(process.env.SESSION_EXPLORER_DEMO_SESSIONS) || undefined);
    await show();
  },
  stopDemo: () => demo.stop(),
});
