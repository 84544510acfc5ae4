import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

/** One session of the list. The vendor's two documents differ: what either leaves out may be absent. */
export const sambaSession = z.looseObject({
  id: z.string().describe('The session'),
  start_time: wireTime().describe('When the session began. Where no zone is written, UTC is assumed'),
  end_time: wireTime().nullish().describe('When the session ended; absent or null while it runs'),
  room_id: z.string().describe('The room in which it was held; its sessions can be listed by this id'),
  room_external_id: z.string().nullable().describe('Your own id of the room, where you gave it one'),
  description: z.string().nullable().describe('Description of the room'),
  friendly_url: z.string().describe('Name of the room in its address'),
  room_is_deleted: z.boolean().describe('The room is gone; its past sessions stay listed'),
  participants_live: z
    .number()
    .optional()
    .describe('People in the session now; a live session with nobody in it is about to end'),
  participants_total: z.number().describe('People over the whole session'),
  participants_max: z.number().describe('Most participants at one time'),
  live: z.boolean().describe('The session has not ended yet'),
});

/** A list's count comes as a number in one document and as a string in the other. */
export const sambaCount = z.union([z.number(), z.string()]);

/** One stay of one person; not named by any other part of the API. */
export const sambaParticipant = z.looseObject({
  id: z.string().describe('The stay; who comes back has another'),
  external_id: z.string().nullish().describe('The person, in your own system'),
  session_id: z.string(),
  room_id: z.string(),
  room_external_id: z.string().nullish().describe('Your own id of the room, where you gave it one'),
  room_is_deleted: z.boolean(),
  name: z.string(),
  role: z.string(),
  friendly_url: z.string().describe('Name of the room in its address'),
  join_time: wireTime(),
  leave_time: wireTime().nullish().describe('Absent or null while the person is there'),
  live: z.boolean(),
});

const metric = () => z.number().optional().describe('Not defined by the vendor');
const defined = (meaning: string) => z.number().optional().describe(meaning);

/** The statistics of one session. */
export const sambaStatistics = z.looseObject({
  id: z.string().optional().describe('The session; may differ from session_id'),
  room_id: z.string(),
  room_external_id: z.string().nullish().describe('Your own id of the room, where you gave it one'),
  room_description: z.string().nullish(),
  room_friendly_url: z.string().describe('Name of the room in its address'),
  room_privacy: z.string().describe('public: anyone with the address may join. private: only with a token'),
  room_source: z.string().optional(),
  room_max_participants: z.number().describe('How many the room can hold; a setting, not a count'),
  room_is_deleted: z.boolean(),
  session_id: z.string(),
  session_duration: z.number().describe('Minutes, as the service counts them'),
  session_live: z.boolean().describe('The session has not ended yet'),
  session_start_time: wireTime(),
  session_end_time: wireTime().nullish(),
  participation_minutes: defined('From joining to leaving or the end of the session, summed over all'),
  desktop_participation_minutes: metric(),
  mobile_participation_minutes: metric(),
  tablet_participation_minutes: metric(),
  smarttv_participation_minutes: metric(),
  broadcasted_minutes: metric(),
  subscribed_minutes: metric(),
  screen_broadcasted_minutes: metric(),
  screen_subscribed_minutes: metric(),
  live_participants: defined('People in the session now; a live session with nobody in it is about to end'),
  active_participants: metric(),
  desktop_participants: metric(),
  mobile_participants: metric(),
  tablet_participants: metric(),
  smarttv_participants: metric(),
  max_concurrent_participants: defined('Most participants at one time'),
  transcription_minutes: metric(),
  e2ee_minutes: metric(),
  recorded_minutes: defined('Minutes that were recorded'),
  stored_recorded_minutes: defined('Recorded minutes that are kept in storage; deleting a recording frees them'),
  whiteboard_minutes: metric(),
  captions_minutes: defined('Session minutes in a room that has captions switched on'),
  breakout_minutes: metric(),
  presentation_minutes: metric(),
  active_roles: metric(),
  public_chat_posts: metric(),
  questions: metric(),
  answers: metric(),
  polls: metric(),
});
