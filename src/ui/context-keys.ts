import * as vscode from 'vscode';

/** What the manifest's `when` clauses look at, without the `sessionExplorer.` prefix. */
interface ContextKeys {
  state: 'unconnected' | 'noMatches' | 'listed';
  filtered: boolean;
  loading: boolean;
  attendeesUnsure: boolean;
  meansNobody: boolean;
  demo: boolean;
}

export type SetContext = <Name extends keyof ContextKeys>(name: Name, value: ContextKeys[Name]) => Promise<void>;

/** Sets a context key. VS Code is asked only where the value is another than the last: loads report many times a second. */
export function contextKeys(): SetContext {
  const set = new Map<string, unknown>();
  return async (name, value) => {
    if (set.get(name) === value) return;
    set.set(name, value);
    await vscode.commands.executeCommand('setContext', `sessionExplorer.${name}`, value);
  };
}
