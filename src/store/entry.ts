import { type Session, type SessionEntry, sessionKey } from '../session/session.ts';

/** The order in which fields are written; a new one comes last. A field of a session that is missing here does not compile. */
const ORDER: Record<Exclude<keyof Session, 'key' | 'connectionId'>, number> = {
  id: 0,
  provider: 1,
  title: 2,
  status: 3,
  statusSource: 4,
  rawStatus: 5,
  start: 6,
  startSource: 7,
  end: 8,
  endSource: 9,
  durationMinutes: 10,
  host: 11,
  coHosts: 12,
  place: 13,
  kind: 14,
  client: 15,
  participants: 16,
  flags: 17,
};
const FIELDS = Object.keys(ORDER) as (keyof typeof ORDER)[];

/** An entry as a list of its fields without their names; `null` stands for "absent", since no field is null. */
export function packEntry({ session, attendees, statusUntil }: SessionEntry): string {
  const fields: unknown[] = FIELDS.map(field => session[field]);
  fields.push(attendees, statusUntil);
  return JSON.stringify(fields);
}

/** Undefined where the text is not what `packEntry` writes. */
export function unpackEntry(text: string, connectionId: string): SessionEntry | undefined {
  const fields = listIn(text);
  if (fields?.length !== FIELDS.length + 2) return undefined;
  const session: Record<string, unknown> = { key: sessionKey(connectionId, String(fields[ORDER.id])), connectionId };
  FIELDS.forEach((field, at) => {
    if (fields[at] !== null) session[field] = fields[at];
  });
  const [attendees, statusUntil] = fields.slice(FIELDS.length);
  // `packEntry` wrote these fields: their number says so.
  return { session, attendees, ...(statusUntil === null ? {} : { statusUntil }) } as unknown as SessionEntry;
}

function listIn(text: string): unknown[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
