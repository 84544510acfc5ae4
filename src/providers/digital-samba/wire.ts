import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

/** One session of the list. The vendor's two documents differ: what either leaves out may be absent. */
export const sambaSession = z.looseObject({
  id: z.string(),
  start_time: wireTime(),
  end_time: wireTime().nullish().describe('null while the session runs'),
  room_id: z.string(),
  room_external_id: z.string().nullable(),
  description: z.string().nullable().describe('Description of the room'),
  friendly_url: z.string(),
  room_is_deleted: z.boolean(),
  participants_live: z.number().optional(),
  participants_total: z.number(),
  participants_max: z.number().describe('Most participants at one time'),
  live: z.boolean(),
});

/** A list's count comes as a number in one document and as a string in the other. */
export const sambaCount = z.union([z.number(), z.string()]);

/** One stay of one participant. */
export const sambaParticipant = z.looseObject({
  id: z.string(),
  external_id: z.string().nullable(),
  session_id: z.string(),
  room_id: z.string(),
  room_external_id: z.string().nullable(),
  room_is_deleted: z.boolean(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  friendly_url: z.string(),
  join_time: wireTime(),
  leave_time: wireTime().nullish(),
  live: z.boolean(),
});

const metric = () => z.number().optional();

/** The statistics of one session. */
export const sambaStatistics = z.looseObject({
  id: z.string().optional(),
  room_id: z.string(),
  room_external_id: z.string().nullish(),
  room_description: z.string().nullish(),
  room_friendly_url: z.string(),
  room_privacy: z.string(),
  room_source: z.string().optional(),
  room_max_participants: z.number(),
  room_is_deleted: z.boolean(),
  session_id: z.string(),
  session_duration: z.number().describe('Minutes, as the service counts them'),
  session_live: z.boolean(),
  session_start_time: wireTime(),
  session_end_time: wireTime().nullish(),
  participation_minutes: metric().describe('From joining to leaving or the end of the session, summed over all'),
  desktop_participation_minutes: metric(),
  mobile_participation_minutes: metric(),
  tablet_participation_minutes: metric(),
  smarttv_participation_minutes: metric(),
  broadcasted_minutes: metric(),
  subscribed_minutes: metric(),
  screen_broadcasted_minutes: metric(),
  screen_subscribed_minutes: metric(),
  live_participants: metric(),
  active_participants: metric(),
  desktop_participants: metric(),
  mobile_participants: metric(),
  tablet_participants: metric(),
  smarttv_participants: metric(),
  max_concurrent_participants: metric().describe('Most participants at one time'),
  transcription_minutes: metric(),
  e2ee_minutes: metric(),
  recorded_minutes: metric(),
  stored_recorded_minutes: metric(),
  whiteboard_minutes: metric(),
  captions_minutes: metric(),
  breakout_minutes: metric(),
  presentation_minutes: metric(),
  active_roles: metric(),
  public_chat_posts: metric(),
  questions: metric(),
  answers: metric(),
  polls: metric(),
});
