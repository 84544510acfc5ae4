/** One way in which a service's answers differ from its own documentation. */
export interface Drift {
  provider: string;
  /** Field path with `[]` for list items: `data[].participants_live`. */
  path: string;
  expected: string;
  got: string;
  /** A value that shows it; free of secrets and of people's names (strings are shortened to their shape). */
  example: string;
  count: number;
  /** ISO instant. */
  firstSeen: string;
}

/** Distinct findings kept of a connection; nobody reads further. */
const KINDS_KEPT = 1000;

const driftKey = (drift: Drift): string => `${drift.path}\0${drift.expected}\0${drift.got}`;

/** Adds newer findings to older ones: counts add up, the first sighting and its example stay. */
export function mergeDrift(older: readonly Drift[], newer: readonly Drift[]): Drift[] {
  const merged = new Map(older.map(drift => [driftKey(drift), drift]));
  for (const drift of newer) {
    const key = driftKey(drift);
    const known = merged.get(key);
    if (known) merged.set(key, { ...known, count: known.count + drift.count });
    else if (merged.size < KINDS_KEPT) merged.set(key, drift);
  }
  return [...merged.values()];
}
