/**
 * All that goes between the extension and the detail's webview. Everything a person reads arrives worded and formatted:
 * the webview only draws. Types alone, so that nothing of this file ends in the webview's bundle.
 */
import type { Status } from '../session/session.ts';

export type ToWebview =
  /** Shown at once, while the service is asked. Without a header not even the list is read: all that is known is a key. */
  | { type: 'opening'; words: ShellWords; header: Header }
  | { type: 'opening'; words: ShellWords; header?: never; name: string }
  | { type: 'failed'; words: ShellWords; header?: Header; message: string; hint?: string }
  | { type: 'detail'; words: ShellWords; view: DetailView; busy: boolean };

/** What a person can ask of the extension from the panel. The panel knows its session; the webview never names one. */
export const ACTIONS = [
  'refresh',
  'openLink',
  'openRaw',
  'copyId',
  'copyCurl',
  'copyAnnouncement',
  'compare',
  'export',
  'previous',
  'next',
  'showDrift',
] as const;
export type Action = (typeof ACTIONS)[number];

export type FromWebview =
  /** The script runs and wants what is to be shown; sent again whenever VS Code rebuilds a hidden webview. */
  { type: 'ready' } | { type: 'action'; action: Action };

/** What VS Code keeps for a panel over restarts: the key, and never anything of the session. */
export interface PanelState {
  key: string;
}

/** The words of the frame around a session. */
export interface ShellWords {
  language: string;
  loading: string;
  failedTitle: string;
  retry: string;
  refresh: string;
  refreshing: string;
  notReported: string;
}

/** A number alone and what stands beside it. `metric` is the vendor's field name, where the number is one. */
export interface Amount {
  text: string;
  unit?: string;
  metric?: string;
}

/** A word with its meaning in a tooltip. */
export interface Term {
  label: string;
  meaning?: string;
}

export interface Header {
  /** Set once: it becomes the webview's state. */
  key: string;
  title: string;
  /** Service and connection. */
  source: string;
  status: { word: Status; label: string; note?: string };
  flags: string[];
  /** Date and hours with the zone's name. */
  when?: string;
  /** How fresh all of this is. */
  fetched?: string;
  actions: HeaderAction[];
}

export interface HeaderAction {
  action: Action;
  label: string;
  /** Drawn as an icon, the label as its name. */
  icon?: 'previous' | 'next' | 'refresh';
  enabled: boolean;
  primary?: boolean;
}

export interface DetailView {
  header: Header;
  notices: Notice[];
  figures: Figure[];
  sections: Section[];
  /** The essentials that every service has, beside the sections. */
  about: FactGroup;
  footer?: { text: string; action?: { action: Action; label: string } };
}

export interface Notice {
  level: 'info' | 'warning' | 'error';
  text: string;
  action?: { action: Action; label: string };
}

/** A key figure: `1 h 30 min` has two amounts. None: not reported. */
export interface Figure {
  term: Term;
  amounts: Amount[];
  note?: string;
}

export type Section = (
  | { kind: 'bars'; rows: Bar[] }
  | { kind: 'attendance'; chart: AttendanceChart }
  | { kind: 'people'; table: Table }
  | { kind: 'checks'; rows: CheckRow[] }
  | { kind: 'rosters'; rosters: RosterView[] }
  | { kind: 'facts'; groups: FactGroup[] }
) & { id: string; title: string; note?: string; wide?: boolean };

export interface Bar {
  term: Term;
  /** Absent: the service did not report it. */
  amount?: Amount;
  /** Length of the bar, 0 to 1. Absent: a count that no bar compares. */
  fraction?: number;
  share?: string;
}

/** Positions on the time axis run from 0 to 1. */
export interface AttendanceChart {
  label: string;
  ticks: { at: number; label: string }[];
  lanes: Lane[];
  lanesLabel: string;
  /** Steps of the curve: from `at` on, `count` people are present. */
  steps: { at: number; count: number }[];
  peak: number;
  curveLabel: string;
  peakLabel: string;
  /** What hover, keyboard and the table read; each stands for the time until the next. */
  samples: { at: number; time: string; count: number; text: string }[];
  samplesTitle: string;
  samplesHead: [string, string];
  sliderLabel: string;
  legend: { mark: Mark; label: string }[];
}

/** `stay`: joined and left. `present`: still there. `open`: never left though the session ended. The others have one end only. */
export type Mark = 'stay' | 'present' | 'open' | 'left-only' | 'backwards';

export interface Lane {
  name: string;
  stays: { mark: Mark; from: number; to: number }[];
  total: string;
  /** All stays in words. */
  text: string;
}

export interface Table {
  caption: string;
  columns: { id: string; label: string; numeric?: boolean }[];
  rows: Cell[][];
}

/** Lines of a cell: one for each stay of a person. */
export type Cell = { text: string; mark?: 'muted' | 'good' | 'bad' }[];

export interface CheckRow {
  term: Term;
  ok: boolean;
  verdict: string;
  expected: { label: string; amount: Amount };
  actual: { label: string; amount: Amount };
}

export interface RosterView {
  name?: string;
  /** The service's own id of this part, where the name is ours. */
  note?: string;
  hosts?: string;
  groups: {
    name: string;
    rank?: string;
    filled: string;
    fraction: number;
    permissions: { label: string; allowed: boolean; text: string }[];
    columns: string[];
    slots: { role?: string; who: string; vacant: boolean; attended?: { text: string; yes: boolean } }[];
  }[];
}

export interface FactGroup {
  title?: string;
  facts: FactRow[];
}

export interface FactRow {
  label: string;
  value: string;
  /** Where a value comes from, or what was done to it. */
  note?: string;
  mono?: boolean;
  /** A person: the picture's address only where remote pictures are allowed. */
  avatar?: { initials: string; url?: string };
  /** A checked `#rgb` or `#rrggbb`. */
  color?: string;
  verdict?: 'yes' | 'no';
  meter?: number;
}
