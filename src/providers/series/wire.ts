import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

const customRole = z.looseObject({
  MinRank: z.number().describe('Lowest group rank that may take this role'),
  Permissions: z.record(z.string(), z.boolean()).describe('What this role may do in the session'),
  Slots: z
    .record(z.string(), z.looseObject({ Attended: z.boolean() }))
    .describe('Places by Roblox user id; VACANT_n is a free one'),
});

/** One session of the list. */
export const seriesSession = z.looseObject({
  SessionId: z.string().describe('The session'),
  WorkspaceId: z.string(),
  Title: z.string(),
  Host: z.string().nullable().describe('Roblox user id of the host'),
  Scheduled: wireTime().describe('Planned start'),
  Delayed: z.boolean().describe('A mark beside the status'),
  Status: z
    .enum(['upcoming', 'ongoing', 'completed', 'cancelled'])
    .describe('Where the session stands; the list can be filtered by it'),
  Claimable: z.boolean().describe('A mark beside the status: the session can be taken over by a host'),
  Duration: z.number().describe('Minutes'),
  CustomRoles: z
    .record(z.string(), customRole)
    .optional()
    .describe('Only for Premium and Enterprise workspaces whose sessions have custom roles'),
});

/** One session asked for by its id. */
export const seriesDetail = seriesSession.extend({
  CoHost: z.union([z.string(), z.array(z.string())]).nullish(),
  Supervisor: z.string().nullish(),
  MinHostRank: z.number().nullish(),
});
