import * as z from 'zod';
import { isSessionKey } from '../../session/session.ts';
import { ACTIONS, type FromWebview, type PanelState } from '../../webview/protocol.ts';

const inbound = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('action'), action: z.enum(ACTIONS) }),
]);

const state = z.object({ key: z.string().refine(isSessionKey) });

/** What the webview said, or nothing where that is not one of its messages: remote text may have got a voice there. */
export const readMessage = (message: unknown): FromWebview | undefined => inbound.safeParse(message).data;

/** The state that VS Code kept for a panel. */
export const readState = (kept: unknown): PanelState | undefined => state.safeParse(kept).data;
