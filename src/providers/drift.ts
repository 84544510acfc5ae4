import type * as z from 'zod';
import type { Drift } from '../session/drift.ts';
import { type Fields, isFields } from './lenient.ts';

/** Distinct findings kept of one answer; a hostile one may differ in every field. */
const KINDS_KEPT = 200;
const NAME_AT_MOST = 60;
/** Larger numbers may be somebody's id or telephone number. */
const TELLS_NOBODY = 1e6;

/** Collects how an answer differs from the documentation. */
export interface DriftLog {
  /** Holds a value against its documented shape. */
  check(shape: Shape, value: unknown): void;
  /** Notes what no schema can say. */
  report(path: string, expected: string, got: string, example: string): void;
  entries(): Drift[];
}

/** A documented shape, ready to be held against many records. */
export interface Shape {
  schema: z.core.$ZodType;
  path: string;
  fits(value: unknown): boolean;
}

/**
 * Prepares a wire schema. Nearly all records agree with it, so that agreeing is what is made fast: a check made from the
 * schema once, which allocates nothing. Where it objects, zod is asked field by field for the reasons.
 */
export const shape = (schema: z.ZodType, path: string): Shape => ({ schema, path, fits: agreement(schema) });

/** A log for one answer of a service, read at `now` (epoch ms on the service's clock). */
export function driftLog(provider: string, now: number): DriftLog {
  const found = new Map<string, Drift>();
  const firstSeen = new Date(now).toISOString();
  const report: Report = (path, expected, got, example) => {
    const key = `${path}\0${expected}\0${got}`;
    const known = found.get(key);
    if (known) known.count += 1;
    else if (found.size < KINDS_KEPT) found.set(key, { provider, path, expected, got, example, count: 1, firstSeen });
  };
  return {
    check({ schema, path, fits }, value) {
      if (!fits(value)) explain(schema, value, path, report);
    },
    report,
    entries: () => [...found.values()],
  };
}

/**
 * How one record differs from its documented shape; of several, from the one that it is nearest to. Paths begin inside
 * the record. `readAt`: epoch ms.
 */
export function differences(
  { id, wire }: { id: string; wire: readonly z.core.$ZodType[] },
  raw: unknown,
  readAt: number,
): Drift[] {
  const found = wire.map(schema => {
    const log = driftLog(id, readAt);
    explain(schema, raw, '', log.report);
    return log.entries().map(drift => ({ ...drift, path: drift.path.replace(/^\./, '') }));
  });
  return found.reduce((nearest, other) => (other.length < nearest.length ? other : nearest));
}

type Report = (path: string, expected: string, got: string, example: string) => void;

/** zod describes each kind of schema in `def`; these are the kinds that wire schemas are made of. */
type Def =
  | { type: 'optional' | 'nullable'; innerType: z.core.$ZodType }
  | { type: 'object'; shape: Record<string, z.core.$ZodType> }
  | { type: 'array'; element: z.core.$ZodType }
  | { type: 'record'; valueType: z.core.$ZodType }
  | { type: 'union'; options: readonly z.core.$ZodType[] }
  | { type: 'enum'; entries: Record<string, string> }
  | { type: 'string'; checks?: readonly { _zod: { def: { pattern: RegExp } } }[] }
  | { type: 'number' | 'boolean' | 'unknown' };

const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as unknown as Def;

type Check = (value: unknown) => boolean;

const agreements = new WeakMap<z.core.$ZodType, Check>();

/** Whether a value is what the schema documents and holds no field that it does not. */
function agreement(schema: z.core.$ZodType): Check {
  const made = agreements.get(schema) ?? madeOf(schema);
  agreements.set(schema, made);
  return made;
}

function madeOf(schema: z.core.$ZodType): Check {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional': {
      const inner = agreement(def.innerType);
      return value => value === undefined || inner(value);
    }
    case 'nullable': {
      const inner = agreement(def.innerType);
      return value => value === null || inner(value);
    }
    case 'array': {
      const element = agreement(def.element);
      return value => Array.isArray(value) && value.every(element);
    }
    case 'record': {
      const each = agreement(def.valueType);
      return value => isFields(value) && Object.values(value).every(each);
    }
    case 'union': {
      const options = def.options.map(agreement);
      return value => options.some(option => option(value));
    }
    case 'enum': {
      const words = new Set<unknown>(Object.values(def.entries));
      return value => words.has(value);
    }
    case 'object':
      return fieldsAgree(Object.entries(def.shape).map(([name, field]) => [name, agreement(field)]));
    case 'unknown':
      return () => true;
    case 'string': {
      const pattern = def.checks?.[0]?._zod.def.pattern;
      return pattern ? value => typeof value === 'string' && pattern.test(value) : value => typeof value === 'string';
    }
    default:
      return value => typeof value === def.type;
  }
}

