/**
 * The session keys that a command's arguments mean: a key, several, a tree node that carries one, or, from a menu of
 * the tree, the node that was clicked with all that are selected.
 */
export function sessionKeys(args: readonly unknown[]): string[] {
  const [first, second] = args;
  const chosen = Array.isArray(second) && second.length > 0 ? second : Array.isArray(first) ? first : [first];
  return [...new Set(chosen.flatMap(keyOf))];
}

function keyOf(argument: unknown): string[] {
  if (typeof argument === 'string') return [argument];
  if (typeof argument !== 'object' || argument === null || !('key' in argument)) return [];
  return typeof argument.key === 'string' ? [argument.key] : [];
}
