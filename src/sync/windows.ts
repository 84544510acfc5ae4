import { hostname } from 'node:os';
import type { Timer } from '../http/timer.ts';
import type { SessionEntry } from '../session/session.ts';
import type { SharedStore } from '../store/store.ts';

/** How long a window leads without saying so again, ms; then another may take over. */
const LEASE = 15_000;
/** How long the leading window is given for a refresh that it was asked for, and how often it is looked for, ms. */
const LEADER_PATIENCE = 60_000;
const LEADER_LOOK = 250;

/** What other windows wrote: the entries that are newer, or word that all must be read anew. */
export type News = { entries: AsyncGenerator<SessionEntry[]> } | 'all-anew' | 'none';

/** This window among those that share a store. One of them leads: it polls, and refreshes for the others. */
export interface Windows {
  /** Takes or renews the lead; false while another window has it. */
  lead(): Promise<boolean>;
  leads(): boolean;
  /** Counts what others write from now on as news. */
  begin(): Promise<void>;
  news(): Promise<News>;
  /** Connections that other windows want refreshed; none unless this window leads. */
  asked(): Promise<string[]>;
  /**
   * Has the leading window refresh a connection. True once `done` says that a load ended since `askedAt` (epoch ms);
   * false where this window has to do it itself.
   */
  askLeader(connectionId: string, ended: AbortSignal, done: (askedAt: number) => Promise<boolean>): Promise<boolean>;
  release(): Promise<void>;
}

export function amongWindows(store: () => Promise<SharedStore>, timer: Timer): Windows {
  const owner = `${hostname()}:${process.pid}:${crypto.randomUUID()}`;
  let leadsUntil = 0;
  let seen = 0;

  /** How much longer this window leads, ms; none where the clock was set back since. */
  const left = (): number => {
    const ms = leadsUntil - timer.now();
    return ms <= LEASE ? ms : 0;
  };
  const leads = (): boolean => left() > 0;

  async function lead(): Promise<boolean> {
    if (left() > LEASE / 2) return true;
    const now = timer.now();
    const taken = await (await store()).takeLease(owner, now, now + LEASE);
    leadsUntil = taken ? now + LEASE : 0;
    return taken;
  }

  return {
    lead,
    leads,
    async begin() {
      seen = (await store()).version();
    },
    async news() {
      const shared = await store();
      const version = shared.version();
      if (version === seen) return 'none';
      const entries = await shared.newer(seen);
      seen = version;
      return entries ? { entries } : 'all-anew';
    },
    asked: async () => (leads() ? (await store()).takeAsked() : []),
    async askLeader(connectionId, ended, done) {
      const askedAt = timer.now();
      await (await store()).askHolder(connectionId, askedAt);
      while (!ended.aborted && timer.now() - askedAt < LEADER_PATIENCE) {
        await timer.sleep(LEADER_LOOK, ended);
        if (await done(askedAt)) return true;
        if (await lead()) return false;
      }
      return false;
    },
    async release() {
      if (!leads()) return;
      leadsUntil = 0;
      await (await store()).releaseLease(owner);
    },
  };
}
