import type { ServiceFilter } from '../providers/provider.ts';

/** The questions that a service answered to their end. */
export interface Answered {
  add(filter: ServiceFilter, now: number): void;
  /** Whether this was asked, or what holds it, less than `age` ms ago. */
  has(filter: ServiceFilter, now: number, age: number): boolean;
  clear(): void;
}

export function createAnswered(): Answered {
  /** By all but the time that they ask for: how far they reach, and when they were answered. */
  const answers = new Map<string, { from: number; to: number; at: number }>();
  return {
    add(filter, now) {
      const { rest, from, to } = apart(filter);
      answers.set(rest, { from, to, at: now });
    },
    has(filter, now, age) {
      const { rest, from, to } = apart(filter);
      const known = answers.get(rest);
      return known !== undefined && from >= known.from && to <= known.to && now - known.at < age;
    },
    clear: () => answers.clear(),
  };
}

function apart({ from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, ...rest }: ServiceFilter) {
  return { rest: JSON.stringify(rest), from, to };
}
