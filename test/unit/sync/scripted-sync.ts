import type { Service } from '../../../src/http/service.ts';
import type { Intent, Page, Provider, Scope, ScopeEnd } from '../../../src/providers/provider.ts';
import type { Connection } from '../../../src/session/connection.ts';
import { failed, ok } from '../../../src/session/problem.ts';
import type { Session, SessionRecord } from '../../../src/session/session.ts';
import type { ConnectionMemory, Store } from '../../../src/store/store.ts';
import { type ConnectionParts, syncConnection } from '../../../src/sync/connection-sync.ts';

export const DAY = 86_400_000;
export const NOW = Date.parse('2026-05-05T12:00:00Z');
const connection: Connection = { id: 'c', provider: 'series' };

export const record = (id: string, more: Partial<Session> = {}): SessionRecord => ({
  session: {
    key: `c/${id}`,
    connectionId: 'c',
    provider: 'series',
    id,
    title: id,
    status: 'completed',
    statusSource: 'reported',
    start: '2026-05-01T00:00:00.000Z',
    coHosts: [],
    flags: [],
    ...more,
  },
  attendees: [],
  raw: { id },
});

export const page = (...ids: string[]): Page => ({ records: ids.map(id => record(id)), unreadable: [], drift: [] });

interface Script {
  pages: Page[];
  end?: ScopeEnd;
  skips?: boolean;
  /** What another reading of it finds. */
  again?: Pick<Script, 'pages' | 'end'>;
  /** Held back until this resolves. */
  gate?: Promise<void>;
}

/** A connection over a scripted service and a store in a map. */
export function given(script: {
  scopes: Script[];
  keyProblem?: boolean;
  requests?: number;
  /** What the provider will not plan. */
  refuses?: (intent: Intent) => boolean;
  clockAhead?: number;
  breaks?: unknown;
}) {
  const rows = new Map<string, SessionRecord>();
  const intents: Intent[] = [];
  const signals: AbortSignal[] = [];
  let remembered: ConnectionMemory | undefined;
  let now = NOW;
  const timers: { instant: number; run: () => Promise<unknown>; calledOff: boolean }[] = [];
  const scopeOf = ({ pages, end, gate, skips = false, again }: Script, name: string): Scope => {
    let reading = { pages, end };
    return {
      name,
      skips,
      covers: () => true,
      async *read(service: Service) {
        await gate;
        const now = reading;
        reading = { end: undefined, ...(again ?? reading) };
        for (const each of now.pages) {
          if (service.signal.aborted) return { stopped: 'cancelled' } satisfies ScopeEnd;
          yield each;
        }
        return service.signal.aborted ? { stopped: 'cancelled' } : (now.end ?? { stopped: 'end' });
      },
    };
  };
  const provider = {
    id: 'series',
    label: 'Series',
    plan(_connection: Connection, intent: Intent) {
      intents.push(intent);
      if (script.refuses?.(intent)) return failed({ code: 'impossible-filter', reason: 'date-with-range' });
      return ok(script.scopes.map((scope, at) => scopeOf(scope, `scope-${at}`)));
    },
    // Due at the very moment at which it is read.
    reread: (_: Connection, raw: { id: string }, at: number) => ({ ...record(raw.id), statusUntil: at }),
  } as unknown as Provider;
  const store = {
    read: async (keys: string[]) => keys.flatMap(key => rows.get(key) ?? []),
    memory: async () => remembered,
    async remember(_id: string, memory: ConnectionMemory) {
      remembered = structuredClone(memory);
    },
  } as unknown as Store;
  const parts: ConnectionParts = {
    connection,
    provider,
    label: 'Series',
    async open(signal) {
      signals.push(signal);
      if (script.breaks) throw script.breaks;
      if (script.keyProblem) return failed({ code: 'needs-key' });
      return ok({
        get: async () => failed({ code: 'cancelled' }),
        now: () => now + (script.clockAhead ?? 0),
        requests: script.requests ?? 3,
        signal,
      });
    },
    budget: () => ({ spent: { until: [], pausedUntil: 0 }, adopt() {} }),
    store: async () => store,
    window: () => ({ from: now - 30 * DAY, to: now + 30 * DAY }),
    held: () => rows.size,
    holds: id => rows.has(`c/${id}`),
    live: async () => [...rows.values()].map(each => each.session).filter(session => session.status === 'live'),
    heldIn: async (_, seen) => [...rows.keys()].filter(key => !seen.has(key.slice(2))),
    async put(records) {
      for (const each of records) rows.set(each.session.key, each);
    },
    keyProblem: async () => (script.keyProblem ? { code: 'needs-key' } : undefined),
    changed() {},
    now: () => now,
    at(instant, run) {
      const timer = { instant, run, calledOff: false };
      timers.push(timer);
      return () => {
        timer.calledOff = true;
      };
    },
  };
  const sync = syncConnection(parts);
  return {
    sync,
    rows,
    intents,
    signals,
    timers,
    script,
    remembered: () => remembered,
    advance: (ms: number) => (now += ms),
  };
}
