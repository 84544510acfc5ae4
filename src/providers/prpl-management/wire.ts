import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

const userId = z.union([z.number(), z.string()]).describe('Roblox user id');

/** One session as the vendor's page has it. */
export const prplSession = z.looseObject({
  id: z.string().describe('The session'),
  title: z.string(),
  description: z.string().nullish(),
  startTime: wireTime().describe('Planned start'),
  endTime: wireTime().describe('Planned end'),
  type: z
    .looseObject({ id: z.string(), name: z.string(), color: z.string().nullish() })
    .nullable()
    .describe('Kind of session; the list can be filtered by its id'),
  host: z
    .looseObject({
      userId,
      username: z.string().nullable(),
      displayName: z.string().nullish(),
      thumbnail: z.string().nullish(),
    })
    .nullable(),
  participants: z.array(
    z.looseObject({
      userId,
      username: z.string().nullable(),
      displayName: z.string().nullish(),
      thumbnail: z.string().nullish(),
    }),
  ),
  maxParticipants: z.number().nullish().describe('How many may take part'),
  currentParticipants: z.number().describe('How many take part so far'),
});

/** One session as Orbit, the software behind the service, answers it. */
export const orbitSession = z.looseObject({
  id: z.string().describe('The session'),
  name: z.string().nullish(),
  date: wireTime().describe('Planned start'),
  startedAt: wireTime().nullish().describe('When the session really began'),
  ended: wireTime().nullish().describe('When the session really ended'),
  status: z
    .enum(['scheduled', 'in-progress', 'ended', 'missed'])
    .describe('missed: its time passed and nobody started it'),
  cancelled: z.boolean().optional().describe('Called off; the status stays scheduled'),
  type: z.looseObject({ id: z.string(), name: z.string(), gameId: z.unknown() }),
  host: z.looseObject({ userId, username: z.string().nullable(), thumbnail: z.string().nullish() }).nullable(),
  participants: z.array(
    z.looseObject({
      userId,
      username: z.string().nullable(),
      thumbnail: z.string().nullish(),
      slot: z.unknown(),
      role: z.unknown(),
    }),
  ),
  endTime: wireTime().nullish().describe('Planned end'),
  duration: z.number().nullish().describe('Planned minutes'),
});
