import * as vscode from 'vscode';

/**
 * VS Code makes a link of `[text](command:…)` in what it tells a person and asks in a box, and runs the command that it
 * names: what a service or a workspace wrote must not become one.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', `]${WORD_JOINER}(`);

const WORD_JOINER = '\u2060';

export const tellInformation = (text: string, ...choices: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(withoutLinks(text), ...choices);

export const tellWarning = (text: string, ...choices: string[]): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(withoutLinks(text), ...choices);

export const tellError = (text: string, ...choices: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(withoutLinks(text), ...choices);
