import type { Intent } from '../providers/provider.ts';
import { DAY, HOUR } from '../session/instant.ts';
import type { ConnectionMemory } from '../store/store.ts';

/** How long after its start or end a session is asked for again on each refresh, ms. */
const STILL_CHANGING = DAY;
/** After this long a refresh reads the whole window again, to find what vanished far back, ms. */
export const WHOLE_EVERY = 6 * HOUR;

type Known = Pick<ConnectionMemory, 'window' | 'whole'>;

/** The starts that a load should cover, epoch ms. */
export interface Wanted {
  from: number;
  to: number;
}

/** All that is wanted was read to its end once, so that what follows can go on from there. */
const isWhole = ({ window, whole }: Known, wanted: Wanted): boolean =>
  whole !== undefined && window !== undefined && window.from <= wanted.from;

/** The whole window where that was not read to its end for long, or costs little; else only what can still change. */
export function toRefresh(
  memory: Known,
  { wanted, now, known }: { wanted: Wanted; now: number; known(id: string): boolean },
): Intent {
  const { at, cheap } = memory.whole ?? { at: 0, cheap: false };
  // Read in the future: the clock was set back.
  if (isWhole(memory, wanted) && !cheap && at <= now && now - at <= WHOLE_EVERY)
    return { kind: 'changes', since: now - STILL_CHANGING, ahead: wanted.to, known };
  const from = Math.min(wanted.from, memory.window?.from ?? wanted.from);
  return { kind: 'window', from, to: wanted.to, includeLive: true };
}

/** So many days before what is held, and with them all that a failed load left out. */
export function toGoBack(memory: Known, wanted: Wanted, days: number): Intent {
  const oldest = memory.window?.from ?? wanted.from;
  const whole = isWhole(memory, wanted);
  return { kind: 'window', from: oldest - days * DAY, to: whole ? oldest : wanted.to, includeLive: !whole };
}
