/** The services, by the names that settings and keys use. */
export const PROVIDER_IDS = ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export const isProviderId = (id: unknown): id is ProviderId => PROVIDER_IDS.some(known => known === id);

/** One account at one service, as it stands in the setting `sessionExplorer.connections`. */
export interface Connection {
  id: string;
  provider: ProviderId;
  label?: string;
  baseUrl?: string;
  workspaceId?: string;
  teamId?: string;
  teamDomain?: string;
  timeZone?: string;
  persist?: boolean;
  mode?: 'range' | 'day';
  parameters?: { start?: string; end?: string; attendee?: string };
}
