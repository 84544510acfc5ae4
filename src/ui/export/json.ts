import { jsonOf } from '../../http/json.ts';
import type { Session } from '../../session/session.ts';
import type { Coverage } from '../api/api.ts';

/** The API's own shape, with the coverage first so that a reader meets it before the rows. */
export async function* json(
  sessions: AsyncIterable<readonly Session[]>,
  head: { query?: string; total: number; exportedAt: string; coverage: readonly Coverage[] },
): AsyncGenerator<string> {
  const opening = JSON.stringify(head, undefined, 2);
  yield `${opening.slice(0, -2)},\n  "sessions": [`;
  let first = true;
  for await (const slice of sessions) {
    for (const session of slice) {
      yield `${first ? '' : ','}\n    ${jsonOf(session)}`;
      first = false;
    }
  }
  yield first ? ']\n}\n' : '\n  ]\n}\n';
}
