import { createHash } from 'node:crypto';

/** Shorter pieces of a key are letters like any others. */
const PIECE = 12;

/** A key that no other text holds: one that could stand in a host's name, the others with all that some spelling changes. */
export const canaryOf = (provider: string): string => {
  const own = createHash('sha256').update(provider).digest('hex').slice(0, 11);
  return provider === 'series' ? `Qz7${own}KpVx4Lm` : `Qz7/${own}+Kp"9w\\Vx=4&Lm%2Hs~Tj#5`;
};

/** All pieces of a text of the length that still gives a key away. */
function pieces(text: string): string[] {
  if (text.length <= PIECE) return [text];
  return Array.from({ length: text.length - PIECE + 1 }, (_, at) => text.slice(at, at + PIECE));
}

/** What base64 makes of the key alone, wherever it stands in what is encoded. */
function base64Of(key: string): string[] {
  const bytes = Buffer.from(key);
  return [0, 1, 2].map(before => {
    const coded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return coded.slice(Math.ceil((before * 4) / 3), (before + bytes.length) % 3 === 0 ? coded.length : -1);
  });
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A key in every spelling in which it could come to light. */
function spellings(key: string): string[] {
  return [
    key,
    key.toLowerCase(),
    encodeURIComponent(key),
    new URLSearchParams({ '': key }).toString().slice(1),
    inJson(key),
    inJson(inJson(key)),
    key.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    ...base64Of(key),
    ...base64Of(key).map(coded => coded.replaceAll('+', '-').replaceAll('/', '_')),
    Buffer.from(key).toString('hex'),
  ];
}

/** Pieces by their first two bytes, so that a text is gone through once for all of them. */
function piecesByStart(keys: Iterable<string>): Map<number, Buffer[]> {
  const all = new Set([...keys].flatMap(spellings).flatMap(pieces));
  return Map.groupBy(
    [...all].map(piece => Buffer.from(piece)),
    ([first = 0, second = 0]) => first * 256 + second,
  );
}

/** The first piece of any of the keys that stands in what was found, with what stands around it. */
export function leakIn(found: string | Uint8Array, keys: Iterable<string>): string | undefined {
  const bytes =
    typeof found === 'string' ? Buffer.from(found) : Buffer.from(found.buffer, found.byteOffset, found.length);
  const byStart = piecesByStart(keys);
  const starts = new Uint8Array(65_536);
  for (const start of byStart.keys()) starts[start] = 1;
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const start = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (starts[start] !== 1) continue;
    const piece = byStart.get(start)?.find(each => bytes.subarray(at, at + each.length).equals(each));
    if (piece) return `${piece} in …${bytes.subarray(Math.max(0, at - 60), at + 100)}…`;
  }
  return undefined;
}
