import type { Dispatcher } from 'undici';
import { ACCEPT_ENCODING, readBody } from './body.ts';
import { trustedAuthorities } from './certificates.ts';
import { type Circumstances, LimitReached, networkProblem } from './classify.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import { LIMITS, type Limits, type Transport, type TransportAnswer } from './transport.ts';

/** VS Code's settings under `http.`, as far as a transport of our own has to follow them. */
export interface NetworkSettings extends ProxySettings {
  /** `http.proxyStrictSSL`: whether certificates must be trusted. */
  strictSSL: boolean;
  /** `http.proxyAuthorization`: the value of the header `proxy-authorization`. */
  proxyAuthorization?: string;
}

/** A transport of our own: undici, loaded with the first request, its dispatchers shared with nobody. */
export function undiciTransport(settings: NetworkSettings, { limits = LIMITS }: { limits?: Limits } = {}): Transport {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  let closed = false;

  const dispatcherFor = (url: URL, proxy: string | undefined): Promise<Dispatcher> => {
    // Plain requests need no certificates, and reading them is what takes longest.
    const secure = url.protocol === 'https:' || proxy?.startsWith('https:') === true;
    const name = `${secure} ${proxy ?? ''}`;
    const held = dispatchers.get(name);
    if (held) return held;
    const opened = openDispatcher(secure, proxy, settings, limits);
    dispatchers.set(name, opened);
    opened.catch(() => dispatchers.delete(name));
    return opened;
  };

  return {
    async fetch({ url, headers, signal }) {
      if (closed) return { ok: false, problem: { code: 'cancelled' }, sent: false };
      const proxy = proxyFor(url, settings);
      const at = { host: url.host, proxied: proxy !== undefined, sent: false, ...limits };
      const slow = new AbortController();
      const phase = setTimeout(() => {
        const seconds = (limits.connectMs + limits.headersMs) / 1000;
        slow.abort(new LimitReached({ code: 'timeout', phase: at.sent ? 'headers' : 'connect', seconds }));
      }, limits.connectMs + limits.headersMs);
      try {
        const through = await dispatcherFor(url, proxy);
        const data = await send(through, url, { 'accept-encoding': ACCEPT_ENCODING, ...headers }, limits, {
          signal: AbortSignal.any([signal, slow.signal]),
          onSent: () => {
            at.sent = true;
          },
        });
        return { ok: true, value: answerOf(data, signal, limits, at) };
      } catch (error) {
        return {
          ok: false,
          problem: networkProblem(error, { ...at, cancelled: signal.aborted || closed }),
          sent: at.sent,
        };
      } finally {
        clearTimeout(phase);
      }
    },
    async close() {
      closed = true;
      const open = await Promise.allSettled(dispatchers.values());
      await Promise.all(open.map(one => one.status === 'fulfilled' && one.value.destroy()));
    },
  };
}

async function openDispatcher(
  secure: boolean,
  proxy: string | undefined,
  settings: NetworkSettings,
  limits: Limits,
): Promise<Dispatcher> {
  const [{ Agent, ProxyAgent }, secureContext] = await Promise.all([
    import('./undici.ts'),
    secure ? trustedAuthorities() : undefined,
  ]);
  const tls = { ...(secureContext && { secureContext }), rejectUnauthorized: settings.strictSSL };
  const connect = { ...tls, timeout: limits.connectMs };
  if (proxy === undefined) return new Agent({ connect, allowH2: false });
  return new ProxyAgent({
    uri: proxy,
    connectTimeout: limits.connectMs,
    requestTls: connect,
    proxyTls: connect,
    allowH2: false,
    ...(settings.proxyAuthorization && { token: settings.proxyAuthorization }),
  });
}

/** Resolves with the head of the answer. Rejects when the signal aborts, even where undici still waits for a socket. */
async function send(
  dispatcher: Dispatcher,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  { signal, onSent }: { signal: AbortSignal; onSent: () => void },
): Promise<Dispatcher.ResponseData> {
  const { RequestHandler } = await import('./undici.ts');
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Dispatcher.ResponseData>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  const handler = new RequestHandler({ method: 'GET', signal }, (error, data) =>
    error ? reject(error) : resolve(data),
  );
  const start = handler.onRequestStart;
  handler.onRequestStart = (controller, context) => {
    onSent();
    start.call(handler, controller, context);
  };
  dispatcher.dispatch(
    {
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { ...headers },
      headersTimeout: limits.headersMs,
      // Silence within a body is watched where the body is read, the same way for each transport.
      bodyTimeout: 0,
    },
    handler,
  );
  // A joined signal with a listener is never collected (nodejs/node#64476), and the whole answer with it.
  return promise.finally(() => signal.removeEventListener('abort', abort));
}

function answerOf(
  data: Dispatcher.ResponseData,
  signal: AbortSignal,
  limits: Limits,
  at: Omit<Circumstances, 'cancelled'>,
): TransportAnswer {
  // An error before the body is read would otherwise be nobody's.
  data.body.on('error', () => {});
  const headers = Object.fromEntries(
    Object.entries(data.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const codings = headers['content-encoding'] ?? '';
  const length = codings === '' ? Number(headers['content-length'] ?? 0) : 0;
  return {
    status: data.statusCode,
    headers,
    read: () => readBody(data.body, { codings, length, signal, limits, at }),
    discard: () => data.body.destroy(),
  };
}
