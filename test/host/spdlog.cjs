// Takes the place of `@vscode/spdlog`, whose native half needs a compiler: with it VS Code writes its log files, the
// extensions' among them, and says nothing about a missing module.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #level = 2;
  #bare = false;

  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  #write(level, text) {
    if (level < this.#level) return;
    const line = this.#bare ? text : `${new Date().toISOString()} [${names[level]}] ${text}\n`;
    try {
      appendFileSync(this.#file, line);
    } catch {
      // The directory is deleted at the end of a run, when the last lines may still come.
    }
  }

  trace = text => this.#write(0, text);
  debug = text => this.#write(1, text);
  info = text => this.#write(2, text);
  warn = text => this.#write(3, text);
  error = text => this.#write(4, text);
  critical = text => this.#write(5, text);
  setLevel(level) {
    this.#level = level;
  }
  clearFormatters() {
    this.#bare = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
