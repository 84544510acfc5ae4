/**
 * The session keys that a command's arguments mean: a key, several, a tree node that stands for one, or, from a menu of
 * the tree, the node that was clicked with all that are selected.
 */
export function sessionKeys(args: readonly unknown[]): string[] {
  const [first, second] = args;
  const chosen = Array.isArray(second) && second.length > 0 ? second : Array.isArray(first) ? first : [first];
  return [...new Set(chosen.map(each => named(each, 'key')).filter(key => key !== undefined))];
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

/** The connection that a command's argument means: an id, or a tree node that is about one. */
export const connectionIdOf = (argument: unknown): string | undefined => named(argument, 'connectionId');

function named(argument: unknown, name: 'key' | 'connectionId'): string | undefined {
  if (typeof argument === 'string') return argument;
  const value = typeof argument === 'object' && argument !== null ? Reflect.get(argument, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
