import * as vscode from 'vscode';

/** In whose time and language something is shown. `now` is epoch ms; `timeZone` an IANA zone, never `local`. */
export interface Display {
  timeZone: string;
  locale: string;
  now: number;
}

export const displayIn = (timeZone: string): Display => ({ timeZone, locale: vscode.env.language, now: Date.now() });
