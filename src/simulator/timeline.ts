import { DAY, HOUR, MINUTE } from '../session/instant.ts';
import { draws } from './random.ts';

export interface TimelineOptions {
  /** Sessions that a service tells of at the start. */
  count: number;
  /** Epoch ms around which they lie. */
  origin: number;
  seed: number;
  /** Starts fall on multiples of this many ms: people plan in five minutes, video rooms open at any second. */
  step: number;
  /**
   * Whether the service lists sessions before they start. Where it does not, those of the next day stand here on top
   * of `count`, so that rooms go on opening while the simulator runs.
   */
  planned: boolean;
}

/** Starts (epoch ms), newest first: some live at the origin, some soon, some ahead, many lately, the rest over a year. */
export function timeline(options: TimelineOptions): Float64Array {
  const { count, origin, seed, step, planned } = options;
  let left = count;
  const take = (wish: number): number => {
    const taken = Math.min(left, Math.round(wish));
    left -= taken;
    return taken;
  };
  const live = take(Math.min(24, Math.max(3, count * 0.04)));
  const soon = planned ? take(Math.min(60, Math.max(4, count * 0.16))) : 0;
  const ahead = planned ? take(Math.min(1500, count * 0.2)) : 0;
  const lately = take(Math.min(Math.max(60, count * 0.03), Math.max(4, count * 0.35)));
  const spans = [
    { from: origin - 25 * MINUTE, to: origin - MINUTE, sessions: live },
    { from: origin + 5 * MINUTE, to: origin + DAY, sessions: planned ? soon : 110 },
    { from: origin + DAY, to: origin + 21 * DAY, sessions: ahead },
    { from: origin - 7 * DAY, to: origin - 70 * MINUTE, sessions: lately },
    { from: origin - 370 * DAY, to: origin - 7 * DAY, sessions: left },
  ];
  const starts = new Float64Array(spans.reduce((sum, span) => sum + span.sessions, 0));
  const draw = draws(seed, 1);
  let at = 0;
  for (const { from, to, sessions } of spans) {
    for (let n = 0; n < sessions; n += 1) {
      const start = from + ((n + draw()) / sessions) * (to - from);
      starts[at] = Math.floor(daytime(start, origin) / step) * step;
      at += 1;
    }
  }
  return starts.sort().reverse();
}

/** Away from the origin, where moving a start cannot change what is live, sessions lie in people's waking hours. */
function daytime(instant: number, origin: number): number {
  if (Math.abs(instant - origin) < 2 * DAY) return instant;
  const midnight = Math.floor(instant / DAY) * DAY;
  return midnight + 7 * HOUR + ((instant - midnight) / DAY) * 15 * HOUR;
}
