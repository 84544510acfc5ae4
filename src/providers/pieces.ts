import { afterString } from '../http/json.ts';
import type { Answer } from '../http/service.ts';
import { failed, type Result } from '../session/problem.ts';
import { nextTurn } from '../turns/turns.ts';

/** Characters of rows that are parsed and validated at one go: some milliseconds' work. */
const PIECE = 1 << 18;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

/** A part of an answer: all that stands around the list, and some of its rows. */
export interface Piece extends Answer {
  /** From 0. */
  part: number;
}

/**
 * Reads an answer that may be too large for one go: a service without pages puts all it has into one body. Such a body
 * is cut between the rows of the list at `path`, and `read` is given a whole body of some rows at a time; others get their
 * turn in between. Ends with the first result that is a problem. What cannot be cut is read as it is.
 *
 * No worker does this: each row would have to be handed over as a copy, which costs this thread about what parsing it does, and the
 * store and the index are here. Cut like this, the longest block does not grow with the body.
 */
export async function* readPieces<T>(
  answer: Answer,
  path: readonly string[],
  read: (piece: Piece) => Result<T>,
  length = PIECE,
): AsyncGenerator<Result<T>> {
  const size = answer.body.reduce((sum, { length: characters }) => sum + characters, 0);
  const cut = size > 2 * length ? await cutUp(answer.body, path, length) : undefined;
  if (!cut) {
    yield read({ ...answer, part: 0 });
    return;
  }
  let from = cut.head.length;
  for (const [part, rows] of cut.rows.entries()) {
    const result = read({ ...answer, part, body: [cut.head, rows, cut.tail] });
    yield placed(result, from - cut.head.length);
    if (!result.ok) return;
    from += rows.length + 1;
    await nextTurn();
  }
}

/** A problem's place in the whole body. */
function placed<T>(result: Result<T>, offset: number): Result<T> {
  if (result.ok || result.problem.code !== 'broken-json') return result;
  return failed({ ...result.problem, at: result.problem.at + offset });
}

interface Cut {
  /** Up to the list's opening bracket. */
  head: string;
  /** Some rows each, without the comma between two of them. */
  rows: string[];
  /** From the closing bracket on. */
  tail: string;
}

/**
 * Cuts a body at commas between two rows of the list at `path`. No more of it than the rows of one piece is ever put together.
 * Undefined where there is no such list, or it is not the one that a parser would take.
 */
async function cutUp(body: readonly string[], path: readonly string[], length: number): Promise<Cut | undefined> {
  let text = '';
  let next = 0;
  /** Twice as much text, where there is more: what is looked at again stays within bounds however long a row is. */
  const grow = (): boolean => {
    const until = Math.max(2 * text.length, length);
    const before = next;
    while (next < body.length && text.length < until) text += body[next++];
    return next > before;
  };

  let opening: number | undefined;
  while (opening === undefined) {
    if (!grow()) return undefined;
    opening = listAt(text, path);
  }
  const head = text.slice(0, opening + 1);
  text = text.slice(head.length);
  const rows: string[] = [];
  for (let at = afterBlanks(text, 0); ; ) {
    const end = afterBlanks(text, afterValue(text, at));
    if (end >= text.length) {
      if (!grow()) return undefined;
      at = afterBlanks(text, at);
      continue;
    }
    const code = text.charCodeAt(end);
    if (code === CLOSE_LIST) {
      rows.push(text.slice(0, end));
      text = text.slice(end);
      break;
    }
    if (code !== COMMA) return undefined;
    at = end + 1;
    if (end >= length) {
      rows.push(text.slice(0, end));
      text = text.slice(at);
      at = 0;
      await nextTurn();
    }
    at = afterBlanks(text, at);
  }
  const tail = text + body.slice(next).join('');
  // Of equal keys the last wins: the list just cut must be the one that is left when its rows are taken away.
  return isEmptyList(head + tail, path) ? { head, rows, tail } : undefined;
}

function isEmptyList(text: string, path: readonly string[]): boolean {
  try {
    let value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    for (const name of path) value = (value as Record<string, unknown>)[name];
    return Array.isArray(value) && value.length === 0;
  } catch {
    return false;
  }
}

/** Where the list at `path` opens. */
function listAt(text: string, path: readonly string[]): number | undefined {
  let at = afterBlanks(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  for (const name of path) {
    const found = fieldAt(text, at, name);
    if (found === undefined) return undefined;
    at = found;
  }
  return text.charCodeAt(at) === OPEN_LIST ? at : undefined;
}

/** Where the value of a field begins in the object that opens at `at`. */
function fieldAt(text: string, at: number, name: string): number | undefined {
  if (text.charCodeAt(at) !== OPEN_OBJECT) return undefined;
  const wanted = JSON.stringify(name);
  for (let key = afterBlanks(text, at + 1); text.charCodeAt(key) === QUOTE; ) {
    const keyEnd = afterString(text, key);
    const colon = afterBlanks(text, keyEnd);
    if (text.charCodeAt(colon) !== COLON) return undefined;
    const value = afterBlanks(text, colon + 1);
    if (keyEnd - key === wanted.length && text.startsWith(wanted, key)) return value;
    const comma = afterBlanks(text, afterValue(text, value));
    if (text.charCodeAt(comma) !== COMMA) return undefined;
    key = afterBlanks(text, comma + 1);
  }
  return undefined;
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  // Everything up to the space is blank or a fault that the parser will find.
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Where the value that begins at `from` has ended; goes from string to string and counts what opens and closes. */
function afterValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if (depth === 0 && (code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT)) return at;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
    at++;
    if (depth === 0 && (code === CLOSE_OBJECT || code === CLOSE_LIST)) return at;
  }
  return at;
}
