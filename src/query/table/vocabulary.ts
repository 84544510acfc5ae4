import { words } from '../fold.ts';
import { addText, createDistinct, type Distinct, numberHeld } from './buckets.ts';
import { createPool, type Pool, push } from './pool.ts';

/**
 * Every distinct folded word once. Texts are kept as rows of word numbers, so that a wanted word is compared with each
 * distinct word, not with each text.
 */
export interface Vocabulary extends Distinct {
  /** The first four letters of each word, for ruling out most words without touching their strings. */
  heads: Pool;
}

/** Stands between two texts, so that no phrase reaches across; no word has this number. */
const BETWEEN = 0;

/** A vocabulary without words. */
export function createVocabulary(): Vocabulary {
  const heads = createPool();
  push(heads, 0);
  const distinct = createDistinct();
  addText(distinct, '');
  return { ...distinct, heads };
}

function numberOf(vocabulary: Vocabulary, word: string): number {
  const held = numberHeld(vocabulary, word);
  if (held !== undefined) return held;
  push(vocabulary.heads, head(word));
  return addText(vocabulary, word);
}

/** The first four letters as one number; letters beyond Latin-1 look alike in it. */
export function head(text: string): number {
  let packed = 0;
  for (let at = 0; at < 4; at++) packed = (packed << 8) | (at < text.length ? Math.min(text.charCodeAt(at), 0xff) : 0);
  return packed >>> 0;
}

/** The bits of a head that a prefix speaks of. */
export const headMask = (prefix: string): number => (prefix.length >= 4 ? ~0 : ~(~0 >>> (8 * prefix.length))) >>> 0;

/** Texts as word numbers, one after the other; text `n` lies between `ends[n]` and `ends[n + 1]`. */
export interface Texts {
  numbers: Pool;
  ends: Pool;
}

/** No texts yet. */
export function createTexts(): Texts {
  const ends = createPool();
  push(ends, 0);
  return { numbers: createPool(), ends };
}

/** Adds one entry that may be found by any of several texts. */
export function addTexts(texts: Texts, vocabulary: Vocabulary, several: readonly string[]): void {
  for (const text of several) {
    const folded = words(text);
    if (folded !== '') for (const word of folded.split(' ')) push(texts.numbers, numberOf(vocabulary, word));
    push(texts.numbers, BETWEEN);
  }
  push(texts.ends, texts.numbers.length);
}

/** Wanted words in a row: all but the last are whole, the last is at least begun. */
export interface Needle {
  /** Word numbers, or nothing where one of the words stands in no text at all. */
  whole: number[] | undefined;
  /** By word number: 1 where the word begins with the last wanted one. */
  begun: Uint8Array;
}

/** `wanted`: folded words with one space between, at least one. */
export function needleFor(vocabulary: Vocabulary, wanted: string): Needle {
  const whole = wanted.split(' ');
  const last = whole.pop() ?? '';
  const numbers = whole.map(word => numberHeld(vocabulary, word));
  const found = numbers.filter(number => number !== undefined);
  const begun = new Uint8Array(vocabulary.values.length);
  const mask = headMask(last);
  const wantedHead = head(last);
  const heads = vocabulary.heads.data;
  for (let number = 1; number < begun.length; number++) {
    if (((heads[number] ?? 0) & mask) >>> 0 !== wantedHead) continue;
    if (vocabulary.values[number]?.startsWith(last)) begun[number] = 1;
  }
  return { whole: found.length === numbers.length ? found : undefined, begun };
}

/** By text number: 1 where the text has the wanted words. */
export function textsWith(texts: Texts, { whole, begun }: Needle): Uint8Array {
  const { data: numbers } = texts.numbers;
  const { data: ends } = texts.ends;
  const count = texts.ends.length - 1;
  const hits = new Uint8Array(count);
  if (!whole) return hits;
  const before = whole.length;
  for (let text = 0, at = 0; text < count; text++) {
    const end = ends[text + 1] ?? 0;
    for (; at < end; at++) {
      if (begun[numbers[at] ?? 0] !== 1) continue;
      let same = 0;
      while (same < before && numbers[at - 1 - same] === whole[before - 1 - same]) same++;
      if (same === before) {
        hits[text] = 1;
        break;
      }
    }
    at = end;
  }
  return hits;
}
