import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

const user = z.looseObject({
  exists: z.boolean().describe('false: nobody, or an account that is gone'),
  id: z.string().optional(),
  username: z.string().optional(),
  display_name: z.string().optional(),
});

const place = z.looseObject({ _id: z.string(), name: z.string(), user_id: z.string().nullish() });
const offered = z.looseObject({ _id: z.string(), name: z.string() });

const group = z.looseObject({
  _id: z.string(),
  priority: z.number().optional(),
  roles: z.array(place).describe('Places, with the person in each'),
  name: z.string(),
});

/** What a key may do in the workspace, and how much of its quotas is used. */
export const hyraPermissions = z.looseObject({
  self_assign_host: z.boolean(),
  assign_host: z.boolean(),
  self_assign_cohost: z.boolean(),
  assign_cohost: z.boolean(),
  assign_roles: z.boolean(),
  create_report: z.boolean(),
  host_quota: z.number().nullish(),
  cohost_quota: z.number().nullish(),
  host_quota_used: z.number().nullish(),
  cohost_quota_used: z.number().nullish(),
  delete_sessions: z.boolean(),
  delete_adhoc_sessions: z.boolean(),
  cancel_sessions: z.boolean(),
  create_adhoc_sessions: z.boolean(),
});

/** One session. */
export const hyraEvent = z.looseObject({
  _id: z.string().describe('The session'),
  schedule: z
    .looseObject({
      _id: z.string(),
      name: z.string().describe('What the session is called'),
      public_start_offset: z.number().nullish(),
      public_slock_offset: z.number().nullish(),
      roles: z.array(z.string()).optional(),
      updatedAt: wireTime().optional(),
      publish_to_discord: z.boolean().optional().describe('The session is announced on Discord'),
      game_link: z.string().nullish().describe('Where to join'),
      thumbnail_url: z.string().nullish(),
      game_thumbnail_url: z.string().nullish(),
      disable_cohost: z.boolean().optional().describe('Sessions of this schedule have no co-host'),
    })
    .describe('The schedule that this session belongs to'),
  servers: z.array(
    z.looseObject({
      _id: z.string(),
      groups: z.array(group).describe('Places by group, with who took them'),
      created_by: z.string().nullish(),
      status: z.string().optional(),
      createdAt: wireTime().optional(),
      updatedAt: wireTime().optional(),
    }),
  ),
  start: wireTime().describe('Planned start. No end or duration is told'),
  in_progress: z.boolean().describe('The session is running'),
  cancelled: z.boolean().describe('The session was called off'),
  createdAt: wireTime().optional(),
  updatedAt: wireTime().optional(),
  adhoc: z.boolean().describe('Made outside of any schedule'),
  polyfill: z
    .array(
      z.looseObject({
        _id: z.string(),
        name: z.string(),
        roles: z.array(offered),
        priority: z.number().optional(),
        createdAt: wireTime().optional(),
        updatedAt: wireTime().optional(),
      }),
    )
    .optional()
    .describe('Groups that the schedule offers'),
  host_id: z.string().nullish().describe('Roblox user id of the host'),
  host: user.nullish(),
  co_host_id: z.string().nullish().describe('Roblox user id of the co-host'),
  co_host: user.nullish(),
  subhosting: z
    .array(z.looseObject({ server_id: z.string(), user_id: z.string(), user: user.nullish() }))
    .optional()
    .describe('Who hosts which server'),
});
