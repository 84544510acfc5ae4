import type { Problem } from '../../session/problem.ts';
import type { Session } from '../../session/session.ts';
import type { Explorer, OpenedDetail } from '../../sync/explorer.ts';
import type { InBackground } from '../background.ts';

/** What is known of a session that is looked at; `B` is what is read beside it each time. */
export interface Followed<B = undefined> {
  /** As the list has it. */
  held?: Session;
  opened?: OpenedDetail;
  beside?: B;
  /** Why nothing could be opened. */
  failure?: Problem;
  /** The service is being asked. */
  busy: boolean;
}

export interface FollowParts<B = undefined> {
  explorer: Pick<Explorer, 'opened' | 'sessions' | 'detail' | 'onDidChange'>;
  beside(key: string): Promise<B>;
  /** Seconds between two looks at a live session, 0 = never. */
  liveSeconds(): number;
  /** Runs something after `ms`, unless the answer is called before. */
  after(ms: number, run: () => void): () => void;
  inBackground: InBackground;
}

export interface Following<B = undefined> {
  state(): Followed<B>;
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
export const follow = <B>(key: string, parts: FollowParts<B>, changed: (state: Followed<B>) => void): Following<B> => {
  const { explorer } = parts;
  let state: Followed<B> = { busy: false };
  let running: AbortController | undefined;
  let stopWaiting = (): void => {};
  let visible = true;
  let disposed = false;

  const become = (part: Partial<Followed<B>>): void => {
    state = { ...state, ...part };
    changed(state);
  };

  const fetch = async (fresh: boolean, signal: AbortSignal): Promise<void> => {
    const [answer, beside] = await Promise.all([
      explorer.detail(key, { age: fresh ? 'fresh' : 'any', signal }),
      parts.beside(key),
    ]);
    if (signal.aborted) return;
    const { failure: _, ...rest } = state;
    const opened = answer.ok ? answer.value : state.opened && { ...state.opened, problem: answer.problem };
    const again = !fresh && answer.ok && answer.value.outdated;
    state = {
      ...rest,
      beside,
      busy: again,
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

  /**
   * The list is read again on each change that may concern this session; only a real one is worth a request. A list that
   * cannot be read is a fault for the log: what is shown stays, and the next change is the next try.
   */
  const look = async (): Promise<void> => {
    const [held] = await explorer.sessions([key]);
    if (disposed || running || !held || JSON.stringify(held) === JSON.stringify(state.held)) return;
    start(true);
  };
  const stopListening = explorer.onDidChange(change => {
    const mine = change.keys.has(key) || (change.sessions && change.keys.size === 0);
    if (mine && visible && !running) parts.inBackground(look());
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
        else parts.inBackground(look());
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

/** On this machine's own clock. */
export const after: FollowParts['after'] = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
