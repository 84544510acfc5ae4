import * as vscode from 'vscode';
import { DIMENSIONS, type Dimension } from '../query/selection.ts';

export const SECTION = 'sessionExplorer';

export interface SavedView {
  name: string;
  query: string;
}

/** The settings as they are to be used: whatever was written there, these are of their types and within their bounds. */
export interface Settings {
  groupBy: Dimension[];
  /** An IANA zone; `local` and unknown zones are resolved to this machine's. */
  timeZone: string;
  historyDays: number;
  aheadDays: number;
  /** 0 = off. */
  liveSeconds: number;
  /** 0 = off. */
  idleSeconds: number;
  me: string[];
  notifications: 'off' | 'live' | 'starting' | 'all';
  savedViews: SavedView[];
  remoteImages: boolean;
  /** Shows the live or next session in the status bar. */
  statusBar: boolean;
  transport: 'auto' | 'undici' | 'host';
}

export const readSettings = (): Settings => {
  const section = vscode.workspace.getConfiguration(SECTION);
  return settingsOf(key => section.get<unknown>(key));
};

/** Calls back when one of these settings (`groupBy`, `http.transport` …) changed; without names, when any did. */
export function onDidChangeSettings(listener: () => void, ...keys: string[]): vscode.Disposable {
  const sections = keys.length === 0 ? [SECTION] : keys.map(key => `${SECTION}.${key}`);
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (sections.some(section => event.affectsConfiguration(section))) listener();
  });
}

/** Writes a setting where it is already set for this window, else for the person. */
export function writeSetting(key: 'groupBy' | 'savedViews', value: unknown): Thenable<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = section.inspect(key)?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  return section.update(key, value, target);
}

/** Reads settings that a person, or a workspace, may have written anything into. */
export function settingsOf(get: (key: string) => unknown): Settings {
  return {
    groupBy: dimensions(get('groupBy')) ?? ['provider', 'status'],
    timeZone: zone(get('timeZone')),
    historyDays: whole(get('historyDays'), 30, 3650),
    aheadDays: whole(get('aheadDays'), 30, 3650),
    liveSeconds: whole(get('refresh.liveSeconds'), 30, 86_400),
    idleSeconds: whole(get('refresh.idleSeconds'), 300, 86_400),
    me: list(get('me')).filter(each => typeof each === 'string'),
    notifications: oneOf(get('notifications'), ['off', 'live', 'starting', 'all']),
    savedViews: list(get('savedViews')).filter(isSavedView),
    remoteImages: get('remoteImages') === true,
    statusBar: get('statusBar') !== false,
    transport: oneOf(get('http.transport'), ['auto', 'undici', 'host']),
  };
}

/** Undefined where the list holds something that nothing can be grouped by. An empty list is no grouping at all. */
export function dimensions(value: unknown): Dimension[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((each): each is Dimension => DIMENSIONS.includes(each));
  return known.length === value.length ? [...new Set(known)] : undefined;
}

function zone(value: unknown): string {
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (typeof value !== 'string' || value === 'local') return local;
  try {
    // Offsets such as "+01:00" are accepted there too, but know no clock changes and are no IANA zones.
    return /^[+-]/.test(value) ? local : new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return local;
  }
}

function whole(value: unknown, otherwise: number, most: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return otherwise;
  return Math.min(Math.floor(value), most);
}

const oneOf = <T extends string>(value: unknown, choices: readonly [T, ...T[]]): T =>
  choices.find(choice => choice === value) ?? choices[0];

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isSavedView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  value.name.trim() !== '' &&
  'query' in value &&
  typeof value.query === 'string';
