import type { Session } from '../../session/session.ts';
import type { ConnectionStatus } from '../../sync/explorer.ts';
import type { KnownAs } from '../../sync/people.ts';
import type { Display } from '../wording/display.ts';
import type { Aspect } from './seen.ts';

/** A row of the tree in plain data: everything of a `TreeItem` but its tooltip. */
export interface Description {
  label: string;
  description?: string;
  icon: { codicon: string; color?: string };
  /** Joined by `+` they are the `contextValue` that menus look at. */
  tags: readonly string[];
  collapsible: 'none' | 'collapsed' | 'expanded';
  command?: { id: string; arguments: readonly unknown[] };
  accessibilityLabel: string;
}

export interface DescribeContext {
  display: Display;
  providerLabel(id: string): string;
  /** What another connection calls a person whom this service names by id only. */
  whoIs(provider: string, id: string): KnownAs | undefined;
  /** What changed of a session since its row was last looked at. */
  changes(session: Session): readonly Aspect[];
  /** The connections whose rows do not tell any more what is live. */
  notCurrent(): readonly ConnectionStatus[];
  /** Whether there is a place at the service where a person can go with this session. */
  hasLink(session: Session): boolean;
}

export const row = (description: Omit<Description, 'accessibilityLabel'>): Description => ({
  ...description,
  accessibilityLabel: [description.label, description.description].filter(Boolean).join(', '),
});
