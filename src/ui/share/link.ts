import { isSessionKey } from '../../session/session.ts';

const AUTHORITY = 'session-explorer.session-explorer';
const START = 'key=';

/**
 * A link that opens one session in the VS Code that it was copied from (`vscode:`, `vscodium:` …). Undefined for a key
 * that no link may carry.
 */
export const sessionLink = (scheme: string, key: string): string | undefined =>
  isSessionKey(key) ? `${scheme}://${AUTHORITY}/open?${START}${encodeURIComponent(key)}` : undefined;

/**
 * The session key of such a link's path and query, or undefined for anything else. A link may come from anywhere, so
 * this is all that one can say. VS Code hands over a query that it has decoded: an `&`, `+` or `%` in it is the key's own.
 */
export function keyOfLink(path: string, query: string): string | undefined {
  if (path !== '/open' || !query.startsWith(START)) return undefined;
  const key = decodedOnce(query.slice(START.length));
  return isSessionKey(key) ? key : undefined;
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
