import type { Session } from '../../session/session.ts';

/** What somebody would want to hear of when it changes. How many are in a room changes at each poll and is none of it. */
const ASPECTS = ['status', 'start', 'title', 'host', 'place', 'kind', 'flags'] as const;
export type Aspect = (typeof ASPECTS)[number];

type Look = Readonly<Record<Aspect, string>>;

const lookOf = ({ status, start, title, host, place, kind, flags }: Session): Look => ({
  status,
  start: start ?? '',
  title,
  host: host?.id ?? '',
  place: place?.id ?? place?.name ?? '',
  kind: kind?.id ?? kind?.name ?? '',
  flags: flags.join(),
});

/** What a person saw of the rows that were shown. */
export interface Seen {
  /** What is other than when the row was last looked at. Showing a row for the first time counts as a look. */
  changes(session: Session): readonly Aspect[];
  /** Somebody looked at the rows of these sessions, as they were shown last; without keys at all of them. */
  look(keys?: Iterable<string>): void;
}

const KEPT = 5000;

export function rememberSeen(): Seen {
  const rows = new Map<string, { seen: Look; shown: Look }>();

  return {
    changes(session) {
      const shown = lookOf(session);
      const row = rows.get(session.key);
      if (row) {
        row.shown = shown;
        return ASPECTS.filter(aspect => row.seen[aspect] !== shown[aspect]);
      }
      rows.set(session.key, { seen: shown, shown });
      const [oldest] = rows.size > KEPT ? rows.keys() : [];
      if (oldest !== undefined) rows.delete(oldest);
      return [];
    },
    look(keys = rows.keys()) {
      for (const key of keys) {
        const row = rows.get(key);
        if (row) row.seen = row.shown;
      }
    },
  };
}
