/**
 * What two spellings of one word share: letters without case, width, accents, Arabic vowel signs and letter forms.
 * Everything that is compared as text (names, full text, completion) is compared folded.
 */

const PLAIN = /^[\x20-\x7e]*$/;
const UNTIDY = /^ | $| {2}/;

/** Marks that fold away: accents, Hebrew points, Arabic vowel signs, joiners, bidi controls, tatweel, emoji variants. */
const DROPPED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each member is meant by itself
  /[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/g;

/** Letters that Unicode does not decompose, though people type them as others. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ے: 'ي',
  ة: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ک: 'ك',
};
const REPLACED = new RegExp(`[${Object.keys(LETTERS).join('')}\u0660-\u0669\u06f0-\u06f9]`, 'g');
const replaced = (letter: string): string => LETTERS[letter] ?? String(letter.charCodeAt(0) & 0xf);

/** One spelling for all that look or sound alike; white space trimmed and single. Folding twice changes nothing. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return tidy(text.toLowerCase());
  // Lower case comes between two decompositions: some capitals have only their small letter's decomposition.
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(DROPPED, '')
    .replace(REPLACED, replaced);
  return tidy(letters.replace(/\s/g, ' '));
}

const tidy = (text: string): string => (UNTIDY.test(text) ? text.trim().replace(/ +/g, ' ') : text);

/** Emoji, and scripts that are written without spaces: each sign is a word, so that it is found inside a run. */
const LONE = /[\p{So}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]\p{M}*/gu;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}\p{So}]+/gu;

/** The folded words of a text with one space between each; '' where it holds only punctuation. */
export function words(text: string): string {
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return fold(text).replace(LONE, ' $& ').replace(BETWEEN_WORDS, ' ').trim();
}
