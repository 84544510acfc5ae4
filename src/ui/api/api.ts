import type * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import type { Choice } from '../../query/selection.ts';
import type { ConnectionCoverage, Stopped } from '../../session/coverage.ts';
import type { SessionDetail } from '../../session/detail.ts';
import { given } from '../../session/given.ts';
import { connectionOfKey, type Session, type Status } from '../../session/session.ts';
import type { ConnectionState, ConnectionStatus, Explorer } from '../../sync/explorer.ts';
import { knownTo } from '../known.ts';
import { wordLimits } from '../wording/limits.ts';
import { wordProblem } from '../wording/problem.ts';
import { wordQueryError } from '../wording/query-error.ts';
import { wordStatus } from '../wording/session.ts';

/** What `activate()` returns to other extensions. */
export interface SessionExplorerApi {
  readonly version: 1;
  connections(): Promise<{ id: string; provider: string; label: string; state: ConnectionState; problem?: string }[]>;
  /** Answers from what is held. Rejects when the query cannot be read, with the reason and the place. */
  query(query: string, page?: { offset?: number; limit?: number }): Promise<QueryResult>;
  /** Everything that the service tells of one session; rejects with a sentence for a person. */
  detail(sessionKey: string): Promise<SessionDetail>;
  /** Asks the services; resolves when the loads ended, however they did. */
  refresh(connectionId?: string): Promise<Coverage[]>;
  readonly onDidChangeSessions: vscode.Event<void>;
}

export interface QueryResult {
  total: number;
  sessions: Session[];
  facets: Record<(typeof API_FACETS)[number], Choice[]>;
  coverage: Coverage[];
  /** What this answer cannot know, in sentences: what was not loaded, who was not named. Absent: nothing of the kind. */
  notes?: string[];
}

/** Coverage as other extensions see it: the problem is a sentence. */
export interface Coverage extends Omit<ConnectionCoverage, 'problem'> {
  stopped: Stopped;
  problem?: string;
}

/** A connection's coverage with its problem as a sentence. */
export function wordedCoverage({ label, coverage }: Pick<ConnectionStatus, 'label' | 'coverage'>): Coverage {
  const { problem, ...rest } = coverage;
  return { ...rest, ...given({ problem: problem && wordProblem(problem, label) }) };
}

const API_FACETS = ['provider', 'connection', 'status', 'host', 'place', 'kind'] as const;
const LIMIT = 100;

/** All of the API but its event, which exists before this is loaded. */
export function createApi(explorer: Explorer): Omit<SessionExplorerApi, 'onDidChangeSessions'> {
  const labelOf = (id: string): string =>
    explorer.connections().find(status => status.connection.id === id)?.label ?? id;

  return {
    version: 1,
    async connections() {
      await explorer.opened();
      return explorer.connections().map(({ connection, label, state, problem }) => ({
        id: connection.id,
        provider: connection.provider,
        label,
        state,
        ...given({ problem: problem && wordProblem(problem, label) }),
      }));
    },
    async query(text, { offset = 0, limit = LIMIT } = {}) {
      await explorer.opened();
      const parsed = parseQuery(text, knownTo(explorer));
      if (!parsed.ok) throw new Error(wordQueryError(parsed.error, text));
      const { selection, facets } = await explorer.search(parsed.query);
      const counted = await facets(API_FACETS);
      const notes = wordLimits(parsed.query, explorer);
      const sessions = await explorer.sessions(selection.keys(Math.max(0, offset), Math.max(0, limit)));
      return {
        total: selection.total,
        sessions,
        facets: {
          ...counted,
          status: counted.status.map(choice => ({ ...choice, label: wordStatus(choice.value as Status) })),
        },
        coverage: explorer.connections().map(wordedCoverage),
        ...(notes.length > 0 ? { notes } : {}),
      };
    },
    async detail(sessionKey) {
      const answer = await explorer.detail(sessionKey, { age: 'fresh' });
      // What is held is no answer to a caller who cannot be told that it is old.
      const problem = answer.ok ? answer.value.problem : answer.problem;
      if (answer.ok && !problem) return answer.value.record.detail;
      const connection = connectionOfKey(sessionKey);
      throw new Error(problem && wordProblem(problem, connection === '' ? sessionKey : labelOf(connection)));
    },
    async refresh(connectionId) {
      return (await explorer.refresh(connectionId)).map(coverage =>
        wordedCoverage({ label: labelOf(coverage.connectionId), coverage }),
      );
    },
  };
}
