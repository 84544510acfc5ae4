/**
 * All that goes between the extension and the webview that compares two sessions. Everything a person reads arrives
 * worded and formatted. Types alone, so that nothing of this file ends in the webview's bundle.
 */
import type { Status } from '../session/session.ts';
import type { Term } from './protocol.ts';

export type ToCompare = { words: CompareWords; state: CompareState } & (
  | { type: 'compare'; view: CompareView; busy: boolean }
  /** One of the two is not held, as after a restart one of a connection that keeps nothing. */
  | { type: 'missing'; message: string }
);

/** What VS Code keeps for a panel over restarts: the keys, and never anything of the sessions. */
export interface CompareState {
  keys: [string, string];
}

export const COMPARE_ACTIONS = ['swap', 'refresh', 'openFirst', 'openSecond'] as const;
export type CompareAction = (typeof COMPARE_ACTIONS)[number];

export type FromCompare =
  /** The script runs and wants what is to be shown; sent again whenever VS Code rebuilds a hidden webview. */
  { type: 'ready' } | { type: 'action'; action: CompareAction };

/** The words of the frame around the table. */
export interface CompareWords {
  language: string;
  title: string;
  loading: string;
  swap: string;
  refresh: string;
  open: string;
  onlyDifferences: string;
  figure: string;
  difference: string;
  differs: string;
  same: string;
  oneSided: string;
}

export interface CompareView {
  sides: [CompareSide, CompareSide];
  /** How many rows differ. */
  summary: string;
  zone: string;
  groups: { title: string; rows: CompareRow[] }[];
}

export interface CompareSide {
  title: string;
  source: string;
  status?: { word: Status; label: string };
  when?: string;
  /** Why there is less of this session than there could be. */
  notice?: string;
}

export interface CompareRow {
  term: Term;
  cells: [CompareCell, CompareCell];
  verdict: 'same' | 'differs' | 'one-sided';
  /** From the first to the second. */
  difference?: string;
}

/** Either a text, or why there is none: not reported, not loaded. */
export type CompareCell = { text: string; note?: string } | { missing: string };
