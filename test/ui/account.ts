import type { SimulatedConnection } from '../../src/simulator/server.ts';
import type { TestWindow } from './window.ts';

/** Adds a connection to a simulated service, and types its key. Resolves once both are saved. */
export async function connect(
  window: TestWindow,
  { key, label: _, ...address }: SimulatedConnection,
  id: string,
): Promise<void> {
  const added = window.execute('sessionExplorer.addConnection', { ...address, id });
  await typeKey(window, key);
  await added;
}

/** Types a key into the box that asks for one, once it does. */
export async function typeKey(window: TestWindow, key: string): Promise<void> {
  await window.page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
  await window.type(key);
  await window.accept();
}
