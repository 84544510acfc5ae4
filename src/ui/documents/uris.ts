import { connectionOfKey } from '../../session/session.ts';

/** The scheme of the read-only documents. */
export const SCHEME = 'session-explorer';

export type DocumentName = { kind: 'raw'; key: string } | { kind: 'drift'; connectionId: string };

/** Path of a session's raw record. It holds the key and nothing else of the session: VS Code stores it. */
export const rawPath = (key: string): string => {
  const connection = connectionOfKey(key);
  return `/${connection}/${encodeURIComponent(key.slice(connection.length + 1))}.json`;
};

export const driftPath = (connectionId: string): string => `/drift/${connectionId}.md`;

/** What a path names. A connection may be called `drift`: the ending tells the two apart. */
export const readPath = (path: string): DocumentName | undefined => {
  const [, first, name, ...more] = path.split('/');
  if (!first || !name || more.length > 0) return undefined;
  if (first === 'drift' && name.endsWith('.md')) return { kind: 'drift', connectionId: name.slice(0, -'.md'.length) };
  if (!name.endsWith('.json')) return undefined;
  try {
    return { kind: 'raw', key: `${first}/${decodeURIComponent(name.slice(0, -'.json'.length))}` };
  } catch {
    return undefined;
  }
};
