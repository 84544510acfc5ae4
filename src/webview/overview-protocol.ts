/**
 * All that goes between the extension and the overview's webview. Everything a person reads arrives worded and
 * formatted: the webview only draws. Types alone, so that nothing of this file ends in the webview's bundle.
 */
import type { Status } from '../session/session.ts';
import type { Figure } from './protocol.ts';

export interface ToOverview {
  type: 'overview';
  state: OverviewState;
  words: { language: string; notReported: string };
  view: OverviewView;
}

/** What VS Code keeps for the panel over restarts: what it was about, and never anything of the sessions. */
export interface OverviewState {
  query: string;
  /** How long a column of the charts over time is, where a person chose. */
  unit?: 'day' | 'week' | 'month' | 'year';
}

/** What a person can ask of the extension from the overview, beside the queries that its bars stand for. */
export const OVERVIEW_ACTIONS = [
  /** Shows in the tree again what the overview is about. */
  'back',
  /** Makes the overview be about what the tree shows. */
  'follow',
  'clear',
  'refresh',
  'load',
  'loadDevices',
  'cancelDevices',
  'addConnection',
  'startDemo',
  /** How long a column of the charts over time is. */
  'day',
  'week',
  'month',
  'year',
] as const;
export type OverviewAction = (typeof OVERVIEW_ACTIONS)[number];

export type FromOverview =
  /** The script runs and wants what is to be shown; sent again whenever VS Code rebuilds a hidden webview. */
  | { type: 'ready' }
  | { type: 'action'; action: OverviewAction }
  /** Show this in the tree. */
  | { type: 'query'; query: string };

export interface Button {
  action: OverviewAction;
  label: string;
  primary?: boolean;
}

export interface OverviewView {
  title: string;
  /** The query in its own grammar; absent where there is none. */
  query?: { label: string; text: string };
  /** Over how much of how much this is. */
  scope: string;
  /** Whose time it is. */
  zone: string;
  actions: Button[];
  notices: { level: 'info' | 'warning'; text: string; action?: Button }[];
  /** The tree shows a part of this, since a bar was chosen. */
  part?: { text: string; query: string; actions: Button[] };
  /** `metric` of a first amount names the figure. */
  figures: Figure[];
  sections: OverviewSection[];
  /** There is nothing to sum up: what to do about it. No figures and sections then. */
  empty?: { title: string; text: string; actions: Button[] };
}

export interface OverviewSection {
  id: string;
  title: string;
  note?: string;
  /** One of these is in force. */
  choices?: { label: string; all: { action: OverviewAction; label: string; pressed: boolean }[] };
  wide?: boolean;
  chart: Chart;
}

export type Chart =
  | ({ kind: 'columns' } & ColumnChart)
  | ({ kind: 'hours' } & HoursChart)
  | ({ kind: 'bars' } & BarTable)
  | ({ kind: 'devices' } & DeviceChart);

/** Columns over time. */
export interface ColumnChart {
  /** Names the group of columns to a screen reader. */
  label: string;
  columns: Column[];
  /** Lines across, from 0 to 1. */
  scale: { at: number; label: string }[];
  /** Labels below, by the number of their column. `minor`: can be left out where there is no room. */
  ticks: { column: number; label: string; minor: boolean }[];
  /** Which column is today's, or holds it. */
  today?: { column: number; label: string };
  legend: LegendEntry[];
  /** What is said while no column is pointed at. */
  summary: string;
  table: DataTable;
}

/** One day, week, month or year. Without a query there is nothing in it. */
export interface Column {
  text: string;
  query?: string;
  /** From the bottom up; heights from 0 to 1. */
  parts: { tone: Tone; height: number }[];
  /** There are sessions, but no service says what is drawn here. */
  missing?: boolean;
}

/** `none`: sessions that lack what the others are told apart by. */
export type Tone = Status | 'value' | 'none';

export interface LegendEntry {
  tone: Tone | 'missing';
  label: string;
  count?: string;
  query?: string;
}

/** Weekdays by hours. */
export interface HoursChart {
  label: string;
  hours: { label: string; minor: boolean }[];
  days: { label: string; name: string; query?: string; cells: HourCell[] }[];
  summary: string;
  table: DataTable;
}

/** `size`: from 0 to 1, in proportion to the count by its area. */
export interface HourCell {
  size: number;
  text: string;
  query?: string;
}

/** A table whose numbers have bars: chart and table in one. */
export interface BarTable {
  caption: string;
  head: string[];
  rows: BarRow[];
  /** Rows beyond those that are worth a look at once. */
  more?: { summary: string; rows: BarRow[] };
  foot?: string;
}

export interface BarRow {
  label: string;
  query?: string;
  quiet?: boolean;
  cells: BarCell[];
}

/** Without a text the service does not report it. */
export interface BarCell {
  text?: string;
  /** The text is no number. */
  quiet?: boolean;
  note?: string;
  fraction?: number;
  tone?: Tone;
  query?: string;
}

export interface DeviceChart {
  table?: BarTable;
  text: string;
  action?: Button;
  /** Of an answer under way, 0 to 1. */
  progress?: { fraction: number; label: string };
  problem?: string;
}

export interface DataTable {
  /** What opens it. */
  summary: string;
  caption: string;
  head: string[];
  rows: { label: string; query?: string; cells: { text: string; query?: string; missing?: boolean }[] }[];
}
