import { printQuery } from '../../query/print.ts';
import type { Query } from '../../query/query.ts';

export interface CurrentQuery {
  get(): Query;
  text(): string;
}

/** What the overview is about, and which part of that the tree shows. */
export interface Subject {
  query(): Query;
  /** The tree's query, where a bar of this overview set it. */
  part(): Query | undefined;
  /** The tree's query is another now. */
  moved(): void;
  /** Shows a part in the tree and stays with the whole. */
  choose(text: string): void;
  /** Shows the whole in the tree again. */
  back(): void;
  /** Makes the part that the tree shows the whole. */
  follow(): void;
}

/**
 * The overview is about the tree's query, with one exception: a bar that is chosen there changes the tree, and the
 * overview stays, so that the next bar can be chosen.
 */
export function createSubject(
  current: CurrentQuery,
  applyQuery: (text: string) => void,
  /** What it was about before a restart; the tree may show a part of that. */
  before: Query = current.get(),
): Subject {
  let query = before;
  let chosen = printQuery(before) === current.text() ? undefined : current.text();
  const follow = (): void => {
    query = current.get();
    chosen = undefined;
  };
  return {
    query: () => query,
    part: () => (chosen === undefined ? undefined : current.get()),
    moved() {
      if (current.text() !== chosen) follow();
    },
    choose(text) {
      chosen = text === printQuery(query) ? undefined : text;
      applyQuery(text);
      // What could not be applied is not shown.
      if (current.text() !== text) chosen = undefined;
    },
    back() {
      chosen = undefined;
      applyQuery(printQuery(query));
    },
    follow,
  };
}
