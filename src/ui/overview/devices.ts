import type { Query } from '../../query/query.ts';
import type { BarCell, DeviceChart, OverviewSection } from '../../webview/overview-protocol.ts';
import { DEVICES, type DeviceFigures } from './device-sums.ts';
import type { OverviewFormat } from './format.ts';
import { narrowed } from './narrow.ts';
import type { OverviewWords } from './words.ts';

/** How far the device figures of a selection are known. They come one session at a time, when a person asks. */
export interface DeviceState {
  /** Completed sessions in the selection that could be asked for. */
  sessions: number;
  /** Of these, how many were asked for and answered. */
  known: number;
  failed: number;
  sums: DeviceFigures;
  /** How many sessions the next question is about. */
  next: number;
  /** An answer that is under way. */
  running?: { done: number; of: number };
  /** Why the last question ended early, worded. */
  problem?: string;
}

/** Digital Samba's split by device. Nothing where the selection has no such session. */
export function deviceSection(
  state: DeviceState | undefined,
  query: Query,
  words: OverviewWords,
  format: OverviewFormat,
): OverviewSection[] {
  if (!state || state.sessions === 0) return [];
  return [
    {
      id: 'devices',
      title: words.devices.title,
      note: words.provider('digitalSamba'),
      chart: chart(state, query, words, format),
    },
  ];
}

function chart(
  state: DeviceState,
  query: Query,
  words: OverviewWords,
  format: OverviewFormat,
): { kind: 'devices' } & DeviceChart {
  const { known, sessions, failed, next, running, problem } = state;
  const all = format.number(sessions);
  return {
    kind: 'devices',
    text: [
      known === 0 ? words.devices.unknown(all) : words.devices.known(format.number(known), all),
      ...(failed > 0 ? [words.devices.failed(format.number(failed))] : []),
    ].join(' '),
    ...(known > 0 ? { table: split(state.sums, query, words, format) } : {}),
    ...(running
      ? {
          action: { action: 'cancelDevices', label: words.action.cancelDevices },
          progress: {
            fraction: running.of === 0 ? 0 : running.done / running.of,
            label: words.devices.progress(format.number(running.done), format.number(running.of)),
          },
        }
      : next > 0
        ? {
            action: {
              action: 'loadDevices',
              label: (known === 0 ? words.devices.ask : words.devices.askMore)(format.number(next)),
            },
          }
        : {}),
    ...(problem === undefined || running ? {} : { problem }),
  };
}

function split(sums: DeviceFigures, query: Query, words: OverviewWords, format: OverviewFormat) {
  // No query asks for a device: a bar opens the sessions that it is taken over.
  const sessions = narrowed(query, [
    { name: 'provider', values: ['digitalSamba'] },
    { name: 'status', values: ['completed'] },
  ]);
  const total = (of: 'minutes' | 'people'): number => DEVICES.reduce((sum, device) => sum + (sums[device][of] ?? 0), 0);
  const totals = { minutes: total('minutes'), people: total('people') };
  const cell = (value: number | undefined, of: 'minutes' | 'people'): BarCell =>
    value === undefined
      ? {}
      : {
          text: format.number(value),
          ...(totals[of] > 0 ? { note: format.percent(value / totals[of]), fraction: value / totals[of] } : {}),
          tone: 'value',
          ...(value > 0 ? { query: sessions } : {}),
        };
  return {
    caption: words.devices.caption,
    head: [words.devices.device, words.devices.minutes, words.devices.people],
    rows: DEVICES.map(device => ({
      label: words.devices.name[device],
      cells: [cell(sums[device].minutes, 'minutes'), cell(sums[device].people, 'people')],
    })),
  };
}
