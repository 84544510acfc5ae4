import type { Amount } from '../../webview/protocol.ts';
import type { Words } from './words.ts';

/** Numbers and times as a person of one language in one zone reads them. */
export interface Format {
  number(value: number): string;
  percent(fraction: number): string;
  /** Day, date and time. */
  instant(at: number | string): string;
  /** From – to, the day said once where it is the same. */
  range(from: string, to: string): string;
  /** Hours, minutes and seconds; with the date where the span to be told apart is longer than a day. */
  clock(at: number, withDate?: boolean): string;
  /** Hours and minutes, for the marks of an axis. */
  tick(at: number, withDate?: boolean): string;
  /** `1 h 30 min` in parts; at least one. */
  duration(ms: number): Amount[];
  durationText(ms: number): string;
  zone: string;
}

/** VS Code's language, where Intl knows it. */
export const knownLocale = (locale: string): string => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
};

export const formatter = (locale: string, zone: string, words: Words): Format => {
  const known = knownLocale(locale);
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(known, { timeZone: zone, ...options });
  const date = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const hours = { hour: 'numeric', minute: '2-digit' } as const;
  const full = dates({ ...date, ...hours });
  const clock = dates({ ...hours, second: '2-digit' });
  const datedClock = dates({ day: 'numeric', month: 'short', ...hours, second: '2-digit' });
  const tick = dates(hours);
  const datedTick = dates({ day: 'numeric', month: 'short', ...hours });
  // People come and go in the same seconds, and each of them is said twice: formatting is what takes the time.
  const clocks = new Map<number, string>();
  const clockAt = (at: number, withDate = false): string => {
    const second = Math.floor(at / 1000) * (withDate ? -1 : 1);
    let text = clocks.get(second);
    if (text === undefined) {
      text = (withDate ? datedClock : clock).format(at);
      clocks.set(second, text);
    }
    return text;
  };
  const numbers = new Intl.NumberFormat(known, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 0 });
  const duration = (ms: number): Amount[] => {
    const seconds = Math.round(ms / 1000);
    const parts: [number, string][] = [
      [Math.floor(seconds / 3600), words.unit.hours],
      [Math.floor((seconds % 3600) / 60), words.unit.minutes],
      // Beyond an hour nobody asks for seconds in a headline.
      [seconds < 3600 ? seconds % 60 : 0, words.unit.seconds],
    ];
    const said = parts.filter(([value]) => value > 0);
    return (said.length > 0 ? said : [[0, words.unit.minutes] as [number, string]]).map(([value, unit]) => ({
      text: numbers.format(value),
      unit,
    }));
  };
  return {
    number: value => numbers.format(value),
    percent: fraction => percents.format(fraction),
    instant: at => full.format(typeof at === 'string' ? Date.parse(at) : at),
    range: (from, to) => full.formatRange(Date.parse(from), Date.parse(to)),
    clock: clockAt,
    tick: (at, withDate = false) => (withDate ? datedTick : tick).format(at),
    duration,
    durationText: ms =>
      duration(ms)
        .map(part => `${part.text} ${part.unit}`)
        .join(' '),
    zone,
  };
};
