import { HOUR, MINUTE } from '../session/instant.ts';

export interface ZoneClock {
  /** What the wall clock shows at an instant, as the epoch ms at which UTC would show the same. */
  wall(instant: number): number;
  /** `HH:MM` on the wall clock. */
  time(instant: number): string;
}

/** The wall clock of an IANA zone. Offsets are kept by the hour, since asking for them is slow. */
export function zoneClock(timeZone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsets = new Map<number, number>();

  function offset(instant: number): number {
    const hour = Math.floor(instant / HOUR);
    let known = offsets.get(hour);
    if (known === undefined) {
      const name = format.formatToParts(hour * HOUR).find(part => part.type === 'timeZoneName')?.value ?? 'GMT';
      const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
      known = (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
      offsets.set(hour, known);
    }
    return known;
  }

  const wall = (instant: number): number => instant + offset(instant);
  return { wall, time: instant => new Date(wall(instant)).toISOString().slice(11, 16) };
}
