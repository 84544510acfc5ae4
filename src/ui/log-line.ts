import type { RequestLine } from '../http/service.ts';

/**
 * A request as it stands in the log, which VS Code writes to disk. Of a connection that does not persist, the path names
 * neither sessions nor whom was asked for: only its words and the names of its parameters are left.
 */
export function logLine(connectionId: string, line: RequestLine, persists: boolean): string {
  const { method, outcome, ms, bytes } = line;
  const path = persists ? line.path : anonymous(line.path);
  const tried = line.try > 1 ? ` · try ${line.try}` : '';
  return `${connectionId} ${method} ${path} → ${outcome} · ${Math.round(ms)} ms · ${bytes} B${tried}`;
}

/** What services call their endpoints; an id is never one of these alone. */
const WORD = /^(?:[a-z]+(?:-[a-z]+)*|v\d+)$/;

function anonymous(path: string): string {
  const [segments = '', query] = path.split('?', 2);
  const words = segments.split('/').map(segment => (segment === '' || WORD.test(segment) ? segment : '…'));
  const names = query?.split('&').map(parameter => `${parameter.split('=', 1)[0]}=…`);
  return [words.join('/'), ...(names ? [names.join('&')] : [])].join('?');
}
