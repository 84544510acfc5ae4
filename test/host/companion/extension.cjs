// Runs commands in a VS Code for the process that started it, which listens on the port that the environment names: a line of
// JSON in, `{id, command, args}`, a line out, `{id, result}` or `{id, error}`.
const { connect } = require('node:net');
const process = require('node:process');
const { createInterface } = require('node:readline');
const vscode = require('vscode');

exports.activate = context => {
  context.subscriptions.push(
    vscode.commands.registerCommand('sessionExplorerTests.changeSettings', async changes => {
      for (const [key, value] of Object.entries(changes)) {
        await vscode.workspace.getConfiguration().update(key, value ?? undefined, vscode.ConfigurationTarget.Global);
      }
    }),
  );
  const port = Number(process.env.SESSION_EXPLORER_COMPANION_PORT);
  if (!port) return;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}); // The process that started VS Code has ended; so will VS Code.
  createInterface(socket).on('line', async line => {
    const { id, command, args } = JSON.parse(line);
    const answer = await vscode.commands.executeCommand(command, ...args).then(
      result => ({ id, result }),
      error => ({ id, error: String(error?.stack ?? error) }),
    );
    socket.write(`${serialise(answer)}\n`);
  });
  context.subscriptions.push({ dispose: () => socket.destroy() });
};

/** Some commands return what only lives in the extension host. */
function serialise(answer) {
  try {
    return JSON.stringify(answer);
  } catch {
    return JSON.stringify({ id: answer.id });
  }
}
