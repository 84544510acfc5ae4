import type { Problem } from '../../session/problem.ts';
import { connectionOfKey, type Session } from '../../session/session.ts';
import type { Explorer, OpenedDetail } from '../../sync/explorer.ts';

/** What is known of the session that a panel shows. */
export interface Followed {
  /** As the list has it. */
  held?: Session;
  opened?: OpenedDetail;
  /** Why nothing could be opened. */
  failure?: Problem;
  link?: string;
  previous?: string;
  next?: string;
  /** Disagreements with the documented shape in the connection's answers. */
  drift: number;
  /** The service is being asked. */
  busy: boolean;
}

export interface FollowParts {
  explorer: Pick<Explorer, 'opened' | 'sessions' | 'detail' | 'drift' | 'onDidChange'>;
  link(key: string): Promise<string | undefined>;
  neighbours(key: string): Promise<{ previous?: string; next?: string }>;
  /** Seconds between two looks at a live session, 0 = never. */
  liveSeconds(): number;
  /** Runs something after `ms`, unless the answer is called before. */
  after(ms: number, run: () => void): () => void;
}

export interface Following {
  state(): Followed;
  /** Asks the service, whatever is held. */
  refresh(): void;
  /** A session that nobody sees is not asked for; one that is seen again is, where it is live. */
  seen(visible: boolean): void;
  dispose(): void;
}

/**
 * Keeps one session's detail: from the store at once, from the service where that is older than the session, again
 * whenever the list tells of a change, and at intervals while it is live and seen. `changed` is called after each step.
 */
export const follow = (key: string, parts: FollowParts, changed: (state: Followed) => void): Following => {
  const { explorer } = parts;
  const connection = connectionOfKey(key);
  let state: Followed = { drift: 0, busy: false };
  let running: AbortController | undefined;
  let stopWaiting = (): void => {};
  let visible = true;
  let disposed = false;

  const become = (part: Partial<Followed>): void => {
    state = { ...state, ...part };
    changed(state);
  };

  const fetch = async (fresh: boolean, signal: AbortSignal): Promise<void> => {
    const [answer, link, beside, drift] = await Promise.all([
      explorer.detail(key, { age: fresh ? 'fresh' : 'any', signal }),
      parts.link(key),
      parts.neighbours(key),
      explorer.drift(connection).then(each => each.drift.length),
    ]);
    if (signal.aborted) return;
    const { link: _link, previous: _previous, next: _next, failure: _failure, ...rest } = state;
    const opened = answer.ok ? answer.value : state.opened && { ...state.opened, problem: answer.problem };
    const again = !fresh && answer.ok && answer.value.outdated;
    state = {
      ...rest,
      ...beside,
      drift,
      busy: again,
      ...(link === undefined ? {} : { link }),
      ...(opened ? { opened } : {}),
      ...(answer.ok || opened ? {} : { failure: answer.problem }),
    };
    changed(state);
    if (again) await fetch(true, signal);
  };

  const load = async (fresh: boolean, signal: AbortSignal): Promise<void> => {
    await explorer.opened();
    const [held] = await explorer.sessions([key]);
    if (signal.aborted) return;
    if (held) become({ held });
    await fetch(fresh, signal);
  };

  const wait = (): void => {
    stopWaiting();
    const seconds = parts.liveSeconds();
    if (!visible || seconds <= 0 || state.opened?.record.detail.status !== 'live') return;
    stopWaiting = parts.after(seconds * 1000, () => start(true));
  };

  const start = (fresh: boolean): void => {
    stopWaiting();
    running?.abort();
    const controller = new AbortController();
    running = controller;
    become({ busy: true });
    load(fresh, controller.signal)
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const detail = error instanceof Error ? error.name : typeof error;
        become({ busy: false, failure: { code: 'internal', detail } });
      })
      .finally(() => {
        if (running !== controller) return;
        running = undefined;
        if (!disposed) wait();
      });
  };

  /** The list is read again on each change that may concern this session; only a real one is worth a request. */
  const look = async (): Promise<void> => {
    const [held] = await explorer.sessions([key]);
    if (disposed || running || !held || JSON.stringify(held) === JSON.stringify(state.held)) return;
    start(true);
  };
  const stopListening = explorer.onDidChange(change => {
    const mine = change.keys.has(key) || (change.sessions && change.keys.size === 0);
    if (mine && visible && !running) void look().catch(() => undefined);
  });

  start(false);
  return {
    state: () => state,
    refresh: () => start(true),
    seen(now) {
      const came = now && !visible;
      visible = now;
      if (!now) stopWaiting();
      else if (came && !running) {
        if (state.opened?.record.detail.status === 'live' && parts.liveSeconds() > 0) start(true);
        else void look().catch(() => undefined);
      }
    },
    dispose() {
      disposed = true;
      stopWaiting();
      stopListening();
      running?.abort();
    },
  };
};
