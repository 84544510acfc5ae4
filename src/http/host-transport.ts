import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { readBody } from './body.ts';
import { type Circumstances, LimitReached, networkProblem } from './classify.ts';
import { LIMITS, type Limits, type Transport, type TransportAnswer } from './transport.ts';

/**
 * The editor's own `fetch`, which knows PAC files, the system's proxy and proxies that ask for a password. It is looked up
 * with each request, since the editor replaces it while extensions already run.
 */
export function hostTransport({ limits = LIMITS }: { limits?: Limits } = {}): Transport {
  return {
    async fetch({ url, headers, signal }) {
      const at = { host: url.host, proxied: false, sent: true, ...limits };
      const slow = new AbortController();
      const phase = setTimeout(() => {
        const seconds = (limits.connectMs + limits.headersMs) / 1000;
        slow.abort(new LimitReached({ code: 'timeout', phase: 'headers', seconds }));
      }, limits.connectMs + limits.headersMs);
      try {
        const response = await globalThis.fetch(url, {
          headers: { ...headers },
          redirect: 'manual',
          credentials: 'omit',
          cache: 'no-store',
          signal: AbortSignal.any([signal, slow.signal]),
        });
        // A browser's fetch hides where a redirect leads.
        if (response.type === 'opaqueredirect') return { ok: false, problem: { code: 'redirect', to: '' }, sent: true };
        return { ok: true, value: answerOf(response, signal, limits, at) };
      } catch (error) {
        const reason = slow.signal.aborted ? slow.signal.reason : error;
        return {
          ok: false,
          problem: networkProblem(reason, { ...at, sent: false, cancelled: signal.aborted }),
          sent: true,
        };
      } finally {
        clearTimeout(phase);
      }
    },
    close: async () => {},
  };
}

function answerOf(
  response: Response,
  signal: AbortSignal,
  limits: Limits,
  at: Omit<Circumstances, 'cancelled'>,
): TransportAnswer {
  const headers = Object.fromEntries(response.headers);
  // The DOM's type of a stream and Node's are one class at run time.
  const body = response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
  body.on('error', () => {});
  const encoded = (headers['content-encoding'] ?? '') !== '';
  return {
    status: response.status,
    headers,
    // fetch has undone the coding already, and leaves the headers that speak of the coded body.
    read: () =>
      readBody(body, { codings: '', length: encoded ? 0 : Number(headers['content-length'] ?? 0), signal, limits, at }),
    discard: () => body.destroy(),
  };
}
