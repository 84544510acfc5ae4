import assert from 'node:assert/strict';
import type { Uri, WebviewPanel } from 'vscode';

/** An event that counts who listens. */
export function event<T>() {
  const listeners = new Set<(value: T) => unknown>();
  return {
    listeners,
    listen(listener: (value: T) => unknown) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire(value: T) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}

/** What VS Code would show: a panel whose page says that it runs, and that notes what it is sent. */
function openPanel() {
  const [heard, moved, closed] = [event<unknown>(), event<unknown>(), event<void>()];
  const sent: unknown[] = [];
  const waiting: { until(message: unknown): boolean; done(): void }[] = [];
  const panel = {
    visible: true,
    title: '',
    reveal() {},
    webview: {
      cspSource: 'self',
      options: {},
      asWebviewUri: (uri: Uri) => uri,
      onDidReceiveMessage: heard.listen,
      async postMessage(message: unknown) {
        sent.push(message);
        for (const each of waiting.splice(0))
          if (each.until(message)) each.done();
          else waiting.push(each);
        return true;
      },
    },
    onDidChangeViewState: moved.listen,
    onDidDispose: closed.listen,
    dispose() {
      panel.visible = false;
      closed.fire();
    },
  };
  return {
    panel: panel as unknown as WebviewPanel,
    heard,
    moved,
    /** Whether its page was sent such a message. */
    showed: (type: string): boolean => sent.some(message => (message as { type?: string }).type === type),
    sent: (until: (message: unknown) => boolean): Promise<void> =>
      sent.some(until) ? Promise.resolve() : new Promise(done => waiting.push({ until, done })),
  };
}

type Opened = ReturnType<typeof openPanel>;
/** The panels that were opened and are not closed, as far as nobody takes them out. */
export const opened: Opened[] = [];
Object.assign(globalThis, {
  openedPanel() {
    const one = openPanel();
    opened.push(one);
    return one.panel;
  },
});
export const lastOpened = (): Opened => {
  const last = opened.at(-1);
  assert.ok(last);
  return last;
};
