import type { Database } from './database.ts';

/**
 * Every transaction that changes what a window shows counts the revision up. `PRAGMA data_version` alone would do so
 * for each renewal of the lease too, and could not say which rows are new.
 */
export interface Revisions {
  /** The latest revision, whoever made it. */
  latest(): number;
  /** Inside a transaction: the revision that it will have. */
  next(): number;
  /** Inside a transaction: it changed something. */
  commit(revision: number, removed?: boolean): void;
  /** After a transaction that changed something. */
  committed(revision: number): void;
  /** The latest revision that another window made. Never throws. */
  foreign(): number;
  /** The revision after which another window may have written, for an earlier value of `foreign`. */
  after(foreign: number): number;
  /** Whether rows were removed after a revision. */
  removedSince(revision: number): boolean;
}

/** The revisions of one database, as one window sees them. */
export function revisionsOf(database: Database): Revisions {
  const latest = () => Number(database.prepare('SELECT latest FROM revisions').get()?.latest ?? 0);
  const dataVersion = () => database.prepare('PRAGMA data_version').get()?.data_version;
  let known = latest();
  let foreign = known;
  let seen = dataVersion();
  /** What this window wrote itself after an earlier value of `foreign` is no news to it. */
  let earlier = { foreign, own: known };
  const setForeign = (revision: number) => {
    earlier = { foreign, own: known };
    foreign = revision;
  };

  return {
    latest,
    next: () => latest() + 1,
    commit(revision, removed = false) {
      database.prepare('UPDATE revisions SET latest = ?').run(revision);
      if (removed) database.prepare('UPDATE revisions SET removed = ?').run(revision);
    },
    committed(revision) {
      if (revision > known + 1) setForeign(revision - 1);
      known = revision;
    },
    foreign() {
      try {
        const version = dataVersion();
        if (version === seen) return foreign;
        const now = latest();
        seen = version;
        if (now !== known) setForeign(now);
        known = now;
      } catch {
        // Locked just now, or gone: the next look will tell.
      }
      return foreign;
    },
    after: version => (version === foreign ? known : version === earlier.foreign ? earlier.own : version),
    removedSince: revision => Number(database.prepare('SELECT removed FROM revisions').get()?.removed) > revision,
  };
}
