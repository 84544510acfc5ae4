import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Answer, Service } from '../../../src/http/service.ts';
import type { Page, Provider, Scope, ScopeEnd } from '../../../src/providers/provider.ts';
import type { Connection } from '../../../src/session/connection.ts';
import type { Problem } from '../../../src/session/problem.ts';
import type { SessionRecord } from '../../../src/session/session.ts';

type Scripted = Answer | { text: string; status?: number; headers?: Answer['headers'] } | { problem: Problem } | object;

/** A service that answers from a script and remembers what it was asked. */
export interface FakeService extends Service {
  asked: URL[];
  /** What was asked, as path and query. */
  readonly paths: string[];
}

export const NOW = Date.parse('2024-01-20T12:00:00.000Z');

/** `answer` gets each address; a plain object is a JSON body with status 200. */
export function fakeService(answer: (url: URL, n: number) => Scripted, now = NOW): FakeService {
  const asked: URL[] = [];
  return {
    asked,
    get paths() {
      return asked.map(url => url.pathname + url.search);
    },
    async get(url) {
      asked.push(url);
      const scripted = answer(url, asked.length);
      if ('problem' in scripted) return { ok: false, problem: scripted.problem };
      if ('text' in scripted) {
        const { text, ...rest } = scripted;
        return { ok: true, value: { status: 200, headers: {}, body: [String(text)], ...rest } };
      }
      if ('status' in scripted && 'body' in scripted) return { ok: true, value: scripted as Answer };
      return {
        ok: true,
        value: { status: 200, headers: { 'content-type': 'application/json' }, body: [JSON.stringify(scripted)] },
      };
    },
    now: () => now,
    get requests() {
      return asked.length;
    },
    signal: new AbortController().signal,
  };
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: [JSON.stringify(body)],
});

export const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: ['<!DOCTYPE html><html><body>not here</body></html>'],
});

// biome-ignore lint/suspicious/noExplicitAny: a fixture is whatever its vendor wrote.
export const fixture = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));

export interface Drained {
  pages: Page[];
  records: SessionRecord[];
  ids: string[];
  end: ScopeEnd;
}

/** Reads a scope as sync does: later records replace earlier ones, and what left the list is taken out. */
export async function drain(scope: Pick<Scope, 'read'>, service: Service): Promise<Drained> {
  const pages: Page[] = [];
  const records = new Map<string, SessionRecord>();
  const reading = scope.read(service);
  for (;;) {
    const step = await reading.next();
    if (!step.done) {
      pages.push(step.value);
      for (const record of step.value.records) records.set(record.session.id, record);
      continue;
    }
    if (step.value.stopped === 'end') for (const id of step.value.gone ?? []) records.delete(id);
    return { pages, records: [...records.values()], ids: [...records.keys()], end: step.value };
  }
}

/** The scopes that an intent is planned into; fails the test where it is refused. */
export function planned(
  provider: Provider,
  connection: Connection,
  intent: Parameters<Provider['plan']>[1],
  now = NOW,
) {
  const plan = provider.plan(connection, intent, now);
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
}

/** The only scope of a plan. */
export function only(scopes: readonly Scope[]): Scope {
  assert.equal(scopes.length, 1);
  const [scope] = scopes;
  assert.ok(scope);
  return scope;
}

/** A connection that every provider accepts. */
export const connectionTo = (provider: Connection['provider'], rest: Partial<Connection> = {}): Connection => ({
  id: 'here',
  provider,
  baseUrl: 'https://api.example.test',
  workspaceId: 'w1',
  teamId: 'team',
  ...rest,
});
