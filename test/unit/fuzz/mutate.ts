import { between, type Draw, pick } from '../../../src/simulator/random.ts';
import { hostile, hostileName } from './hostile.ts';

type Container = Record<string, unknown> | unknown[];

/** A place in a payload: `holder[name]`. */
interface Place {
  holder: Container;
  name: string;
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Own fields only, `__proto__` among them. */
function write(holder: Container, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}

const read = ({ holder, name }: Place): unknown => Object.getOwnPropertyDescriptor(holder, name)?.value;

/** Every place below a value. Very long lists and deep values are not walked to their end. */
function* placesIn(holder: unknown, depth = 0): Generator<Place> {
  if (!isContainer(holder) || depth > 12) return;
  for (const name of Object.keys(holder).slice(0, 60)) {
    yield { holder, name };
    yield* placesIn(read({ holder, name }), depth + 1);
  }
}

/** What can be done to a place. */
const CHANGES: readonly ((draw: Draw, place: Place) => void)[] = [
  (draw, { holder, name }) => write(holder, name, hostile(draw)),
  (draw, { holder, name }) => write(holder, name, hostile(draw)),
  (_draw, { holder, name }) => {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  },
  (_draw, place) => write(place.holder, place.name, [read(place)]),
  (_draw, place) => write(place.holder, place.name, { value: read(place) }),
  (_draw, place) => write(place.holder, place.name, otherType(read(place))),
  (draw, { holder }) => {
    if (Array.isArray(holder)) holder.splice(between(draw, 0, holder.length), 0, hostile(draw));
    else write(holder, hostileName(draw), hostile(draw));
  },
  (draw, place) => {
    const { holder } = place;
    if (!Array.isArray(holder)) return write(holder, hostileName(draw), read(place));
    const copies = pick(draw, [1, 2, 3, 130]);
    for (let copy = 0; copy < copies; copy += 1) holder.push(renamed(read(place), copy));
  },
];

/** Numbers as text, text as numbers, and so on: what services do from one version to the next. */
function otherType(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : value.length;
  return Array.isArray(value) ? { ...value } : value === null ? {} : Object.values(value ?? {});
}

/** A copy that is another one: its texts differ. */
function renamed(value: unknown, copy: number): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (_name, held) =>
      typeof held === 'string' && held.length < 60 ? `${held}${copy}` : held,
    ),
  );
}

/** A copy of a payload with a few changes at random places, most often below `near` where that is a container. */
export function mutated(payload: unknown, draw: Draw, near: (payload: unknown) => unknown): unknown {
  const root = { payload: structuredClone(payload) };
  for (let left = between(draw, 1, draw() < 0.2 ? 12 : 3); left > 0; left -= 1) {
    const rows = near(root.payload);
    const places = [...placesIn(draw() < 0.8 && isContainer(rows) ? rows : root)];
    if (places.length === 0) break;
    pick(draw, CHANGES)(draw, pick(draw, places));
  }
  return root.payload;
}

/** Damage to the text itself: cut off, a sign lost, a mark in front, a field twice. */
export function damaged(text: string, draw: Draw): string {
  const at = between(draw, 0, text.length);
  return pick(draw, [
    text.slice(0, at),
    text.slice(0, at) + text.slice(at + 1),
    `\uFEFF${text}`,
    text.replace('{', '{"id":"twice","id":"twice",'),
    `${text}${text}`,
    text.slice(0, at) + pick(draw, ['\u0000', '\uFFFD', '"', ',', '}', '\\u12']) + text.slice(at),
  ]);
}
