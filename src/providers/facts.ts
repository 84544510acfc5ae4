import type { Fact } from '../session/detail.ts';
import { readInstant } from '../session/instant.ts';
import { isFields } from './lenient.ts';

const DEEPEST = 4;
const FACTS_AT_MOST = 500;

/**
 * Everything below a value that can be told in a line, under its field path. What is empty or null is nothing to tell.
 * `skip`: names that are shown elsewhere.
 */
export function factsOf(group: string, value: unknown, name = '', skip: ReadonlySet<string> = new Set()): Fact[] {
  return [...walk(group, value, name, skip, 0)].slice(0, FACTS_AT_MOST);
}

function* walk(group: string, value: unknown, name: string, skip: ReadonlySet<string>, depth: number): Generator<Fact> {
  if (skip.has(name)) return;
  const fact = factOf(group, name, value);
  if (fact) yield fact;
  else if (depth >= DEEPEST) return;
  else if (Array.isArray(value))
    for (const [at, item] of value.entries()) yield* walk(group, item, `${name}[${at}]`, skip, depth + 1);
  else if (isFields(value))
    for (const [key, item] of Object.entries(value))
      yield* walk(group, item, name === '' ? key : `${name}.${key}`, skip, depth + 1);
}

/** One value as a fact, its kind told by its form. */
export function factOf(group: string, name: string, value: unknown): Fact | undefined {
  if (typeof value === 'boolean') return { group, name, kind: 'boolean', value };
  if (typeof value === 'number') return { group, name, kind: 'number', value };
  if (typeof value !== 'string' || value === '') return undefined;
  if (/^https:\/\/\S+$/.test(value)) return { group, name, kind: 'link', value };
  if (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value)) return { group, name, kind: 'color', value };
  const instant = readInstant(value);
  if (instant && value.length > 10) return { group, name, kind: 'instant', value: instant.iso };
  return { group, name, kind: 'text', value };
}
