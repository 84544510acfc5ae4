import * as z from 'zod';
import { isSessionKey } from '../../session/session.ts';
import { COMPARE_ACTIONS, type CompareState, type FromCompare } from '../../webview/compare-protocol.ts';

const inbound = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('action'), action: z.enum(COMPARE_ACTIONS) }),
]);

/** What the webview said, or nothing where that is not one of its messages: remote text may have got a voice there. */
export const readMessage = (message: unknown): FromCompare | undefined => inbound.safeParse(message).data;

const key = z.string().refine(isSessionKey);
const state = z.object({ keys: z.tuple([key, key]) });

/** The state that VS Code kept for a panel. */
export const readState = (kept: unknown): CompareState | undefined => state.safeParse(kept).data;
