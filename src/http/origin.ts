/** Whether a host name means this machine. Names below `.localhost` do not count: a resolver may send them elsewhere. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** Whether a key may travel there: over TLS, or without leaving this machine. */
export const mayCarryKey = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
