import type * as vscode from 'vscode';
import { failed, ok, type Result } from '../../session/problem.ts';

/** A key as SecretStorage holds it: usable for the origin that it was saved for and no other. */
interface SavedKey {
  origin: string;
  key: string;
}

/** The keys of all connections. Nothing but this knows where they lie. */
export interface Keyring {
  /** The key, if there is one for exactly this origin. */
  read(connectionId: string, origin: string): Promise<Result<string>>;
  /** Saves and reads back. `window`: the system's keyring lost it, it lives in this window's memory only. */
  save(connectionId: string, origin: string, key: string): Promise<'saved' | 'window'>;
  /** Keeps a key in this window's memory and nowhere else, until it is taken back. */
  lend(connectionId: string, origin: string, key: string): void;
  takeBack(connectionId: string): void;
  /** Takes note of a key that is tried before it is saved, for the redactor. */
  note(key: string): void;
  /** False: the system's keyring would not let go of it. */
  forget(connectionId: string): Promise<boolean>;
  /** Keys that were read, set or tried in this window, for the redactor. */
  known(): Iterable<string>;
  onDidChange: (listener: (connectionId: string) => void) => vscode.Disposable;
}

const PREFIX = 'sessionExplorer.key:';

export function createKeyring(secrets: vscode.SecretStorage): Keyring {
  const lent = new Map<string, SavedKey>();
  const known = new Set<string>();

  async function find(connectionId: string): Promise<SavedKey | undefined> {
    const inMemory = lent.get(connectionId);
    if (inMemory) return inMemory;
    try {
      return parse(await secrets.get(PREFIX + connectionId));
    } catch {
      // A keyring that throws (locked, gone) is a keyring without this key: the tree then asks for it.
      return undefined;
    }
  }

  return {
    async read(connectionId, origin) {
      const saved = await find(connectionId);
      if (!saved) return failed({ code: 'needs-key' });
      known.add(saved.key);
      if (saved.origin !== origin) return failed({ code: 'key-for-other-origin', savedFor: saved.origin, origin });
      return ok(saved.key);
    },
    async save(connectionId, origin, key) {
      known.add(key);
      lent.delete(connectionId);
      const text = JSON.stringify({ origin, key } satisfies SavedKey);
      try {
        await secrets.store(PREFIX + connectionId, text);
        if ((await secrets.get(PREFIX + connectionId)) === text) return 'saved';
      } catch {
        // Told to the person by the return value.
      }
      lent.set(connectionId, { origin, key });
      return 'window';
    },
    lend(connectionId, origin, key) {
      known.add(key);
      lent.set(connectionId, { origin, key });
    },
    note: key => void known.add(key),
    takeBack: connectionId => void lent.delete(connectionId),
    async forget(connectionId) {
      lent.delete(connectionId);
      try {
        await secrets.delete(PREFIX + connectionId);
        return true;
      } catch {
        return false;
      }
    },
    known: () => known,
    onDidChange: listener =>
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(PREFIX)) listener(key.slice(PREFIX.length));
      }),
  };
}

/** Undefined for what nobody saved, and for what somebody else did. */
function parse(text: string | undefined): SavedKey | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('origin' in value) || !('key' in value)) return undefined;
    const { origin, key } = value;
    return typeof origin === 'string' && typeof key === 'string' ? { origin, key } : undefined;
  } catch {
    return undefined;
  }
}
