// Takes the place of VS Code's native watchdog, with which an extension host ends when its server has died.
exports.start = pid => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
};
exports.exit = code => process.exit(code ?? 0);
