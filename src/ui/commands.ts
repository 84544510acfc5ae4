/**
 * What commands do, by their names without the `sessionExplorer.` prefix. A part of the product returns a record of
 * these; `extension.ts` has registered their ids long before.
 */
export type Commands = Record<string, (...args: unknown[]) => unknown>;
