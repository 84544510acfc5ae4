import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { printQuery } from '../../query/print.ts';
import { EVERYTHING, type Query } from '../../query/query.ts';
import type { InBackground } from '../background.ts';

/** The query that the tree, the exports and the overview answer. */
export interface CurrentQuery extends vscode.Disposable {
  get(): Query;
  /** In its own grammar, without a default sort; '' where there is none. */
  text(): string;
  /** Whether it leaves anything out; a sort does not. */
  isFilter(): boolean;
  set(query: Query): void;
  readonly onDidChange: vscode.Event<Query>;
}

const REMEMBERED = 'query';

/** Remembers the query with the workspace. */
export function createCurrentQuery(
  memory: Pick<vscode.Memento, 'get' | 'update'>,
  inBackground: InBackground,
): CurrentQuery {
  const changed = new vscode.EventEmitter<Query>();
  let query = remembered(memory.get<unknown>(REMEMBERED));
  let text = printQuery(query);
  return {
    get: () => query,
    text: () => text,
    isFilter: () => query.terms.length > 0,
    set(next) {
      const printed = printQuery(next);
      if (printed === text) return;
      query = next;
      text = printed;
      inBackground(memory.update(REMEMBERED, text === '' ? undefined : text));
      changed.fire(query);
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}

function remembered(text: unknown): Query {
  if (typeof text !== 'string') return EVERYTHING;
  // What an older grammar remembered and this one cannot read is no reason to complain at start-up.
  const parsed = parseQuery(text);
  return parsed.ok ? parsed.query : EVERYTHING;
}
