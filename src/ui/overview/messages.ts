import * as z from 'zod';
import { parseQuery } from '../../query/parse.ts';
import type { Query } from '../../query/query.ts';
import { type FromOverview, OVERVIEW_ACTIONS } from '../../webview/overview-protocol.ts';
import { UNITS, type Unit } from './buckets.ts';

const inbound = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('action'), action: z.enum(OVERVIEW_ACTIONS) }),
  z.strictObject({ type: z.literal('query'), query: z.string().max(10_000) }),
]);

/** What the webview said, or nothing where that is not one of its messages: remote text may have got a voice there. */
export const readMessage = (message: unknown): FromOverview | undefined => inbound.safeParse(message).data;

const state = z.object({ query: z.string().max(10_000), unit: z.enum(UNITS).optional() });

/** The state that VS Code kept for the panel. */
export function readState(kept: unknown): { query?: Query; unit?: Unit } {
  const { data } = state.safeParse(kept);
  const parsed = data && parseQuery(data.query);
  return { ...(parsed?.ok ? { query: parsed.query } : {}), ...(data?.unit ? { unit: data.unit } : {}) };
}
