import type { Status } from '../session/session.ts';
import { svg } from './dom.ts';
import type { HeaderAction } from './protocol.ts';

const icon = (...parts: SVGElement[]): SVGElement =>
  svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, parts);
const line = (d: string): SVGElement => svg('path', { d, class: 'line' });
const ring = (): SVGElement => svg('circle', { cx: 8, cy: 8, r: 6, class: 'line' });

/** Each status has a shape of its own, so that none is told by colour alone. */
export const statusIcon = (status: Status): SVGElement => {
  switch (status) {
    case 'live':
      return icon(ring(), svg('circle', { cx: 8, cy: 8, r: 3, class: 'fill' }));
    case 'upcoming':
      return icon(ring(), line('M8 4.5V8l2.5 1.5'));
    case 'completed':
      return icon(ring(), line('M5.2 8.2l2 2 3.6-4'));
    case 'cancelled':
      return icon(ring(), line('M4 12L12 4'));
    case 'missed':
      return icon(ring(), line('M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5'));
    case 'unknown':
      return icon(ring(), line('M6.3 6.4a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.6-.8 1.2M8 10.9v.4'));
  }
};

export const actionIcon = (name: NonNullable<HeaderAction['icon']>): SVGElement => {
  switch (name) {
    case 'previous':
      return icon(line('M8 12.5v-9M4 7.5l4-4 4 4'));
    case 'next':
      return icon(line('M8 3.5v9M4 8.5l4 4 4-4'));
    case 'refresh':
      return icon(line('M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3'));
  }
};

export const verdictIcon = (good: boolean): SVGElement =>
  good ? icon(line('M3.5 8.5l3 3 6-7')) : icon(line('M8 2.5l6 11H2zM8 6.5v3.2M8 11.3v.5'));

export const plainIcon = (yes: boolean): SVGElement =>
  yes ? icon(line('M3.5 8.5l3 3 6-7')) : icon(line('M4.5 4.5l7 7M11.5 4.5l-7 7'));

export const noticeIcon = (level: 'info' | 'warning' | 'error'): SVGElement =>
  level === 'info' ? icon(ring(), line('M8 7.2v3.6M8 5v.5')) : verdictIcon(false);
