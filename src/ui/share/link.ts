const AUTHORITY = 'session-explorer.session-explorer';
const LONGEST_KEY = 600;

/** A link that opens one session in the VS Code that it was copied from (`vscode:`, `vscodium:` …). */
export const sessionLink = (scheme: string, key: string): string =>
  `${scheme}://${AUTHORITY}/open?key=${encodeURIComponent(key)}`;

/**
 * The session key of such a link's path and query, or undefined for anything else. A link may come from anywhere, so
 * this is all that one can say.
 */
export function keyOfLink(path: string, query: string): string | undefined {
  if (path !== '/open') return undefined;
  const key = new URLSearchParams(query).get('key');
  const plausible = key !== null && key.length <= LONGEST_KEY && /^[a-z0-9-]{1,40}\/[^\p{Cc}]+$/u.test(key);
  return plausible ? key : undefined;
}
