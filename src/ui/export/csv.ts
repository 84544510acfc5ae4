import type { Person, Session } from '../../session/session.ts';

/** Spreadsheets run a cell that begins like this as a formula, whatever the column is meant to hold; some read full-width signs so too. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

const person = (who: Person | undefined): string => who?.displayName || who?.name || '';

/** Columns in their order; `zoned` words an instant in the display zone. */
const COLUMNS: readonly [name: string, read: (session: Session, zoned: (iso: string) => string) => unknown][] = [
  ['key', session => session.key],
  ['connection', session => session.connectionId],
  ['provider', session => session.provider],
  ['id', session => session.id],
  ['title', session => session.title],
  ['status', session => session.status],
  ['status_source', session => session.statusSource],
  ['raw_status', session => session.rawStatus],
  ['start_utc', session => session.start],
  ['start_zone', (session, zoned) => session.start && zoned(session.start)],
  ['start_source', session => session.startSource],
  ['end_utc', session => session.end],
  ['end_zone', (session, zoned) => session.end && zoned(session.end)],
  ['end_source', session => session.endSource],
  ['duration_minutes', session => session.durationMinutes],
  ['host_id', session => session.host?.id],
  ['host', session => person(session.host)],
  ['co_hosts', session => session.coHosts.map(coHost => person(coHost) || coHost.id).join('; ')],
  ['place_id', session => session.place?.id],
  ['place', session => session.place?.name],
  ['kind_id', session => session.kind?.id],
  ['kind', session => session.kind?.name],
  ['client_id', session => session.client?.id],
  ['client', session => session.client?.name],
  ['participants_live', session => session.participants?.live],
  ['participants_total', session => session.participants?.total],
  ['participants_peak', session => session.participants?.peak],
  ['participants_capacity', session => session.participants?.capacity],
  ['flags', session => session.flags.join('; ')],
];

/** One cell after RFC 4180, with an apostrophe before anything that a spreadsheet would take for a formula. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' && FORMULA_START.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const row = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** UTF-8 with a byte order mark, which is what makes Excel read Arabic. The zone stands in the header of its columns. */
export async function* csv(
  sessions: AsyncIterable<readonly Session[]>,
  zone: { name: string; word(iso: string): string },
): AsyncGenerator<string> {
  yield `\uFEFF${row(COLUMNS.map(([name]) => (name.endsWith('_zone') ? `${name.slice(0, -5)} (${zone.name})` : name)))}`;
  for await (const slice of sessions) {
    yield slice.map(session => row(COLUMNS.map(([, read]) => read(session, zone.word)))).join('');
  }
}
