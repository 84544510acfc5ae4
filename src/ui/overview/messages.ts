import * as z from 'zod';
import { type FromOverview, OVERVIEW_ACTIONS } from '../../webview/overview-protocol.ts';

const inbound = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('action'), action: z.enum(OVERVIEW_ACTIONS) }),
  z.strictObject({ type: z.literal('query'), query: z.string().max(10_000) }),
]);

/** What the webview said, or nothing where that is not one of its messages: remote text may have got a voice there. */
export const readMessage = (message: unknown): FromOverview | undefined => inbound.safeParse(message).data;
