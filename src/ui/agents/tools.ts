import * as vscode from 'vscode';
import { parseQuery } from '../../query/parse.ts';
import { given } from '../../session/given.ts';
import { connectionOfKey, type Session } from '../../session/session.ts';
import type { Explorer } from '../../sync/explorer.ts';
import { wordedCoverage } from '../api/api.ts';
import { knownTo } from '../known.ts';
import { wordLimits } from '../wording/limits.ts';
import { wordProblem } from '../wording/problem.ts';
import { wordQueryError } from '../wording/query-error.ts';

const DEFAULT_LIMIT = 20;
const MOST = 200;
/** For callers that give no budget: about four characters a token. */
const DEFAULT_TOKENS = 8000;

/** What agents may ask; both only read. */
export interface AgentTools {
  search(
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
  get(
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
}

/** `persists` says whether a connection's sessions may lie on disk; where they may not, clients' names do not leave it either. */
export function agentTools(explorer: Explorer, persists: (connectionId: string) => boolean): AgentTools {
  const withoutClient = <T extends Session>(session: T): T => {
    if (persists(session.connectionId) || !session.client) return session;
    const { name: _, ...client } = session.client;
    return { ...session, client };
  };

  return {
    async search({ input, tokenizationOptions }, token) {
      const text = stringOf(input, 'query') ?? '';
      await explorer.opened();
      const parsed = parseQuery(text, knownTo(explorer));
      if (!parsed.ok) return answer({ error: wordQueryError(parsed.error, text) });
      const { selection } = await explorer.search(parsed.query, signalOf(token));
      const limit = Math.min(Math.max(1, numberOf(input, 'limit') ?? DEFAULT_LIMIT), MOST);
      const sessions = (await explorer.sessions(selection.keys(0, limit))).map(withoutClient);
      const coverage = explorer.connections().map(wordedCoverage);
      const notes = wordLimits(parsed.query, explorer);
      return fitted(
        sessions,
        shown => ({ total: selection.total, shown: shown.length, sessions: shown, coverage, notes }),
        tokenizationOptions,
        token,
      );
    },
    async get({ input, tokenizationOptions }, token) {
      const key = stringOf(input, 'key') ?? '';
      const opened = await explorer.detail(key, { signal: signalOf(token) });
      const status = explorer.connections().find(each => each.connection.id === connectionOfKey(key));
      if (!opened.ok) return answer({ error: wordProblem(opened.problem, status?.label ?? key) });
      const { raw: _, people, ...detail } = opened.value.record.detail;
      return fitted(
        persists(detail.connectionId) ? people : [],
        listed => ({
          session: withoutClient(detail),
          people: listed,
          peopleInAll: people.length,
          fetchedAt: new Date(opened.value.fetchedAt).toISOString(),
          ...given({ coverage: status && wordedCoverage(status) }),
        }),
        tokenizationOptions,
        token,
      );
    },
  };
}

/** Halves what is listed until the answer fits the caller's budget; the answer itself says how much of how much it holds. */
async function fitted<T>(
  items: readonly T[],
  shape: (shown: readonly T[]) => unknown,
  options: vscode.LanguageModelToolTokenizationOptions | undefined,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const budget = options?.tokenBudget ?? DEFAULT_TOKENS;
  for (let shown = items; ; shown = shown.slice(0, Math.floor(shown.length / 2))) {
    const text = JSON.stringify(shape(shown));
    const tokens = options ? await options.countTokens(text, token) : Math.ceil(text.length / 4);
    if (tokens <= budget || shown.length === 0)
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  }
}

const answer = (value: unknown): vscode.LanguageModelToolResult =>
  new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(value))]);

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

function field(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[name] : undefined;
}

function stringOf(input: unknown, name: string): string | undefined {
  const value = field(input, name);
  return typeof value === 'string' ? value : undefined;
}

function numberOf(input: unknown, name: string): number | undefined {
  const value = field(input, name);
  return typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : undefined;
}
