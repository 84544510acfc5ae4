import type { Service } from '../http/service.ts';
import type { Result } from '../session/problem.ts';
import { largeSet } from '../turns/large-set.ts';
import { stoppedBy } from './pager.ts';
import { type Piece, readPieces } from './pieces.ts';
import type { Page, ScopeEnd } from './provider.ts';

/** One request whose answer is all that there is to it, as of services without paging. */
export interface WholeAnswer {
  url: URL;
  /** Where the rows are in the answer. */
  path: readonly string[];
  read(answer: Piece): Result<Page>;
}

/** Reads answers one after the other and joins them; a session that stands in two is told once. */
export async function* readWhole(service: Service, parts: readonly WholeAnswer[]): AsyncGenerator<Page, ScopeEnd> {
  const seen = largeSet();
  for (const { url, path, read } of parts) {
    const answer = await service.get(url);
    if (!answer.ok) return stoppedBy(answer.problem);
    for await (const page of readPieces(answer.value, path, read)) {
      if (!page.ok) return stoppedBy(page.problem);
      const records = page.value.records.filter(({ session }) => seen.add(session.id));
      yield { ...page.value, records };
    }
  }
  return { stopped: 'end' };
}
