/** Takes secrets out of whatever leaves the product: logs, errors, cURL lines, exports, answers to agents. */
export interface Redactor {
  /** Free text: known keys in every spelling, authorising headers, query parameters, credentials in addresses. */
  text(text: string): string;
  /** Known keys in every spelling and nothing else, so that data stays data. */
  keys(text: string): string;
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
  url(url: URL | string): string;
}

const REDACTED = '[redacted]';

const SECRET_HEADER =
  'authorization|proxy-authorization|apikey|api-key|x-api-key|x-apikey|x-auth-token|x-access-token|cookie|set-cookie';
const SECRET_PARAMETER =
  'key|api[-_]?key|x-api-key|developer[-_]?key|token|access[-_]?token|refresh[-_]?token|id[-_]?token|auth|authorization|jwt|' +
  'secret|client[-_]?secret|password|passwd|pwd|signature|sig|session[-_]?token';

const headerName = new RegExp(`^(?:${SECRET_HEADER})$`, 'i');
// A header within text: a line of a dump, `-H 'name: value'`, or a member of a JSON object.
const headerLine = new RegExp(
  `(^|[\\s"'{,])((?:${SECRET_HEADER})["']?\\s*:\\s*)(?:(["'])(?:(?!\\3)[^\\\\]|\\\\.)*\\3|[^\\r\\n"']+)`,
  'gim',
);
const queryParameter = new RegExp(`([?&;](?:${SECRET_PARAMETER})=)[^&#\\s"'<>]*`, 'gi');
const userInfo = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]+@/gi;
const bearer = /\b(bearer\s+)[\w.~+/=-]{8,}/gi;

/** Below this length a value is a word like any other, and taking it out would spoil the text. */
const SHORTEST_SECRET = 4;

/** The one redactor. `secrets` is asked each time, so that a key that was just entered is known at once. */
export function createRedactor(secrets: () => Iterable<string>): Redactor {
  let known: readonly string[] = [];
  let pattern: RegExp | undefined;

  const knownValues = (): RegExp | undefined => {
    const now = [...new Set(secrets())].filter(secret => secret.length >= SHORTEST_SECRET);
    if (now.length !== known.length || now.some((secret, index) => secret !== known[index])) {
      known = now;
      pattern = now.length === 0 ? undefined : anyOf(now);
    }
    return pattern;
  };

  const keys = (value: string): string => {
    const values = knownValues();
    return values ? withoutKnown(value, values) : value;
  };

  const text = (value: string): string =>
    keys(value)
      .replace(headerLine, (_all, before: string, name: string, quote = '') => before + name + quote + REDACTED + quote)
      .replace(queryParameter, `$1${REDACTED}`)
      .replace(userInfo, `$1${REDACTED}@`)
      .replace(bearer, `$1${REDACTED}`);

  return {
    text,
    keys,
    headers: headers =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, headerName.test(name) ? REDACTED : text(value)]),
      ),
    url: url => text(String(url)),
  };
}

/** Finds the secrets. The group `coded` holds a piece of base64, whose surroundings belong to it. */
function anyOf(secrets: readonly string[]): RegExp {
  const alternatives = (found: string[]) => [...new Set(found)].sort((a, b) => b.length - a.length).join('|');
  const coded = alternatives(secrets.flatMap(insideBase64));
  return new RegExp(alternatives(secrets.flatMap(spellingsOf)) + (coded && `|(?<coded>${coded})`), 'gi');
}

function withoutKnown(text: string, pattern: RegExp): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    let start = match.index;
    let end = start + match[0].length;
    if (match.groups?.coded !== undefined) {
      while (start > from && isBase64(text[start - 1])) start--;
      while (isBase64(text[end])) end++;
    }
    if (end <= from) continue;
    out += text.slice(from, Math.max(start, from)) + REDACTED;
    from = end;
  }
  return out + text.slice(from);
}

const isBase64 = (letter: string | undefined): boolean => letter !== undefined && /[\w+/=-]/.test(letter);

/** Patterns for the ways in which a secret can be spelled out. */
function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    encodeURI(secret.toWellFormed()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    json,
    json.replaceAll('/', '\\/'),
  ].map(escapePattern);
}

/**
 * Patterns for base64 of any text that holds the secret, `user:key` above all. What stands before the secret shifts its
 * bits by one of three phases; in each, the letters that depend on the secret alone are always the same.
 */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap(phase => {
    const encoded = Buffer.concat([Buffer.alloc(phase), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const shared = (phase + bytes.length) % 3 === 0 ? 0 : 1;
    const own = encoded.slice(Math.ceil((phase * 4) / 3), encoded.length - shared);
    return own.length <= SHORTEST_SECRET ? [] : [own.replace(/[+/]/g, letter => (letter === '+' ? '[+-]' : '[/_]'))];
  });
}

const escapePattern = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
