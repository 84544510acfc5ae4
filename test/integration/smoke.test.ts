import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'session-explorer.session-explorer';

describe('the extension in a VS Code', () => {
  it('is found, and its manifest admits this version', () => {
    assert.ok(vscode.extensions.getExtension(id), `no extension ${id} in VS Code ${vscode.version}`);
  });

  it('activates without an error', async () => {
    const extension = vscode.extensions.getExtension(id);
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('registers every command that its manifest contributes', async () => {
    const manifest = vscode.extensions.getExtension(id)?.packageJSON as {
      contributes?: { commands?: { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    assert.deepEqual(
      contributed.filter(command => !registered.has(command)),
      [],
    );
  });
});
