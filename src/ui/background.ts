import type * as vscode from 'vscode';

/** Takes a promise that nobody waits for. */
export type InBackground = (work: PromiseLike<unknown>) => void;

/** Work in the background whose rejection is handed to `onFault`, so that it is not lost. */
export const inBackgroundWith =
  (onFault: (error: unknown) => void): InBackground =>
  work =>
    void work.then(undefined, onFault);

/** Writes a fault of the product into the log: its kind and place, not its message, which may quote what was read. */
export const faultsInto =
  (log: Pick<vscode.LogOutputChannel, 'error'>) =>
  (error: unknown): void => {
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line)) : [];
    log.error([error instanceof Error ? error.name : typeof error, ...frames].join('\n'));
  };
