import type { Transport } from './transport.ts';

/**
 * Asks through our own transport first; where that gets no connection, or no certificate that it trusts, through the editor's. An origin that answered through the editor is asked
 * that way from then on, until the editor gets no answer either: the machine may have changed networks.
 */
export function autoTransport(ours: Transport, host: Transport): Transport {
  const throughHost = new Set<string>();
  return {
    async fetch(request) {
      const { origin } = request.url;
      if (!throughHost.has(origin)) {
        const first = await ours.fetch(request);
        // Once a request may have arrived, a second one would be a request that nobody asked for.
        if (first.ok || first.sent || first.problem.code === 'cancelled') return first;
        const second = await host.fetch(request);
        if (second.ok) throughHost.add(origin);
        // The editor's fetch often says no more than that it failed.
        return !second.ok && second.problem.code === 'unreachable' ? first : second;
      }
      const answer = await host.fetch(request);
      if (!answer.ok && answer.problem.code !== 'cancelled') throughHost.delete(origin);
      return answer;
    },
    close: async () => {
      await Promise.all([ours.close(), host.close()]);
    },
  };
}
