import type { Transport } from '../../../src/http/transport.ts';

/** A transport that knows whether an answer is under way, and a network that can be pulled out. */
export interface CountedTransport extends Transport {
  readonly busy: boolean;
  online: boolean;
}

export function counted(transport: Transport): CountedTransport {
  let under = 0;
  return {
    online: true,
    get busy() {
      return under > 0;
    },
    async fetch(request) {
      if (!this.online) return { ok: false, problem: { code: 'dns', host: request.url.host }, sent: false };
      under += 1;
      const reply = await transport.fetch(request);
      if (!reply.ok) {
        under -= 1;
        return reply;
      }
      const { value } = reply;
      return {
        ok: true,
        value: {
          ...value,
          read: () =>
            value.read().finally(() => {
              under -= 1;
            }),
          discard() {
            under -= 1;
            value.discard();
          },
        },
      };
    },
    close: () => transport.close(),
  };
}
