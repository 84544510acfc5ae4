import * as z from 'zod';
import { wireTime } from '../wire-time.ts';

const status = z.enum(['scheduled', 'in-progress', 'completed', 'cancelled']);

/** One session of the list. */
export const placioSession = z.looseObject({
  id: z.string(),
  workspaceId: z.string(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  serviceIds: z.array(z.string()),
  serviceNames: z.array(z.string()),
  staffId: z.string().nullable(),
  staffName: z.string().nullable(),
  name: z.string().nullable(),
  date: wireTime().describe('Calendar day in the zone of the workspace, written as midnight UTC'),
  startTime: z.string().describe('Wall clock in the zone of the workspace'),
  endTime: z.string().describe('Wall clock; before startTime it is the next day'),
  durationMinutes: z.number(),
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
  id: z.string(),
  scheduledAt: wireTime(),
  duration: z.number(),
  status,
  notes: z.string().nullable(),
  customFields: z.array(z.unknown()),
});
