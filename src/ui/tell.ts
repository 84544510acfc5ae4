import * as vscode from 'vscode';

/**
 * VS Code makes a link of `[text](command:…)` in what it tells a person and asks in a box, and runs the command that it
 * names: what a service or a workspace wrote must not become one.
 */
export const withoutLinks = (text: string): string => text.replaceAll('](', `]${WORD_JOINER}(`);

const WORD_JOINER = '\u2060';

export const tellInformation = (text: string): void => void askInformed(text);
export const tellWarning = (text: string): void => void vscode.window.showWarningMessage(withoutLinks(text));
export const tellError = (text: string): void => void askAfterError(text);

/** Tells something and resolves with what a person chose to do about it, if anything. */
export const askInformed = (text: string, ...choices: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(withoutLinks(text), ...choices);

export const askAfterError = (text: string, ...choices: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(withoutLinks(text), ...choices);
