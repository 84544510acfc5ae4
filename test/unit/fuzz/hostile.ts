import { type Draw, pick } from '../../../src/simulator/random.ts';

/** Stands in a value for a number that a double cannot hold: `textOf` writes its digits bare into the JSON. */
const bare = (number: string): string => `\u0001${number}`;

/** A value as JSON, with the numbers that no double holds. */
export const textOf = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replace(/"\\u0001(-?[\d.e+]+)"/g, '$1');

export const LONG = 'ab\u202e\u0000<b>'.repeat(150_000);

/** What a service should never send, and one day does. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  'null',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[click](command:workbench.action.terminal.new)',
  '$(alert) $(sync~spin)',
  '\u202egnp.exe\u202c\u2066\u2069',
  'مرحبا Grüße 会议 👩🏽‍💻',
  'nul\u0000in the middle',
  '\ud83d alone',
  'alone \udc00',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  '..\\..\\windows',
  'a/b?c=d#e',
  '%2e%2e%2f',
  '.',
  '..',
  '//evil.example/x',
  'https://evil.example/?next=1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  '=HYPERLINK("https://evil.example")',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '2024-02-30T25:61:61Z',
  '0000-00-00 00:00:00',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '2024-03-31T02:30:00+99:99',
  '24:00',
  '1e999',
  '-0',
  '9007199254740993',
  '9'.repeat(400),
  ' '.repeat(3000),
];

const NUMBERS: readonly unknown[] = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  -1e300,
  Number.MAX_SAFE_INTEGER,
  bare('9007199254740993'),
  bare('-9223372036854775808'),
  bare('123456789012345678901234567890'),
  bare('1e999'),
  bare('0.1234567890123456789'),
];

/** Lists in lists, or objects in objects, this deep. */
export function nested(depth: number, asList: boolean): unknown {
  let value: unknown = 'the bottom';
  for (let level = 0; level < depth; level += 1) value = asList ? [value] : { deeper: value };
  return value;
}

/** A field that JSON can hold and an object literal cannot. */
function withProto(): unknown {
  return JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"id":"p"}');
}

/** Of a record, everything but what it is known and ordered by. */
const KEPT = /id$|date|time|sched|start|end|status|live|page|type/i;

/** A record in which this stands for each text that the record is not known or ordered by. */
export function textsReplaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map(each => textsReplaced(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, KEPT.test(name) ? each : textsReplaced(each, text)]),
  );
}

/** Any of it. */
export function hostile(draw: Draw): unknown {
  const kind = draw();
  if (kind < 0.5) return pick(draw, HOSTILE_TEXTS);
  if (kind < 0.7) return pick(draw, NUMBERS);
  if (kind < 0.85) return pick(draw, [null, true, false, [], {}, [null], [[]], { 0: 'a' }]);
  if (kind < 0.9) return withProto();
  if (kind < 0.95) return nested(pick(draw, [3, 30, 300]), draw() < 0.5);
  return kind < 0.951 ? LONG : Array.from({ length: 3 }, () => pick(draw, HOSTILE_TEXTS));
}

/** A field name nobody expects. */
export const hostileName = (draw: Draw): string =>
  draw() < 0.001 ? LONG : draw() < 0.3 ? `field ${Math.floor(draw() * 1e9)}` : pick(draw, HOSTILE_TEXTS);
