/** Stands where the key would be, so that a line can be shared and still runs once the variable is set. */
const KEY = '$SESSION_EXPLORER_KEY';

/**
 * A cURL line for a GET, for a POSIX shell. `authorize` is the adapter's own, given the placeholder instead of a key;
 * Basic credentials are written as `--user`, since base64 of a placeholder would be nobody's password.
 */
export function curlLine(url: URL, authorize: (key: string) => Record<string, string>): string {
  const headers = Object.entries(authorize(KEY)).map(([name, value]) => {
    const basic = /^Basic (.+)$/.exec(value)?.[1];
    return basic === undefined
      ? `--header ${quoted(`${name}: ${value}`)}`
      : `--user ${quoted(Buffer.from(basic, 'base64').toString())}`;
  });
  return ['curl', quoted(url.href), ...headers, `--header ${quoted('Accept: application/json')}`].join(' ');
}

/** Single quotes keep everything as it is, history's `!` too. In double quotes the placeholder alone may be expanded. */
function quoted(text: string): string {
  if (!text.includes(KEY)) return `'${text.replaceAll("'", "'\\''")}'`;
  const parts = text.split(KEY).map(part => part.replace(/[\\"$`]/g, '\\$&'));
  return `"${parts.join(KEY)}"`;
}
