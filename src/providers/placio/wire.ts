import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

const status = z
  .enum(['scheduled', 'in-progress', 'completed', 'cancelled'])
  .describe('Where the appointment stands; the list can be filtered by it');

/** One session of the list. */
export const placioSession = z.looseObject({
  id: z.string().describe('The session'),
  workspaceId: z.string(),
  clientId: z.string().nullable().describe('For whom the session is'),
  clientName: z.string().nullable().describe('For whom the session is'),
  serviceIds: z.array(z.string()).describe('What is done in the session; several at once are possible'),
  serviceNames: z.array(z.string()).describe('The services by name, in the order of their ids'),
  staffId: z.string().nullable().describe('Who holds the session'),
  staffName: z.string().nullable().describe('Who holds the session'),
  name: z.string().nullable(),
  date: wireTime().describe('Calendar day in the zone of the workspace, written as midnight UTC'),
  startTime: z.string().describe('Wall clock in the zone of the workspace'),
  endTime: z.string().describe('Wall clock; before startTime it is the next day'),
  durationMinutes: z.number().describe('Planned minutes'),
  status,
  fieldValues: z.array(z.unknown()),
  attachments: z.array(z.unknown()),
  notes: z.array(z.unknown()),
  invoice: z.unknown(),
  createdAt: wireTime(),
  updatedAt: wireTime(),
});

/** One session asked for by its id, which the service tells in other fields than the list. */
export const placioDetail = z.looseObject({
  id: z.string().describe('The session'),
  scheduledAt: wireTime().describe('Planned start'),
  duration: z.number().describe('Planned minutes'),
  status,
  notes: z.string().nullable(),
  customFields: z.array(z.unknown()),
});
