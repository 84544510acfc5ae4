import type * as vscode from 'vscode';
import { startPatience, systemTimer } from '../../http/timer.ts';
import { failed, ok, type Result } from '../../session/problem.ts';

/** A key as SecretStorage holds it: usable for the origin that it was saved for and no other. */
interface SavedKey {
  origin: string;
  key: string;
}

/** The keys of all connections. Nothing but this knows where they lie. */
export interface Keyring {
  /** The key, if there is one for exactly this origin. The system's keyring may ask the person first, so it is waited for until the signal. */
  read(connectionId: string, origin: string, signal: AbortSignal): Promise<Result<string>>;
  /**
   * Saves and reads back. The key lives in this window's memory only where the system's keyring lost it (`window`), and
   * until it has it where it does not answer (`silent`).
   */
  save(connectionId: string, origin: string, key: string): Promise<'saved' | 'window' | 'silent'>;
  /** Keeps a key in this window's memory and nowhere else, until it is taken back. */
  lend(connectionId: string, origin: string, key: string): void;
  takeBack(connectionId: string): void;
  /** Takes note of a key that is tried before it is saved, for the redactor. */
  note(key: string): void;
  /** False: the system's keyring would not let go of it, or does not answer. */
  forget(connectionId: string): Promise<boolean>;
  /** Keys that were read, set or tried in this window, for the redactor. */
  known(): Iterable<string>;
  /** A key was saved or forgotten, in whichever window, or one came that somebody had given up waiting for. */
  onDidChange: (listener: (connectionId: string) => void) => vscode.Disposable;
}

const PREFIX = 'sessionExplorer.key:';

/** How long a person waits to hear what became of a key, ms. */
const PATIENCE = 10_000;
const SILENT = Symbol('the keyring does not answer');

type Found = SavedKey | 'locked' | undefined;

interface Asked {
  answer: Promise<Found>;
  /** Answers in its place, with a key that came otherwise. */
  give(key: SavedKey): void;
  /** Somebody went on without it, and wants to hear when it came. */
  missed: boolean;
}

export function createKeyring(secrets: vscode.SecretStorage, timer = systemTimer): Keyring {
  const lent = new Map<string, SavedKey>();
  const known = new Set<string>();
  /**
   * What the system's keyring was asked and nobody has read the answer of. So it is not asked again each time, and an
   * answer that always comes too late is read all the same.
   */
  const asked = new Map<string, Asked>();
  const listeners = new Set<(connectionId: string) => void>();

  function ask(connectionId: string): Asked {
    const given = Promise.withResolvers<SavedKey>();
    const looked = look(connectionId).finally(() => {
      if (asking.missed) for (const listener of listeners) listener(connectionId);
    });
    const asking: Asked = { missed: false, answer: Promise.race([looked, given.promise]), give: given.resolve };
    asked.set(connectionId, asking);
    return asking;
  }

  async function look(connectionId: string): Promise<Found> {
    try {
      return parse(await secrets.get(PREFIX + connectionId));
    } catch {
      // A keyring that throws is locked or gone.
      return 'locked';
    }
  }

  async function find(connectionId: string, signal: AbortSignal): Promise<Found | typeof SILENT> {
    const inMemory = lent.get(connectionId);
    if (inMemory) return inMemory;
    const asking = asked.get(connectionId) ?? ask(connectionId);
    const found = await unless(signal, asking.answer);
    if (found === SILENT) asking.missed = true;
    else if (asked.get(connectionId) === asking) asked.delete(connectionId);
    return found;
  }

  /** What the system's keyring says to it, as long as a person waits. */
  async function inTime<T>(asking: Promise<T>): Promise<T | typeof SILENT> {
    const { over, end } = startPatience(timer, PATIENCE);
    return unless(over, asking).finally(end);
  }

  return {
    async read(connectionId, origin, signal) {
      const saved = await find(connectionId, signal);
      if (saved === SILENT) return failed({ code: 'keyring-silent' });
      if (saved === 'locked') return failed({ code: 'needs-key', locked: true });
      if (!saved) return failed({ code: 'needs-key' });
      known.add(saved.key);
      if (saved.origin !== origin) return failed({ code: 'key-for-other-origin', savedFor: saved.origin, origin });
      return ok(saved.key);
    },
    async save(connectionId, origin, key) {
      known.add(key);
      const saved: SavedKey = { origin, key };
      // Whoever waits for it, or is told of the change, need not wait for the keyring.
      lent.set(connectionId, saved);
      asked.get(connectionId)?.give(saved);
      const kept = keep(connectionId, JSON.stringify(saved)).then(whether => {
        if (whether && lent.get(connectionId) === saved) lent.delete(connectionId);
        return whether;
      });
      const answer = await inTime(kept);
      return answer === SILENT ? 'silent' : answer ? 'saved' : 'window';
    },
    lend(connectionId, origin, key) {
      known.add(key);
      lent.set(connectionId, { origin, key });
    },
    note: key => void known.add(key),
    takeBack: connectionId => void lent.delete(connectionId),
    async forget(connectionId) {
      lent.delete(connectionId);
      return (await inTime(erase(connectionId))) === true;
    },
    known: () => known,
    onDidChange(listener) {
      listeners.add(listener);
      const listening = secrets.onDidChange(({ key }) => {
        if (!key.startsWith(PREFIX)) return;
        const connectionId = key.slice(PREFIX.length);
        // What it was asked before may be answered with what stood there before.
        asked.delete(connectionId);
        listener(connectionId);
      });
      return {
        dispose() {
          listeners.delete(listener);
          listening.dispose();
        },
      };
    },
  };

  async function erase(connectionId: string): Promise<boolean> {
    try {
      await secrets.delete(PREFIX + connectionId);
      return true;
    } catch {
      return false;
    }
  }

  async function keep(connectionId: string, text: string): Promise<boolean> {
    try {
      await secrets.store(PREFIX + connectionId, text);
      return (await secrets.get(PREFIX + connectionId)) === text;
    } catch {
      return false;
    }
  }
}

/** What comes of a promise that never rejects, unless the signal aborts first. */
function unless<T>(signal: AbortSignal, coming: Promise<T>): Promise<T | typeof SILENT> {
  if (signal.aborted) return Promise.resolve(SILENT);
  return new Promise(resolve => {
    const giveUp = (): void => resolve(SILENT);
    signal.addEventListener('abort', giveUp, { once: true });
    void coming.then(resolve).finally(() => signal.removeEventListener('abort', giveUp));
  });
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
