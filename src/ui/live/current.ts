import type { ConnectionStatus } from '../../sync/explorer.ts';

/**
 * Whether what is held of a connection still tells what is live: it answered within the time of three polls, or is being
 * asked. What the tree, the badge and the status bar say of live sessions hangs on this alone. `now` is epoch ms.
 */
export function isCurrent({ state, progress, currentUntil }: ConnectionStatus, now: number): boolean {
  // A poll that takes its time is not one that was missed; after a failed one only an answer counts.
  if (progress && state === 'ready') return true;
  return currentUntil !== undefined && now <= currentUntil;
}
