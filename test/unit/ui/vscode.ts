import { registerHooks } from 'node:module';

// What the code under `src/ui` asks of VS Code in unit tests: translations, of which English needs none, events, and panels, which a
// test hands out itself.
const STUB = `
  export const l10n = { t: (text, ...args) => text.replace(/\\{(\\d+)\\}/g, (_, i) => String(args[i])) };
  export const commands = { executeCommand: async (...call) => void globalThis.executed?.(...call) };
  export const env = { language: 'en-GB' };
  export const ViewColumn = { Active: -1 };
  export const Uri = { joinPath: (base, ...path) => [base, ...path].join('/') };
  export const window = { createWebviewPanel: (...call) => globalThis.openedPanel(...call) };
  export class EventEmitter {
    listeners = new Set();
    event = listener => {
      this.listeners.add(listener);
      return { dispose: () => this.listeners.delete(listener) };
    };
    fire(value) { for (const listener of this.listeners) listener(value); }
    dispose() { this.listeners.clear(); }
  }
`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(STUB)}`, shortCircuit: true }
      : next(specifier, context),
});
