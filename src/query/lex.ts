/** Where one piece of a query stands in its text. */
export interface Place {
  from: number;
  to: number;
}

export interface ValueToken extends Place {
  text: string;
  quoted: boolean;
  /** `false`: the text ended before the closing quote. */
  closed: boolean;
  prefix: boolean;
  /** Something follows the closing quote without a comma or space. */
  stray: boolean;
}

export type Token =
  | (Place & { kind: 'text'; text: string; phrase: boolean; closed: boolean; negated: boolean })
  /** `name` as it was written. */
  | (Place & { kind: 'qualifier'; name: string; nameFrom: number; values: ValueToken[]; negated: boolean });

const SPACE = /\s/;
/**
 * What makes a word a qualifier: letters, digits and hyphens from a letter on, then a colon. So `10:30` is text, and
 * so is a web address, whose colon is followed by two slashes.
 */
const QUALIFIER = /^(\p{L}[\p{L}\p{M}\p{N}_-]*):/u;

/** The qualifier's name where a word starts with one, known or not. */
export function qualifierOf(word: string): string | undefined {
  const name = QUALIFIER.exec(word)?.[1];
  return name !== undefined && /^:\/\//.test(word.slice(name.length)) ? undefined : name;
}

/** Divides a query into its terms without judging them; reads any text to its end. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at++;
      continue;
    }
    const token = readTerm(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function readTerm(text: string, from: number): Token {
  const bare = endOfWord(text, from);
  // A hyphen alone negates nothing: it is text.
  const negated = text[from] === '-' && bare > from + 1;
  const begin = negated ? from + 1 : from;
  if (text[begin] === '"') {
    const { value, to, closed } = readQuoted(text, begin);
    return { kind: 'text', from, to, text: value, phrase: true, closed, negated };
  }
  const name = qualifierOf(text.slice(begin, bare));
  if (name === undefined) {
    return { kind: 'text', from, to: bare, text: text.slice(begin, bare), phrase: false, closed: true, negated };
  }
  const values = readValues(text, begin + name.length + 1);
  const to = values.at(-1)?.to ?? bare;
  return { kind: 'qualifier', from, to, name, nameFrom: begin, values, negated };
}

function readValues(text: string, from: number): ValueToken[] {
  const values: ValueToken[] = [];
  let at = from;
  for (;;) {
    const value = readValue(text, at);
    values.push(value);
    if (text[value.to] !== ',') return values;
    at = value.to + 1;
  }
}

function readValue(text: string, from: number): ValueToken {
  if (text[from] === '"') {
    const { value, to, closed } = readQuoted(text, from);
    const prefix = text[to] === '*';
    const end = endOfValue(text, to);
    return { from, to: end, text: value, quoted: true, closed, prefix, stray: end > to + (prefix ? 1 : 0) };
  }
  const to = endOfValue(text, from);
  const prefix = to > from && text[to - 1] === '*';
  return { from, to, text: text.slice(from, prefix ? to - 1 : to), quoted: false, closed: true, prefix, stray: false };
}

/** Reads from an opening quote; within quotes `\"` is a quote and `\\` a backslash. */
function readQuoted(text: string, from: number): { value: string; to: number; closed: boolean } {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '"') return { value, to: at + 1, closed: true };
    const next = text[at + 1];
    if (sign === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at++;
    } else value += sign;
  }
  return { value, to: text.length, closed: false };
}

function endOfWord(text: string, from: number): number {
  let to = from;
  while (to < text.length && !SPACE.test(text.charAt(to))) to++;
  return to;
}

function endOfValue(text: string, from: number): number {
  let to = from;
  while (to < text.length && text[to] !== ',' && !SPACE.test(text.charAt(to))) to++;
  return to;
}
