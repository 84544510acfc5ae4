import type * as vscode from 'vscode';
import type { InBackground } from '../background.ts';
import type { Told } from './alerts.ts';

const NAME = 'told';
const KEPT = 500;

/**
 * What was told, where all windows see it: the one that polls may close, and the next must not tell it again. Holds keys
 * of sessions and nothing else of them, the last few hundred.
 */
export function toldIn(state: Pick<vscode.Memento, 'get' | 'update'>, inBackground: InBackground): Told {
  // VS Code takes a moment to hand a value to the other windows, and none to this one.
  const held = (): string[] => {
    const value = state.get<unknown>(NAME);
    return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
  };
  return {
    has: news => held().includes(news),
    add: news => inBackground(state.update(NAME, [...held(), ...news].slice(-KEPT))),
    forget(connectionId) {
      const before = held();
      // A word says what was told, then stands the key of the session.
      const left = before.filter(news => !news.slice(news.indexOf(' ') + 1).startsWith(`${connectionId}/`));
      if (left.length < before.length) inBackground(state.update(NAME, left));
    },
  };
}