function fieldsAgree(documented: readonly (readonly [name: string, agrees: Check])[]): Check {
  return value => {
    if (!isFields(value)) return false;
    let known = 0;
    for (const [name, agrees] of documented) {
      const field = value[name];
      if (!agrees(field)) return false;
      if (field !== undefined) known += 1;
    }
    // Nothing that came as JSON is `undefined`: the fields that are there are those just counted, or some are not documented.
    for (const _ in value) known -= 1;
    return known === 0;
  };
}

/** Goes through what disagrees in a value and reports each place. */
function explain(schema: z.core.$ZodType, value: unknown, path: string, report: Report): void {
  if (agreement(schema)(value)) return;
  const def = defOf(schema);
  const disagree = () => report(path, expectation(schema), kindOf(value, def), exampleOf(value, def));
  switch (def.type) {
    case 'optional':
      if (value !== undefined) explain(def.innerType, value, path, report);
      return;
    case 'nullable':
      if (value === undefined) disagree();
      else if (value !== null) explain(def.innerType, value, path, report);
      return;
    case 'array':
      if (Array.isArray(value)) for (const item of value) explain(def.element, item, `${path}[]`, report);
      else disagree();
      return;
    case 'record':
      if (isFields(value)) for (const each of Object.values(value)) explain(def.valueType, each, `${path}.*`, report);
      else disagree();
      return;
    case 'object':
      if (isFields(value)) explainFields(def.shape, value, path, report);
      else disagree();
      return;
    default:
      // Wire schemas are made of `z` alone, whose every kind parses.
      if (!(schema as z.ZodType).safeParse(value).success) disagree();
  }
}

function explainFields(documented: Record<string, z.core.$ZodType>, value: Fields, path: string, report: Report): void {
  for (const [name, field] of Object.entries(documented)) explain(field, value[name], `${path}.${name}`, report);
  for (const name of Object.keys(value))
    if (!Object.hasOwn(documented, name))
      report(`${path}.${printable(name)}`, 'not documented', kindOf(value[name]), exampleOf(value[name]));
}

function expectation(schema: z.core.$ZodType): string {
  const def = defOf(schema);
  switch (def.type) {
    case 'nullable':
      return `${expectation(def.innerType)} or null`;
    case 'array':
      return 'list';
    case 'record':
    case 'object':
      return 'object';
    case 'union':
      return def.options.map(expectation).join(' or ');
    case 'enum':
      return Object.values(def.entries).join(', ');
    default:
      // The only pattern that wire schemas know is that of a time.
      return def.type === 'string' && def.checks ? 'time' : def.type;
  }
}

/** A word where one of several was expected is told as it is: it names a state, not a person. */
const isWord = (value: unknown, def?: Def): value is string =>
  def?.type === 'enum' && typeof value === 'string' && /^[A-Za-z][A-Za-z_-]{0,23}$/.test(value);

function kindOf(value: unknown, def?: Def): string {
  if (isWord(value, def)) return `"${value}"`;
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value;
}

function exampleOf(value: unknown, def?: Def): string {
  if (isWord(value, def)) return `"${value}"`;
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `text(${value.length})`;
  if (Array.isArray(value)) return `list(${value.length})`;
  if (isFields(value)) return `object(${Object.keys(value).length})`;
  if (typeof value === 'number' && Math.abs(value) >= TELLS_NOBODY) return `number(${String(value).length})`;
  return String(value);
}

/** Field names are the service's words too: short, and without what could steer a terminal or a view. */
const printable = (name: string): string =>
  name
    .slice(0, NAME_AT_MOST)
    .toWellFormed()
    .replace(/[^\p{L}\p{N}_.$-]/gu, '?') || '?';
