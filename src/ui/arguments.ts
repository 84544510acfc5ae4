import { l10n } from 'vscode';
import { connectionOfKey } from '../session/session.ts';

/**
 * Whether a command was called with something of its own. A menu of the tree hands over the row that has the focus,
 * which says nothing to a command that is not about rows.
 */
export const isGiven = (argument: unknown): boolean => argument !== undefined && argument !== null && !isRow(argument);

/**
 * What a command throws at an argument that it cannot use, rather than ask somebody who may not be there: VS Code shows
 * it to a person, a script gets it. `takes` is a TypeScript type; the argument itself is not repeated, it may be anything.
 */
export const unusable = (takes: string): Error =>
  new Error(l10n.t('This command cannot use the argument that it was given. It takes: {0}', takes));

/** The text that a command was given, if it was given anything; throws at an argument that is none. */
export function textOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (isGiven(argument)) throw unusable('string');
  return undefined;
}

/**
 * The session keys that a command's arguments mean: a key, several, a tree node that stands for one, or, from a menu of
 * the tree, the node that was clicked with all that are selected. Throws at an argument that means no session.
 */
export function sessionKeys(args: readonly unknown[]): string[] {
  const [first, second] = args;
  const chosen = Array.isArray(second) && second.length > 0 ? second : Array.isArray(first) ? first : [first];
  const keys = new Set(chosen.map(each => named(each, 'key')).filter(isKey));
  if (keys.size === 0 && isGiven(first)) throw unusable('"<connection>/<session>" | "<connection>/<session>"[]');
  return [...keys];
}

/**
 * What finds the sessions that a command means: those that its arguments name, else those that are selected in the tree,
 * else the one that a person then picks.
 */
export const chooser =
  (selected: () => string[], pick: () => Promise<string | undefined>) =>
  async (args: readonly unknown[]): Promise<string[]> => {
    for (const keys of [sessionKeys(args), selected()]) if (keys.length > 0) return keys;
    const picked = await pick();
    return picked === undefined ? [] : [picked];
  };

/**
 * The connection that a command's argument means: an id, or a tree node that is about one. Undefined where it was called
 * without any; throws at an argument that means none.
 */
export function connectionIdOf(argument: unknown): string | undefined {
  const id = named(argument, 'connectionId');
  if (id === undefined && isGiven(argument)) throw unusable('"<connection>"');
  return id;
}

function named(argument: unknown, name: 'key' | 'connectionId'): string | undefined {
  const value = typeof argument === 'object' && argument !== null ? Reflect.get(argument, name) : argument;
  return typeof value === 'string' ? value : undefined;
}

const isKey = (key: string | undefined): key is string => key !== undefined && connectionOfKey(key) !== '';

/** A row of the tree, as far as commands look at it. */
interface Row {
  node: { kind: string; name?: string };
}

export const isRow = (argument: unknown): argument is Row =>
  typeof argument === 'object' && argument !== null && 'node' in argument && 'parent' in argument;
