import type * as z from 'zod';
import type { Drift } from '../session/drift.ts';
import { type Fields, isFields } from './lenient.ts';

/** Distinct findings kept of one answer; a hostile one may differ in every field. */
export const KINDS_KEPT = 200;
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
export type Shape = (value: unknown, report: Report) => void;

/**
 * Prepares a wire schema: a walk made from it once, which knows the path of each place and reports what disagrees there. Nearly
 * all that it meets agrees, so that agreeing allocates nothing.
 */
export const shape = (schema: z.core.$ZodType, path: string): Shape => walkOf(schema, path);

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
    check: (shape, value) => shape(value, report),
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
    log.check(shapeOfRecord(schema), raw);
    return log.entries().map(drift => ({ ...drift, path: drift.path.replace(/^\./, '') }));
  });
  return found.reduce((nearest, other) => (other.length < nearest.length ? other : nearest));
}

const shapesOfRecords = new WeakMap<z.core.$ZodType, Shape>();

/** Made once: a detail that is drawn again is compared again. */
function shapeOfRecord(schema: z.core.$ZodType): Shape {
  const made = shapesOfRecords.get(schema) ?? shape(schema, '');
  shapesOfRecords.set(schema, made);
  return made;
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

function walkOf(schema: z.core.$ZodType, path: string): Shape {
  const def = defOf(schema);
  const expected = expectation(schema);
  const disagree = (value: unknown, report: Report) =>
    report(path, expected, kindOf(value, def), exampleOf(value, def));
  switch (def.type) {
    case 'optional': {
      const inner = walkOf(def.innerType, path);
      return (value, report) => {
        if (value !== undefined) inner(value, report);
      };
    }
    case 'nullable': {
      const inner = walkOf(def.innerType, path);
      return (value, report) => {
        if (value === undefined) disagree(value, report);
        else if (value !== null) inner(value, report);
      };
    }
    case 'array': {
      const element = walkOf(def.element, `${path}[]`);
      return (value, report) => {
        if (Array.isArray(value)) for (const item of value) element(item, report);
        else disagree(value, report);
      };
    }
    case 'record': {
      const each = walkOf(def.valueType, `${path}.*`);
      return (value, report) => {
        if (isFields(value)) for (const name in value) each(value[name], report);
        else disagree(value, report);
      };
    }
    case 'object': {
      const inFields = fieldsWalk(def.shape, path);
      return (value, report) => {
        if (isFields(value)) inFields(value, report);
        else disagree(value, report);
      };
    }
    default: {
      const agrees = agreement(schema);
      return (value, report) => {
        if (!agrees(value)) disagree(value, report);
      };
    }
  }
}

function fieldsWalk(documented: Record<string, z.core.$ZodType>, path: string) {
  const walks = Object.entries(documented).map(([name, field]) => ({ name, walk: walkOf(field, `${path}.${name}`) }));
  return (value: Fields, report: Report): void => {
    let known = 0;
    for (const { name, walk } of walks) {
      const field = value[name];
      walk(field, report);
      if (field !== undefined) known += 1;
    }
    // Nothing that came as JSON is `undefined`: the fields that are there are those just counted, or some are not documented.
    for (const _ in value) known -= 1;
    if (known === 0) return;
    for (const name of Object.keys(value))
      if (!Object.hasOwn(documented, name))
        report(`${path}.${printable(name)}`, 'not documented', kindOf(value[name]), exampleOf(value[name]));
  };
}

/** Whether a value is what a schema documents. */
function agreement(schema: z.core.$ZodType): (value: unknown) => boolean {
  const def = defOf(schema);
  switch (def.type) {
    case 'unknown':
      return () => true;
    case 'string': {
      const pattern = def.checks?.[0]?._zod.def.pattern;
      return pattern ? value => typeof value === 'string' && pattern.test(value) : value => typeof value === 'string';
    }
    case 'number':
    case 'boolean':
      return value => typeof value === def.type;
    case 'enum': {
      const words = new Set<unknown>(Object.values(def.entries));
      return value => words.has(value);
    }
    case 'union': {
      const options = def.options.map(agreement);
      return value => options.some(option => option(value));
    }
    default: {
      const walk = walkOf(schema, '');
      return value => {
        let agrees = true;
        walk(value, () => {
          agrees = false;
        });
        return agrees;
      };
    }
  }
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
