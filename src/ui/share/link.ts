const AUTHORITY = 'session-explorer.session-explorer';
const LONGEST_KEY = 600;
const START = 'key=';

/** A link that opens one session in the VS Code that it was copied from (`vscode:`, `vscodium:` …). */
export const sessionLink = (scheme: string, key: string): string =>
  `${scheme}://${AUTHORITY}/open?${START}${encodeURIComponent(key)}`;

/**
 * The session key of such a link's path and query, or undefined for anything else. A link may come from anywhere, so
 * this is all that one can say. VS Code hands over a query that it has decoded: an `&`, `+` or `%` in it is the key's own.
 */
export function keyOfLink(path: string, query: string): string | undefined {
  if (path !== '/open' || !query.startsWith(START) || query.length > LONGEST_KEY * 9) return undefined;
  const key = decodedOnce(query.slice(START.length));
  const plausible = key.length <= LONGEST_KEY && /^[a-z0-9-]{1,40}\/[^\p{Cc}\p{Cf}\p{Cs}]+$/u.test(key);
  return plausible ? key : undefined;
}

/** An id of a connection holds no `%`: where its slash is still written as one, nobody has decoded the query. */
function decodedOnce(text: string): string {
  if (!/^[a-z0-9-]+%2f/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
